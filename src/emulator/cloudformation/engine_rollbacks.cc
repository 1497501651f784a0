// SPDX-License-Identifier: Apache-2.0
// Rollbacks that somebody asks for.
#include "base/text.h"
#include "emulator/cloudformation/engine_state.h"
#include "emulator/cloudformation/stack_checks.h"

namespace genesys_cfn::emulator {
namespace {

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<void> CheckSkippable(const StackState& stack, const std::vector<std::string>& logical_ids) {
  std::vector<std::string> refused;
  for (const std::string& logical_id : logical_ids) {
    const auto found = stack.resources.find(logical_id);
    const bool skippable = found != stack.resources.end() && !found->second.superseded &&
                           found->second.status == ResourceStatus::kUpdateFailed;
    if (!skippable) refused.push_back(logical_id);
  }
  if (refused.empty()) return {};
  return Invalid(Concat("ResourcesToSkip may name only resources of the stack ", stack.record.name,
                        " that are in the UPDATE_FAILED state. These are not: [", Join(refused, ", "), "]"));
}

}  // namespace

Result<StackState*> Engine::State::LockedToRollBack(std::string_view name_or_id, StackStatus needed,
                                                    std::string_view action) {
  TRY_ASSIGN(StackState* const stack, LockedNeed(name_or_id));
  if (stack->record.status == needed) return stack;
  return Invalid(Concat(action, " cannot be called from current stack status"));
}

Result<void> Engine::State::CancelUpdate(std::string_view name_or_id, std::string_view client_request_token) {
  std::unique_lock lock(mutex_);
  TRY(FinishNativeCalls(lock));
  TRY_ASSIGN(StackState* const stack,
             LockedToRollBack(name_or_id, StackStatus::kUpdateInProgress, "CancelUpdateStack"));
  TRY(LockedBegin(*stack, [&](StackChange& change, Operation& operation) {
    change.Record().operation = StackOperation::kRollBack;
    change.Record().client_request_token = client_request_token;
    operation.BeginCancelUpdate();
  }));
  LogDrain(Drain(lock));
  return {};
}

Result<void> Engine::State::ContinueUpdateRollback(std::string_view name_or_id,
                                                   const std::vector<std::string>& resources_to_skip,
                                                   std::string_view client_request_token) {
  std::unique_lock lock(mutex_);
  // The service's own name for this operation.
  TRY_ASSIGN(StackState* const stack,
             LockedToRollBack(name_or_id, StackStatus::kUpdateRollbackFailed, "RollbackUpdatedStack"));
  TRY(CheckSkippable(*stack, resources_to_skip));
  TRY_ASSIGN(const auto prepared, PrepareTemplate(stack->record, options_.identity, parts_.stored_values));
  TRY(LockedBegin(*stack, [&](StackChange& change, Operation& operation) {
    change.Record().operation = StackOperation::kRollBack;
    change.Record().client_request_token = client_request_token;
    change.memory().prepared = prepared;
    operation.BeginContinueRollback({resources_to_skip.begin(), resources_to_skip.end()});
  }));
  LogDrain(Drain(lock));
  return {};
}

Result<std::string> Engine::State::RollBackStack(const RollbackRequest& request) {
  std::unique_lock lock(mutex_);
  TRY_ASSIGN(StackState* const stack, LockedNeed(request.stack_name));
  TRY_ASSIGN(const bool is_repeated,
             IsRepeated(stack->record, StackOperation::kRollBack, request.client_request_token));
  const std::string id = stack->record.id;
  if (is_repeated) return id;
  const StackStatus status = stack->record.status;
  if (status != StackStatus::kCreateFailed && status != StackStatus::kUpdateFailed) {
    return Invalid("RollbackStack cannot be called from current stack status");
  }
  TRY(LockedBegin(*stack, [&](StackChange& change, Operation& operation) {
    StackRecord& record = change.Record();
    record.operation = StackOperation::kRollBack;
    record.client_request_token = request.client_request_token;
    record.retain_except_on_create = request.retain_except_on_create;
    MakeObsolete(change.AllChangeSets());
    operation.BeginRollBack();
  }));
  LogDrain(Drain(lock));
  return id;
}

}  // namespace genesys_cfn::emulator
