// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "base/text.h"
#include "definition/config_rules.h"
#include "definition/contract_rules.h"
#include "definition/data_action.h"
#include "definition/member_reader.h"
#include "definition/ownership_tag.h"
#include "json/parse.h"

namespace genesys_cfn::definition {
namespace {

constexpr size_t kMaxNameCharacters = 256;

// The definition as an object; nullopt with a problem when it is none.
std::optional<json::Object> ReadDocument(const json::Value& source, std::vector<Problem>& problems) {
  json::Value document = source;
  if (const std::string* text = source.AsString()) {
    Result<json::Value> parsed = json::Parse(*text);
    if (!parsed) {
      problems.push_back(
          {"", Concat("the definition is a string that is not JSON: ", parsed.error().message), Rule::kSyntax});
      return std::nullopt;
    }
    document = *std::move(parsed);
  }
  json::Object* members = document.AsObject();
  if (members == nullptr) {
    problems.push_back({"",
                        Concat("the definition must be an object, or a string of JSON that holds one, not ",
                               TypeWithArticle(document)),
                        Rule::kType});
    return std::nullopt;
  }
  bool too_deep = false;
  for (const auto& [name, value] : *members) {
    if (Depth(value) + 1 <= kMaxDepth) continue;
    MemberReader(*members, "", problems)
        .Report(name, Concat("is nested too deeply: the platform takes ", kMaxDepth, " levels in all"), Rule::kDepth);
    too_deep = true;
  }
  if (too_deep) return std::nullopt;
  return std::move(*members);
}

// A name that is stated, here or by the resource's property, is not blank and not too long.
void CheckName(const MemberReader& reader, std::string_view member, std::string_view name, bool overridden) {
  const std::string_view origin = overridden ? "(from the resource's property) " : "";
  if (Trim(name).empty()) {
    reader.Report(member, Concat(origin, "must not be empty"), Rule::kName);
  } else if (CountCharacters(name) > kMaxNameCharacters) {
    reader.Report(member,
                  Concat(origin, "has ", CountCharacters(name), " characters; the platform takes ", kMaxNameCharacters,
                         " at most"),
                  Rule::kName);
  }
}

void ReadName(const MemberReader& reader, const Overrides& overrides, DataAction& action) {
  const std::optional<std::string> stated = reader.String("name");
  if (overrides.name) {
    action.name = *overrides.name;
  } else if (stated) {
    action.name = StripExportEnding(*stated);
  } else {
    if (reader.Find("name") == nullptr)
      reader.Report("name", "is missing: the data action needs a name", Rule::kMissingMember);
    return;
  }
  CheckName(reader, "name", action.name, overrides.name.has_value());
}

void ReadCategory(const MemberReader& reader, const Overrides& overrides, DataAction& action) {
  action.category = reader.String("category");
  if (overrides.category) action.category = overrides.category;
  if (action.category) CheckName(reader, "category", *action.category, overrides.category.has_value());
}

void CheckActionType(const MemberReader& reader) {
  const std::optional<std::string> type = reader.String("actionType");
  if (!type || *type == "custom") return;
  if (*type == "customAuth") {
    reader.Report("actionType",
                  "is customAuth: the platform makes such an action together with its integration, and it cannot be "
                  "created or deleted by itself; only \"custom\" actions are managed here",
                  Rule::kActionType);
    return;
  }
  reader.Report("actionType", Concat("must be \"custom\", not \"", TruncateUtf8(*type, 40), "\""), Rule::kActionType);
}

void ReadIntegration(const MemberReader& reader, DataAction& action) {
  action.integration_id = reader.String("integrationId");
  if (action.integration_id && Trim(*action.integration_id).empty()) {
    reader.Report("integrationId", "must not be empty; leave it out and state the integration on the resource",
                  Rule::kName);
  }
  action.integration_type = reader.String("integrationType");
}

bool AllDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string StripExportEnding(std::string_view name) {
  constexpr std::string_view kMark = " - Exported ";
  const size_t start = name.rfind(kMark);
  if (start == std::string_view::npos) return std::string(name);
  // "2024-10-11 @ 11:24", and "8:43" in the morning.
  const std::string_view ending = name.substr(start + kMark.size());
  const std::vector<std::string_view> halves = Split(ending, '@');
  if (halves.size() != 2 || !halves[0].ends_with(' ') || !halves[1].starts_with(' ')) return std::string(name);
  const std::vector<std::string_view> date = Split(halves[0].substr(0, halves[0].size() - 1), '-');
  const std::vector<std::string_view> time = Split(halves[1].substr(1), ':');
  const bool is_export = date.size() == 3 && time.size() == 2 && std::all_of(date.begin(), date.end(), AllDigits) &&
                         std::all_of(time.begin(), time.end(), AllDigits) && date[0].size() == 4 &&
                         date[1].size() == 2 && date[2].size() == 2 && time[0].size() <= 2 && time[1].size() == 2;
  return std::string(is_export ? name.substr(0, start) : name);
}

LoadResult Load(const json::Value& source, const Overrides& overrides) {
  LoadResult result;
  const std::optional<json::Object> document = ReadDocument(source, result.problems);
  if (!document) return result;
  const MemberReader reader(*document, "", result.problems);
  reader.RefuseUnknown(kActionMembers);
  DataAction action;
  ReadName(reader, overrides, action);
  ReadCategory(reader, overrides, action);
  CheckActionType(reader);
  ReadIntegration(reader, action);
  action.secure = reader.Boolean("secure");
  if (overrides.secure) action.secure = overrides.secure;
  const json::Object* config = reader.RequiredObject("config", "it holds the request and the response");
  if (config != nullptr) action.config = ReadConfig(*config, result.problems);
  const json::Object* contract = reader.RequiredObject("contract", "it holds the input and the output schema");
  if (contract != nullptr) action.contract = ReadContract(*contract, result.problems);
  if (!result.problems.empty()) return result;
  RemoveTag(action);
  result.action = std::move(action);
  return result;
}

}  // namespace genesys_cfn::definition
