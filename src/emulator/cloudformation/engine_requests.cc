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

}  // namespace

Result<StackState> Engine::State::LockedNewStack(const StackRequest& request) {
  TRY(CheckStackName(request.stack_name));
  TRY_ASSIGN(auto source, CheckTemplate(request.template_body, parts_.types, request.capabilities));
  StackState stack;
  StackRecord& record = stack.record;
  TRY_ASSIGN(record.input, InputOf(source, request, {}, parts_.stored_values));
  TRY(CheckCapabilities(source, request.capabilities, parts_.types));
  record.name = request.stack_name;
  record.id = Concat("arn:aws:cloudformation:", options_.identity.region, ":", options_.identity.account, ":stack/",
                     request.stack_name, "/", RandomUuid(parts_.random));
  record.created = parts_.clock.Now();
  record.termination_protection = request.termination_protection;
  if (request.timeout.has_value()) {
    record.timeout_minutes = static_cast<int>(request.timeout->count());
    record.creation_due = record.created + *request.timeout;
  }
  SetTerms(record, {request.on_failure, request.retain_except_on_create, request.role_arn, request.notification_arns,
                    "", StackOperation::kCreate, request.client_request_token});
  TRY_ASSIGN(stack.prepared, PrepareTemplate(record, options_.identity, std::move(source), parts_.stored_values));
  return stack;
}

Result<StackState*> Engine::State::LockedAddStack(StackState fresh,
                                                  const std::function<void(StackChange&, Operation&)>& action) {
  const std::string id = fresh.record.id;
  StackState& stack = stacks_.emplace(id, std::move(fresh)).first->second;
  const Result<void> begun = LockedBegin(stack, action);
  if (!begun.has_value()) {
    stacks_.erase(id);
    return begun.error();
  }
  existing_[stack.record.name] = id;
  return &stack;
}

Result<std::string> Engine::State::CreateStack(const StackRequest& request) {
  std::unique_lock lock(mutex_);
  const auto found = existing_.find(request.stack_name);
  if (found != existing_.end()) {
    const StackRecord& record = stacks_.at(found->second).record;
    const auto is_repeated = IsRepeated(record, StackOperation::kCreate, request.client_request_token);
    if (is_repeated.has_value() && *is_repeated) return record.id;
    return Error{ErrorCode::kConflict, Concat("Stack [", request.stack_name, "] already exists")};
  }
  TRY_ASSIGN(StackState fresh, LockedNewStack(request));
  TRY(CheckExpansion(fresh.prepared->source, request.capabilities));
  const std::string id = fresh.record.id;
  TRY(LockedAddStack(std::move(fresh), [](StackChange& /*change*/, Operation& operation) { operation.BeginCreate(); }));
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

StackPreview Engine::State::LockedPreview(const StackState& now, const StackState& wanted) {
  const ExportLookup exports = LockedEnvironment().exports;
  return PreviewUpdate(now, wanted, {options_.identity, exports, parts_.types, parts_.stored_values});
}

void Engine::State::SetTerms(StackRecord& record, const Terms& terms) {
  record.on_failure = terms.on_failure;
  record.retain_except_on_create = terms.retain_except_on_create;
  if (!terms.role_arn.empty()) record.role_arn = terms.role_arn;
  if (!terms.notification_arns.empty()) record.notification_arns = terms.notification_arns;
  if (!terms.change_set_id.empty()) record.change_set_id = terms.change_set_id;
  record.operation = terms.operation;
  record.client_request_token = terms.client_request_token;
}

Result<void> Engine::State::LockedStartUpdate(StackState& stack, const StackState& wanted, const Terms& terms) {
  return LockedBegin(stack, [&](StackChange& change, Operation& operation) {
    StackRecord& record = change.Record();
    // A rollback goes back to the last input that was deployed as a whole, if there ever was one.
    const bool was_complete =
        record.status != StackStatus::kCreateFailed && record.status != StackStatus::kUpdateFailed;
    if (was_complete) record.previous = std::move(record.input);
    record.input = wanted.record.input;
    SetTerms(record, terms);
    terms.change_set_id.empty() ? MakeObsolete(change.AllChangeSets()) : change.AllChangeSets().clear();
    change.memory().prepared = wanted.prepared;
    operation.BeginUpdate();
  });
}

Result<StackState*> Engine::State::LockedNeed(std::string_view name_or_id) {
  const StackState* found = LockedFind(name_or_id);
  if (found == nullptr || found->record.status == StackStatus::kDeleteComplete) {
    return Error{ErrorCode::kNotFound, Concat("Stack [", name_or_id, "] does not exist")};
  }
  return &stacks_.at(found->record.id);
}

Result<std::string> Engine::State::UpdateStack(const StackRequest& request) {
  std::unique_lock lock(mutex_);
  TRY_ASSIGN(StackState* const stack, LockedNeed(request.stack_name));
  TRY_ASSIGN(const bool is_repeated, IsRepeated(stack->record, StackOperation::kUpdate, request.client_request_token));
  if (is_repeated) return stack->record.id;
  TRY(CheckUpdatable(stack->record, request.on_failure));
  TRY_ASSIGN(const StackState wanted, LockedWanted(*stack, request));
  TRY(CheckExpansion(wanted.prepared->source, request.capabilities));
  if (!LockedPreview(*stack, wanted).any()) return Invalid(std::string(reasons::kNoUpdates));
  TRY(LockedStartUpdate(*stack, wanted,
                        {request.on_failure, request.retain_except_on_create, request.role_arn,
                         request.notification_arns, "", StackOperation::kUpdate, request.client_request_token}));
  const std::string id = stack->record.id;
  LogDrain(Drain(lock));
  return id;
}

Result<std::string> Engine::State::SetTerminationProtection(std::string_view name_or_id, bool is_protected) {
  const std::unique_lock lock(mutex_);
  TRY_ASSIGN(StackState* const stack, LockedNeed(name_or_id));
  TRY(LockedBegin(*stack, [is_protected](StackChange& change, Operation& /*operation*/) {
    change.Record().termination_protection = is_protected;
  }));
  return stack->record.id;
}

Result<void> Engine::State::DeleteStack(const DeleteRequest& request) {
  std::unique_lock lock(mutex_);
  TRY(FinishNativeCalls(lock));
  const StackState* found = LockedFind(request.stack_name);
  if (found == nullptr) return {};
  StackState& stack = stacks_.at(found->record.id);
  const StackStatus status = stack.record.status;
  if (status == StackStatus::kDeleteComplete || status == StackStatus::kDeleteInProgress) return {};
  TRY_ASSIGN(const bool is_repeated, IsRepeated(stack.record, StackOperation::kDelete, request.client_request_token));
  if (is_repeated) return {};
  TRY(CheckDeletable(stack.record, request));
  for (const auto& [name, entry] : exports_) {
    if (entry.stack_id != stack.record.id) continue;
    const std::vector<std::string> users = LockedImporters(name, stack.record.id);
    if (!users.empty()) return Invalid(reasons::ExportDeletedInUse(name, users));
  }
  TRY(LockedBegin(stack, [&](StackChange& change, Operation& operation) {
    StackRecord& record = change.Record();
    record.retain_resources = request.retain_resources;
    record.force_delete = request.force;
    record.operation = StackOperation::kDelete;
    record.client_request_token = request.client_request_token;
    change.AllChangeSets().clear();
    operation.BeginDelete();
  }));
  LogDrain(Drain(lock));
  return {};
}

}  // namespace genesys_cfn::emulator
