// SPDX-License-Identifier: Apache-2.0
// Actions about templates.
#include <array>

#include "emulator/cloudformation/query_answers.h"
#include "emulator/cloudformation/query_call.h"
#include "emulator/cloudformation/query_input.h"
#include "emulator/cloudformation/stack_checks.h"

namespace genesys_cfn::emulator {
namespace {

Result<std::string> BodyOf(const Call& call) {
  const std::string change_set = call.query.Text("ChangeSetName");
  if (!change_set.empty()) {
    TRY_ASSIGN(const auto record, call.engine.DescribeChangeSet(change_set, call.stack()));
    return record->input.template_body;
  }
  TRY(NeedMember(call, "StackName"));
  auto body = call.engine.GetTemplate(call.stack());
  if (body.has_value() || body.error().code != ErrorCode::kNotFound) return body;
  return InvalidRequest(Concat("Stack [", call.stack(), "] does not exist"));  // and no change set was asked for
}

Result<void> GetTemplate(Call& call) {
  TRY_ASSIGN(const std::string body, BodyOf(call));
  call.xml.Element("TemplateBody", body);
  call.xml.Open("StagesAvailable").Element("member", "Original").Element("member", "Processed").Close();
  return {};
}

Result<void> ValidateTemplate(Call& call) {
  TRY_ASSIGN(const std::string body, TemplateTextOf(call, TemplateNeed::kRequired));
  TRY_ASSIGN(const auto source, CheckTemplate(body, call.types));
  WriteValidation(call.xml, source, RequirementsOf(source, call.types));
  return {};
}

Result<std::string> SummarisedTemplate(const Call& call) {
  TRY_ASSIGN(std::string body, TemplateTextOf(call, TemplateNeed::kOptional));
  if (!body.empty() && !call.stack().empty()) {
    return InvalidRequest("Only one of StackName, TemplateBody and TemplateURL may be specified.");
  }
  if (!body.empty()) return body;
  if (call.stack().empty()) return InvalidRequest("One of StackName, TemplateBody and TemplateURL must be specified.");
  TRY_ASSIGN(const StackDescription stack, call.engine.DescribeStack(call.stack()));
  if (stack.status == StackStatus::kReviewInProgress) {
    return InvalidRequest("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
  }
  return call.engine.GetTemplate(stack.id);
}

Result<void> GetTemplateSummary(Call& call) {
  TRY_ASSIGN(const std::string body, SummarisedTemplate(call));
  // What is deployed may have been deployed with stand-ins.
  const std::vector<std::string> allowed{std::string(kAllowUnsupported)};
  TRY_ASSIGN(const auto source,
             CheckTemplate(body, call.types, call.stack().empty() ? std::vector<std::string>() : allowed));
  WriteSummary(call.xml, source, RequirementsOf(source, call.types));
  return {};
}

constexpr std::array<Action, 3> kActions{{
    {.name = "GetTemplate", .perform = GetTemplate, .not_found = "ChangeSetNotFound"},
    {.name = "ValidateTemplate", .perform = ValidateTemplate},
    {.name = "GetTemplateSummary", .perform = GetTemplateSummary},
}};

}  // namespace

std::span<const Action> TemplateActions() {
  return kActions;
}

}  // namespace genesys_cfn::emulator
