// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/draft_validation.h"

#include <string>
#include <variant>

#include "action_runtime/json_path.h"
#include "action_runtime/text_position.h"
#include "action_runtime/velocity_parser.h"
#include "base/text.h"
#include "emulator/genesys/contract_rules.h"
#include "emulator/genesys/integrations_api.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

json::Value ParseStored(const std::string& text) {
  auto value = json::Parse(text);
  if (!value.has_value()) throw DatabaseError("a stored draft is no longer JSON");
  return std::move(value).value();
}

// What a parser of action_runtime says of `text`; nullopt when it can read it.
template <typename Parsed>
std::optional<ApiFailure> ProblemOf(const std::string& text,
                                    const std::variant<Parsed, action_runtime::TextError>& parsed, std::string field) {
  const auto* const error = std::get_if<action_runtime::TextError>(&parsed);
  if (error == nullptr) return std::nullopt;
  return InvalidField(std::move(field), action_runtime::Describe(text, *error));
}

std::optional<ApiFailure> CheckTemplate(const std::string& text, std::string field) {
  return ProblemOf(text, action_runtime::ParseVelocity(text), std::move(field));
}

std::optional<ApiFailure> CheckPath(const std::string& text, std::string field) {
  return ProblemOf(text, action_runtime::ParseJsonPath(text), std::move(field));
}

}  // namespace

std::vector<ApiFailure> ValidateDraft(const ActionRecord& draft, std::string_view integration_type) {
  std::vector<ApiFailure> problems;
  const auto add = [&](std::optional<ApiFailure> problem) {
    if (problem.has_value()) problems.push_back(*std::move(problem));
  };
  add(CheckInputSchema(ParseStored(draft.input_schema)));
  add(CheckSuccessSchema(ParseStored(draft.success_schema)));
  const json::Value config = ParseStored(draft.config);
  const json::Value& request = *config.Find("request");
  const json::Value& response = *config.Find("response");
  for (const char* const member : {"requestUrlTemplate", "requestType"}) {
    if (integration_type == kFunctionIntegrationType) break;
    const std::string text = request.FindString(member).value_or("");
    if (Trim(text).empty()) add(InvalidField(Concat("config.request.", member), "is required"));
  }
  add(CheckTemplate(request.FindString("requestUrlTemplate").value_or(""), "config.request.requestUrlTemplate"));
  for (const auto& [name, value] : *request.Find("headers")->AsObject()) {
    add(CheckTemplate(*value.AsString(), Concat("config.request.headers.", name)));
  }
  add(CheckTemplate(*request.Find("requestTemplate")->AsString(), "config.request.requestTemplate"));
  for (const auto& [name, value] : *response.Find("translationMap")->AsObject()) {
    add(CheckPath(*value.AsString(), Concat("config.response.translationMap.", name)));
  }
  add(CheckTemplate(*response.Find("successTemplate")->AsString(), "config.response.successTemplate"));
  return problems;
}

}  // namespace genesys_cfn::emulator
