// SPDX-License-Identifier: Apache-2.0
// Stack operations: checked, then begun.
#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/engine_state.h"
#include "emulator/cloudformation/reasons.h"
#include "emulator/cloudformation/stack_checks.h"
#include "json/canonical.h"

namespace genesys_cfn::emulator {
namespace {

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Result<StackInput> InputOf(const cloudformation::Template& source, const StackRequest& request,
                           const StackInput& previous, StoredValues* stored) {
  StackInput input;
  input.template_body = request.use_previous_template ? previous.template_body : request.template_body;
  input.description = source.description;
  input.capabilities = request.capabilities;
  input.tags = request.tags.value_or(previous.tags);
  for (const cloudformation::ParameterDeclaration& parameter : source.parameters) {
    if (parameter.no_echo) input.no_echo.insert(parameter.name);
  }
  TRY(ResolveInput(source, request.parameters, previous, stored, input));
  return input;
}

// The type of a resource cannot change.
Result<void> CheckTypes(const StackState& stack, const PreparedTemplate& prepared) {
  std::vector<std::string> changed;
  for (const auto& [logical_id, declaration] : prepared.active) {
    const auto found = stack.resources.find(logical_id);
    if (found == stack.resources.end() || !found->second.exists()) continue;
    if (found->second.type != declaration->type) changed.push_back(logical_id);
  }
  if (changed.empty()) return {};
  return Invalid(
      Concat("Update of resource type is not permitted. The new template modifies resource type of the "
             "following resources: [",
             Join(changed, ", "), "]"));
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

Result<StackState> Engine::State::LockedNewStack(const StackRequest& request) {
  TRY(CheckStackName(request.stack_name));
  if (existing_.contains(request.stack_name)) {
    return Error{ErrorCode::kConflict, Concat("Stack [", request.stack_name, "] already exists")};
  }
  TRY_ASSIGN(auto source, CheckTemplate(request.template_body, parts_.types, request.capabilities));
  StackState stack;
  StackRecord& record = stack.record;
  TRY_ASSIGN(record.input, InputOf(source, request, {}, parts_.stored_values));
  TRY(CheckCapabilities(source, request.capabilities, parts_.types));
  record.name = request.stack_name;
  record.id = Concat("arn:aws:cloudformation:", options_.identity.region, ":", options_.identity.account, ":stack/",
                     request.stack_name, "/", RandomUuid(parts_.random));
  record.created = parts_.clock.Now();
  record.on_failure = request.on_failure;
  record.termination_protection = request.termination_protection;
  record.role_arn = request.role_arn;
  record.client_request_token = request.client_request_token;
  record.notification_arns = request.notification_arns;
  TRY_ASSIGN(stack.prepared, PrepareTemplate(record, options_.identity, std::move(source), parts_.stored_values));
  return stack;
}

Result<std::string> Engine::State::CreateStack(const StackRequest& request) {
  std::unique_lock lock(mutex_);
  TRY_ASSIGN(StackState fresh, LockedNewStack(request));
  TRY(CheckExpansion(fresh.prepared->source, request.capabilities));
  const std::string id = fresh.record.id;
  StackState& stack = stacks_.emplace(id, std::move(fresh)).first->second;
  const Result<void> begun =
      LockedBegin(stack, [](StackChange& /*change*/, Operation& operation) { operation.BeginCreate(); });
  if (!begun.has_value()) {
    stacks_.erase(id);
    return begun.error();
  }
  existing_[request.stack_name] = id;
  LogDrain(Drain(lock));
  return id;
}

// The stack as it would be read with the new input: for comparison only.
Result<StackState> Engine::State::LockedWanted(const StackState& stack, const StackRequest& request) {
  TRY_ASSIGN(auto source,
             CheckTemplate(request.use_previous_template ? stack.record.input.template_body : request.template_body,
                           parts_.types, request.capabilities));
  StackState wanted;
  wanted.record = stack.record;
  TRY_ASSIGN(wanted.record.input, InputOf(source, request, stack.record.input, parts_.stored_values));
  TRY(CheckCapabilities(source, request.capabilities, parts_.types));
  wanted.resources = stack.resources;
  wanted.masks_attributes = stack.masks_attributes;
  TRY_ASSIGN(wanted.prepared,
             PrepareTemplate(wanted.record, options_.identity, std::move(source), parts_.stored_values));
  TRY(CheckTypes(stack, *wanted.prepared));
  return wanted;
}

bool Engine::State::LockedWouldChange(const StackState& now, const StackState& wanted) {
  if (now.record.input.tags != wanted.record.input.tags) return true;
  const ExportLookup exports = LockedEnvironment().exports;
  size_t present = 0;
  for (const auto& [key, resource] : now.resources) {
    if (resource.exists()) ++present;
  }
  if (present != wanted.prepared->active.size()) return true;
  for (const auto& [logical_id, declaration] : wanted.prepared->active) {
    const auto found = now.resources.find(logical_id);
    if (found == now.resources.end() || !found->second.exists()) return true;
    if (ToString(found->second.status).ends_with("_FAILED")) return true;
    const auto evaluated = EvaluateResource(wanted, logical_id, options_.identity, exports);
    if (!evaluated.has_value()) return true;
    if (!json::Equivalent(evaluated->properties, found->second.state.properties)) return true;
  }
  const auto outputs = EvaluateOutputs(wanted, options_.identity, exports);
  return !outputs.has_value() || outputs->outputs != now.record.outputs;
}

Result<std::string> Engine::State::UpdateStack(const StackRequest& request) {
  std::unique_lock lock(mutex_);
  const StackState* found = LockedFind(request.stack_name);
  if (found == nullptr || found->record.status == StackStatus::kDeleteComplete) {
    return Error{ErrorCode::kNotFound, Concat("Stack [", request.stack_name, "] does not exist")};
  }
  StackState& stack = stacks_.at(found->record.id);
  TRY(CheckUpdatable(stack.record, request.on_failure));
  TRY_ASSIGN(StackState wanted, LockedWanted(stack, request));
  TRY(CheckExpansion(wanted.prepared->source, request.capabilities));
  const auto prepared = wanted.prepared;
  StackInput input = wanted.record.input;
  if (!LockedWouldChange(stack, wanted)) return Invalid(std::string(reasons::kNoUpdates));

  TRY(LockedBegin(stack, [&](StackChange& change, Operation& operation) {
    StackRecord& record = change.Record();
    // A rollback goes back to the last input that was deployed as a whole, if there ever was one.
    const bool was_complete =
        record.status != StackStatus::kCreateFailed && record.status != StackStatus::kUpdateFailed;
    if (was_complete) record.previous = std::move(record.input);
    record.input = std::move(input);
    record.on_failure = request.on_failure;
    record.client_request_token = request.client_request_token;
    if (!request.role_arn.empty()) record.role_arn = request.role_arn;
    if (!request.notification_arns.empty()) record.notification_arns = request.notification_arns;
    change.memory().prepared = prepared;
    operation.BeginUpdate();
  }));
  const std::string id = stack.record.id;
  LogDrain(Drain(lock));
  return id;
}

Result<void> Engine::State::DeleteStack(const DeleteRequest& request) {
  std::unique_lock lock(mutex_);
  TRY(FinishNativeCalls(lock));
  const StackState* found = LockedFind(request.stack_name);
  if (found == nullptr) return {};
  StackState& stack = stacks_.at(found->record.id);
  const StackStatus status = stack.record.status;
  if (status == StackStatus::kDeleteComplete || status == StackStatus::kDeleteInProgress) return {};
  TRY(CheckDeletable(stack.record, request));
  for (const auto& [name, entry] : exports_) {
    if (entry.stack_id != stack.record.id) continue;
    const std::vector<std::string> users = LockedImporters(name, stack.record.id);
    if (!users.empty()) return Invalid(reasons::ExportDeletedInUse(name, users));
  }
  TRY(LockedBegin(stack, [&](StackChange& change, Operation& operation) {
    change.Record().retain_resources = request.retain_resources;
    change.Record().client_request_token = request.client_request_token;
    operation.BeginDelete();
  }));
  LogDrain(Drain(lock));
  return {};
}

Result<StackState*> Engine::State::LockedToRollBack(std::string_view name_or_id, StackStatus needed,
                                                    std::string_view action) {
  const StackState* found = LockedFind(name_or_id);
  if (found == nullptr || found->record.status == StackStatus::kDeleteComplete) {
    return Error{ErrorCode::kNotFound, Concat("Stack [", name_or_id, "] does not exist")};
  }
  if (found->record.status != needed) {
    return Invalid(Concat(action, " cannot be called from current stack status"));
  }
  return &stacks_.at(found->record.id);
}

Result<void> Engine::State::CancelUpdate(std::string_view name_or_id, std::string_view client_request_token) {
  std::unique_lock lock(mutex_);
  TRY(FinishNativeCalls(lock));
  TRY_ASSIGN(StackState* const stack,
             LockedToRollBack(name_or_id, StackStatus::kUpdateInProgress, "CancelUpdateStack"));
  TRY(LockedBegin(*stack, [&](StackChange& change, Operation& operation) {
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
    change.Record().client_request_token = client_request_token;
    change.memory().prepared = prepared;
    operation.BeginContinueRollback({resources_to_skip.begin(), resources_to_skip.end()});
  }));
  LogDrain(Drain(lock));
  return {};
}

}  // namespace genesys_cfn::emulator
