// SPDX-License-Identifier: Apache-2.0
// Actions that change stacks.
#include <array>

#include "emulator/cloudformation/query_call.h"
#include "emulator/cloudformation/query_input.h"

namespace genesys_cfn::emulator {
namespace {

Result<void> CreateStack(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY_ASSIGN(const StackRequest request, StackRequestOf(call));
  TRY_ASSIGN(const std::string id, call.engine.CreateStack(request));
  call.xml.Element("StackId", id);
  return {};
}

Result<void> UpdateStack(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY_ASSIGN(const StackRequest request, StackRequestOf(call));
  TRY_ASSIGN(const std::string id, call.engine.UpdateStack(request));
  call.xml.Element("StackId", id);
  return {};
}

Result<void> DeleteStack(Call& call) {
  TRY(NeedMember(call, "StackName"));
  DeleteRequest request{call.stack(), call.query.List("RetainResources"), "", false};
  TRY_ASSIGN(request.client_request_token, TokenOf(call));
  const std::string mode = call.query.Text("DeletionMode");
  if (!mode.empty() && mode != "STANDARD" && mode != "FORCE_DELETE_STACK") {
    return InvalidRequest(Concat("1 validation error detected: Value '", TruncateUtf8(mode, 100),
                                 "' at 'deletionMode' failed to satisfy constraint: Member must satisfy enum value "
                                 "set: [STANDARD, FORCE_DELETE_STACK]"));
  }
  request.force = mode == "FORCE_DELETE_STACK";
  return call.engine.DeleteStack(request);
}

Result<void> CancelUpdateStack(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY_ASSIGN(const std::string token, TokenOf(call));
  return call.engine.CancelUpdate(call.stack(), token);
}

Result<void> ContinueUpdateRollback(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY_ASSIGN(const std::string token, TokenOf(call));
  return call.engine.ContinueUpdateRollback(call.stack(), call.query.List("ResourcesToSkip"), token);
}

Result<void> RollbackStack(Call& call) {
  TRY(NeedMember(call, "StackName"));
  RollbackRequest request{call.stack(), false, ""};
  TRY_ASSIGN(request.retain_except_on_create, call.query.Flag("RetainExceptOnCreate"));
  TRY_ASSIGN(request.client_request_token, TokenOf(call));
  TRY_ASSIGN(const std::string id, call.engine.RollBackStack(request));
  call.xml.Element("StackId", id);
  return {};
}

Result<void> UpdateTerminationProtection(Call& call) {
  TRY(NeedMember(call, "StackName"));
  TRY(NeedMember(call, "EnableTerminationProtection"));
  TRY_ASSIGN(const bool is_protected, call.query.Flag("EnableTerminationProtection"));
  TRY_ASSIGN(const std::string id, call.engine.SetTerminationProtection(call.stack(), is_protected));
  call.xml.Element("StackId", id);
  return {};
}

constexpr std::array<Action, 7> kActions{{
    {.name = "CreateStack", .perform = CreateStack, .conflict = "AlreadyExistsException"},
    {.name = "UpdateStack", .perform = UpdateStack},
    {.name = "DeleteStack", .perform = DeleteStack, .has_result = false},
    {.name = "CancelUpdateStack", .perform = CancelUpdateStack, .has_result = false},
    {.name = "ContinueUpdateRollback", .perform = ContinueUpdateRollback},
    {.name = "RollbackStack", .perform = RollbackStack},
    {.name = "UpdateTerminationProtection", .perform = UpdateTerminationProtection},
}};

}  // namespace

std::span<const Action> StackActions() {
  return kActions;
}

}  // namespace genesys_cfn::emulator
