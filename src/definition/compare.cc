// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"
#include "definition/mask_credentials.h"
#include "definition/normalise.h"
#include "json/canonical.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::definition {
namespace {

constexpr size_t kShownBytes = 80;
constexpr std::string_view kRequest = "/config/request/";
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

ShownSides ShowAll(const json::Value* before, const json::Value* after) {
  ShownSides shown{before == nullptr ? "(none)" : json::Write(*before),
                   after == nullptr ? "(none)" : json::Write(*after), 0};
  const auto end =
      std::mismatch(shown.before.begin(), shown.before.end(), shown.after.begin(), shown.after.end()).first;
  shown.differs_at = static_cast<size_t>(end - shown.before.begin());
  return shown;
}

FieldDifference MakeDifference(const std::string& pointer, const json::Value* before, const json::Value* after) {
  if (pointer.starts_with(kHeaders)) {
    const auto masked = [](const json::Value* value) { return value == nullptr ? "(none)" : "***"; };
    return {FieldName(pointer), masked(before), masked(after)};
  }
  ShownSides shown = pointer.starts_with(kRequest) ? ShowMasked("", before, after) : ShowAll(before, after);
  return {FieldName(pointer), Shorten(shown.before, shown.differs_at), Shorten(shown.after, shown.differs_at)};
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

void AppendDifferences(std::vector<json::Difference>& out, std::string_view position, const json::Value& before,
                       const json::Value& after) {
  const json::Value* old_value = json::Resolve(before, position);
  const json::Value* new_value = json::Resolve(after, position);
  if (old_value == nullptr || new_value == nullptr) {
    if (old_value != new_value) out.push_back({std::string(position), old_value, new_value});
    return;
  }
  for (const json::Difference& difference : json::Diff(*old_value, *new_value)) {
    out.push_back({Concat(position, difference.pointer), difference.before, difference.after});
  }
}

// At what `before` states. The values live in the two forms, which are Comparable's.
std::vector<json::Difference> Differences(const DataAction& before, const json::Value& old_form,
                                          const json::Value& new_form) {
  std::vector<std::string_view> positions{"/name"};
  if (before.category) positions.emplace_back("/category");
  if (before.secure) positions.emplace_back("/secure");
  for (const std::string_view position : StatedPositions(before)) positions.push_back(position);
  std::vector<json::Difference> differences;
  for (const std::string_view position : positions) AppendDifferences(differences, position, old_form, new_form);
  return differences;
}

json::Value AsStated(const DataAction& action) {
  json::Object out{{"name", action.name}};
  if (action.category) out.Append("category", *action.category);
  if (action.secure) out.Append("secure", *action.secure);
  out.Append("config", action.config);
  out.Append("contract", action.contract);
  return out;
}

// The pointer, cut at the first list on its way.
std::string UpToList(const json::Value& document, const std::string& pointer) {
  for (size_t end = pointer.find('/', 1); end != std::string::npos; end = pointer.find('/', end + 1)) {
    const json::Value* value = json::Resolve(document, pointer.substr(0, end));
    if (value != nullptr && value->is_array()) return pointer.substr(0, end);
  }
  return pointer;
}

}  // namespace

std::vector<FieldDifference> Compare(const DataAction& before, const DataAction& after) {
  const json::Value old_form = Comparable(before);
  const json::Value new_form = Comparable(after);
  std::vector<FieldDifference> differences;
  for (const json::Difference& difference : Differences(before, old_form, new_form)) {
    differences.push_back(MakeDifference(difference.pointer, difference.before, difference.after));
  }
  return differences;
}

std::vector<ValueDifference> CompareValues(const DataAction& before, const DataAction& after) {
  const json::Value old_form = Comparable(before);
  const json::Value new_form = Comparable(after);
  const json::Value old_stated = AsStated(before);
  const json::Value new_stated = AsStated(after);
  const auto value_at = [](const json::Value& stated, const std::string& pointer, const json::Value* compared) {
    const json::Value* value = json::Resolve(stated, pointer);
    if (value == nullptr) value = compared;
    return value == nullptr ? std::nullopt : std::optional(*value);
  };
  std::vector<ValueDifference> differences;
  for (const json::Difference& difference : Differences(before, old_form, new_form)) {
    const std::string pointer = UpToList(old_form, difference.pointer);
    if (!differences.empty() && differences.back().pointer == pointer) continue;
    differences.push_back(
        {pointer, value_at(old_stated, pointer, difference.before), value_at(new_stated, pointer, difference.after)});
  }
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
  std::vector<json::Difference> differences;
  for (const std::string_view position : positions) {
    // Where the platform's default is not known, only the recorded value is known not to be it.
    const json::Value* recorded_value = json::Resolve(recorded_form, position);
    const json::Value* live_value = json::Resolve(live_form, position);
    const bool stands =
        recorded_value != nullptr && live_value != nullptr && json::Equivalent(*recorded_value, *live_value);
    if (json::Resolve(desired_form, position) == nullptr && !stands) continue;
    AppendDifferences(differences, position, live_form, desired_form);
  }
  std::vector<FieldDifference> shown;
  for (const json::Difference& difference : differences) {
    shown.push_back(MakeDifference(difference.pointer, difference.before, difference.after));
  }
  return shown;
}

ReplacementCheck CompareForReplacement(const DataAction& before, const DataAction& after) {
  ReplacementCheck check;
  check.contract_differs = !json::Equivalent(NormaliseContract(before.contract), NormaliseContract(after.contract));
  check.secure_differs = before.secure && after.secure && *before.secure != *after.secure;
  return check;
}

}  // namespace genesys_cfn::definition
