// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"
#include "definition/normalise.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::definition {
namespace {

constexpr size_t kShownBytes = 80;
constexpr std::string_view kHeaders = "/config/request/headers";

// What a definition can leave out and the platform then has its own say about.
constexpr auto kOptionalPositions = std::to_array<std::string_view>({
    "/config/timeoutSeconds",
    "/config/request/requestUrlTemplate",
    "/config/request/requestType",
    kHeaders,
    "/config/request/requestTemplate",
    "/config/response/translationMap",
    "/config/response/translationMapDefaults",
    "/config/response/successTemplate",
    "/contract/input/inputSchema",
    "/contract/output/successSchema",
});

std::string NormaliseTemplate(std::string_view text) {
  std::string out;
  for (std::string_view line : Split(text, '\n')) {
    const size_t kept = line.find_last_not_of(" \t\r");
    out += kept == std::string_view::npos ? std::string_view() : line.substr(0, kept + 1);
    out += '\n';
  }
  out.erase(out.find_last_not_of('\n') + 1);
  return out;
}

void NormaliseTemplates(json::Value& action, std::string_view part, std::initializer_list<std::string_view> names) {
  json::Value* config = action.AsObject()->Find("config");
  json::Value* members = config->AsObject()->Find(part);
  for (const std::string_view name : names) {
    json::Value* member = members->AsObject()->Find(name);
    if (member != nullptr && member->is_string()) *member = NormaliseTemplate(*member->AsString());
  }
}

json::Value Comparable(const DataAction& action) {
  json::Value out = Normalise(action);
  NormaliseTemplates(out, "request", {"requestUrlTemplate", "requestTemplate"});
  NormaliseTemplates(out, "response", {"successTemplate"});
  return out;
}

std::string FieldName(std::string_view pointer) {
  std::string field;
  for (const std::string_view token : Split(pointer.substr(std::min<size_t>(1, pointer.size())), '/')) {
    if (!field.empty()) field += '.';
    field += ReplaceAll(ReplaceAll(token, "~1", "/"), "~0", "~");
  }
  return field;
}

// At most 80 bytes of `text`, from shortly before byte `differs_at`, so that two long texts show where they differ.
std::string Shorten(std::string_view text, size_t differs_at) {
  constexpr std::string_view kMore = "...";
  constexpr size_t kLead = 24;
  if (text.size() <= kShownBytes) return std::string(text);
  size_t start = differs_at <= kLead ? 0 : std::min(differs_at, text.size()) - kLead;
  start = TruncateUtf8(text, start).size();
  std::string shown = Concat(start == 0 ? "" : kMore, text.substr(start));
  if (shown.size() <= kShownBytes) return shown;
  return Concat(TruncateUtf8(shown, kShownBytes - kMore.size()), kMore);
}

FieldDifference MakeDifference(const std::string& pointer, const json::Value* before, const json::Value* after) {
  const std::string old_text = before == nullptr ? "(none)" : json::Write(*before);
  const std::string new_text = after == nullptr ? "(none)" : json::Write(*after);
  if (pointer.starts_with(kHeaders)) {
    constexpr std::string_view kMasked = "***";
    return {FieldName(pointer), before == nullptr ? old_text : std::string(kMasked),
            after == nullptr ? new_text : std::string(kMasked)};
  }
  const auto [old_end, new_end] = std::mismatch(old_text.begin(), old_text.end(), new_text.begin(), new_text.end());
  const auto differs_at = static_cast<size_t>(old_end - old_text.begin());
  return {FieldName(pointer), Shorten(old_text, differs_at), Shorten(new_text, differs_at)};
}

// Those of kOptionalPositions that the action states.
std::vector<std::string_view> StatedPositions(const DataAction& action) {
  constexpr std::string_view kConfig = "/config";
  constexpr std::string_view kContract = "/contract";
  const auto is_stated = [&](std::string_view position) {
    return position.starts_with(kConfig) ? json::Resolve(action.config, position.substr(kConfig.size())) != nullptr
                                         : json::Resolve(action.contract, position.substr(kContract.size())) != nullptr;
  };
  std::vector<std::string_view> positions;
  std::copy_if(kOptionalPositions.begin(), kOptionalPositions.end(), std::back_inserter(positions), is_stated);
  return positions;
}

void AppendDifferences(std::vector<FieldDifference>& out, std::string_view position, const json::Value& before,
                       const json::Value& after) {
  const json::Value* old_value = json::Resolve(before, position);
  const json::Value* new_value = json::Resolve(after, position);
  if (old_value == nullptr || new_value == nullptr) {
    if (old_value != new_value) out.push_back(MakeDifference(std::string(position), old_value, new_value));
    return;
  }
  for (const json::Difference& difference : json::Diff(*old_value, *new_value)) {
    out.push_back(MakeDifference(Concat(position, difference.pointer), difference.before, difference.after));
  }
}

}  // namespace

std::vector<FieldDifference> Compare(const DataAction& before, const DataAction& after) {
  std::vector<std::string_view> positions{"/name"};
  if (before.category) positions.emplace_back("/category");
  if (before.secure) positions.emplace_back("/secure");
  for (const std::string_view position : StatedPositions(before)) positions.push_back(position);
  const json::Value old_form = Comparable(before);
  const json::Value new_form = Comparable(after);
  std::vector<FieldDifference> differences;
  for (const std::string_view position : positions) AppendDifferences(differences, position, old_form, new_form);
  return differences;
}

std::vector<FieldDifference> CompareRemoved(const DataAction& recorded, const DataAction& desired,
                                            const DataAction& live) {
  const std::vector<std::string_view> still_stated = StatedPositions(desired);
  std::vector<std::string_view> positions = StatedPositions(recorded);
  std::erase_if(positions, [&](std::string_view position) {
    return std::find(still_stated.begin(), still_stated.end(), position) != still_stated.end();
  });
  if (positions.empty()) return {};
  const json::Value recorded_form = Comparable(recorded);
  const json::Value desired_form = Comparable(desired);
  const json::Value live_form = Comparable(live);
  std::vector<FieldDifference> differences;
  for (const std::string_view position : positions) {
    // Where the platform's default is not known, only the recorded value is known not to be it.
    const json::Value* recorded_value = json::Resolve(recorded_form, position);
    const json::Value* live_value = json::Resolve(live_form, position);
    const bool stands =
        recorded_value != nullptr && live_value != nullptr && json::Equivalent(*recorded_value, *live_value);
    if (json::Resolve(desired_form, position) == nullptr && !stands) continue;
    AppendDifferences(differences, position, live_form, desired_form);
  }
  return differences;
}

ReplacementCheck CompareForReplacement(const DataAction& before, const DataAction& after) {
  ReplacementCheck check;
  check.contract_differs = !json::Equivalent(NormaliseContract(before.contract), NormaliseContract(after.contract));
  check.secure_differs = before.secure && after.secure && *before.secure != *after.secure;
  return check;
}

}  // namespace genesys_cfn::definition
