// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/draft_validation.h"

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

}  // namespace

std::vector<ApiFailure> ValidateDraft(const ActionRecord& draft, std::string_view integration_type) {
  std::vector<ApiFailure> problems;
  const auto add = [&](std::optional<ApiFailure> problem) {
    if (problem.has_value()) problems.push_back(*std::move(problem));
  };
  add(CheckInputSchema(ParseStored(draft.input_schema)));
  add(CheckSuccessSchema(ParseStored(draft.success_schema)));
  if (integration_type == kFunctionIntegrationType) return problems;
  const json::Value config = ParseStored(draft.config);
  for (const char* const member : {"requestUrlTemplate", "requestType"}) {
    const std::string text = config.Find("request")->FindString(member).value_or("");
    if (Trim(text).empty()) add(InvalidField(Concat("config.request.", member), "is required"));
  }
  return problems;
}

}  // namespace genesys_cfn::emulator
