// SPDX-License-Identifier: Apache-2.0
// Change sets: made, executed, deleted.
#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/engine_state.h"
#include "emulator/cloudformation/reasons.h"
#include "emulator/cloudformation/stack_checks.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kArnMark = ":changeSet/";

Error Invalid(std::string message) {
  return Error{ErrorCode::kInvalidInput, std::move(message)};
}

Error NoChangeSet(std::string_view change_set) {
  return Error{ErrorCode::kNotFound, Concat("ChangeSet [", change_set, "] does not exist")};
}

bool IsArn(std::string_view change_set) {
  return change_set.starts_with("arn:") && change_set.find(kArnMark) != std::string_view::npos;
}

std::shared_ptr<const ChangeSetRecord> FindNamed(const StackState& stack, std::string_view name) {
  const auto found = std::find_if(stack.change_sets.begin(), stack.change_sets.end(),
                                  [name](const auto& entry) { return entry.second->name == name; });
  return found == stack.change_sets.end() ? nullptr : found->second;
}

// What was not found is a change set's affair only when the change set itself was looked for.
template <typename T>
Result<T> AsValidationError(Result<T> result) {
  if (result.has_value() || result.error().code != ErrorCode::kNotFound) return result;
  return Invalid(result.error().message);
}

void Judge(ChangeSetRecord& record, const StackPreview& preview) {
  if (preview.any() && preview.problem.empty()) return;
  record.status = ChangeSetStatus::kFailed;
  record.execution_status = ExecutionStatus::kUnavailable;
  record.status_reason = preview.any() ? preview.problem : std::string(reasons::kNoChanges);
}

void Keep(StackChange& change, const ChangeSetRecord& record) {
  change.AllChangeSets()[record.id] = std::make_shared<const ChangeSetRecord>(record);
}

Result<void> CheckExecutable(const ChangeSetRecord& record) {
  if (record.status == ChangeSetStatus::kFailed) {
    return Error{ErrorCode::kConflict,
                 Concat("ChangeSet [", record.id, "] cannot be executed in its current status of [FAILED]")};
  }
  if (record.execution_status == ExecutionStatus::kAvailable) return {};
  return Error{ErrorCode::kConflict, Concat("ChangeSet [", record.id,
                                            "] cannot be executed in its current execution "
                                            "status of [",
                                            ToString(record.execution_status), "]")};
}

}  // namespace

Result<Engine::State::ChangeSet> Engine::State::LockedFindChangeSet(std::string_view change_set,
                                                                    std::string_view stack_name) const {
  if (IsArn(change_set)) {
    for (const auto& [id, stack] : stacks_) {
      const auto found = stack.change_sets.find(std::string(change_set));
      if (found != stack.change_sets.end()) return found->second;
    }
    return NoChangeSet(change_set);
  }
  if (stack_name.empty()) return Invalid("StackName must be specified if ChangeSetName is not specified as an ARN.");
  const StackState* stack = LockedFind(stack_name);
  if (stack == nullptr) return Invalid(Concat("Stack [", stack_name, "] does not exist"));
  ChangeSet found = FindNamed(*stack, change_set);
  if (found == nullptr) return NoChangeSet(change_set);
  return found;
}

ChangeSetRecord Engine::State::LockedChangeSetOf(const StackState& stack, const StackState& wanted,
                                                 const ChangeSetRequest& request) {
  const StackPreview preview = LockedPreview(stack, wanted);
  ChangeSetRecord record;
  record.id = Concat("arn:aws:cloudformation:", options_.identity.region, ":", options_.identity.account, kArnMark,
                     request.name, "/", RandomUuid(parts_.random));
  record.name = request.name;
  record.description = request.description;
  record.stack_id = stack.record.id;
  record.stack_name = stack.record.name;
  record.type = request.type;
  record.created = parts_.clock.Now();
  record.client_token = request.client_token;
  record.input = wanted.record.input;
  record.on_failure = request.stack.on_failure;
  record.role_arn = request.stack.role_arn;
  record.notification_arns = request.stack.notification_arns;
  record.changes = preview.resources;
  Judge(record, preview);
  return record;
}

Result<ChangeSetIds> Engine::State::CreateChangeSet(const ChangeSetRequest& request) {
  const std::unique_lock lock(mutex_);
  TRY(CheckChangeSetName(request.name));
  const bool creates = request.type == ChangeSetType::kCreate;
  const StackState* found = LockedFind(request.stack.stack_name);
  const bool exists = found != nullptr && found->record.status != StackStatus::kDeleteComplete;
  if (!exists && !creates) return Invalid(Concat("Stack [", request.stack.stack_name, "] does not exist"));
  if (exists) {
    const ChangeSet same_name = FindNamed(*found, request.name);
    const bool is_repeated =
        same_name != nullptr && !request.client_token.empty() && same_name->client_token == request.client_token;
    if (is_repeated) return ChangeSetIds{same_name->id, same_name->stack_id};
    if (creates && found->record.status != StackStatus::kReviewInProgress) {
      return Invalid(Concat("Stack [", request.stack.stack_name,
                            "] already exists and cannot be created again with the changeSet [", request.name, "]."));
    }
    if (same_name != nullptr) {
      return Error{ErrorCode::kConflict, Concat("ChangeSet [", request.name, "] already exists")};
    }
    // Whether it rolls back is said when it is executed.
    if (!creates) TRY(CheckUpdatable(found->record, OnFailure::kDoNothing));
    TRY_ASSIGN(const StackState wanted, LockedWanted(*found, request.stack));
    const ChangeSetRecord record = LockedChangeSetOf(*found, wanted, request);
    TRY(LockedBegin(stacks_.at(record.stack_id),
                    [&record](StackChange& change, Operation& /*operation*/) { Keep(change, record); }));
    return ChangeSetIds{record.id, record.stack_id};
  }
  TRY_ASSIGN(StackState wanted, LockedNewStack(request.stack));
  StackState review;
  review.record = wanted.record;
  review.record.input = StackInput();
  const ChangeSetRecord record = LockedChangeSetOf(review, wanted, request);
  review.record.input.tags = wanted.record.input.tags;
  TRY(LockedAddStack(std::move(review), [&record](StackChange& change, Operation& operation) {
    operation.BeginReview();
    Keep(change, record);
  }));
  return ChangeSetIds{record.id, record.stack_id};
}

Result<void> Engine::State::ExecuteChangeSet(const ExecuteRequest& request) {
  std::unique_lock lock(mutex_);
  const auto found = LockedFindChangeSet(request.change_set, request.stack_name);
  if (!found.has_value()) {
    // The request once more, whose change set is gone.
    const StackState* stack = LockedFind(request.stack_name);
    const bool is_repeated = stack != nullptr && stack->record.operation == StackOperation::kExecute &&
                             !request.client_request_token.empty() &&
                             stack->record.client_request_token == request.client_request_token;
    if (is_repeated) return {};
    return found.error();
  }
  const ChangeSetRecord& record = **found;
  TRY(CheckExecutable(record));
  StackState& stack = stacks_.at(record.stack_id);
  Terms terms{
      record.on_failure,        request.retain_except_on_create, record.role_arn, record.notification_arns, record.id,
      StackOperation::kExecute, request.client_request_token};
  if (request.disable_rollback.value_or(false)) terms.on_failure = OnFailure::kDoNothing;
  if (record.type == ChangeSetType::kUpdate) TRY(CheckUpdatable(stack.record, terms.on_failure));
  StackState wanted;
  wanted.record = stack.record;
  wanted.record.input = record.input;
  TRY_ASSIGN(wanted.prepared, PrepareTemplate(wanted.record, options_.identity, parts_.stored_values));
  if (record.type == ChangeSetType::kUpdate) {
    TRY(LockedStartUpdate(stack, wanted, terms));
  } else {
    TRY(LockedBegin(stack, [&](StackChange& change, Operation& operation) {
      change.Record().input = wanted.record.input;
      SetTerms(change.Record(), terms);
      change.AllChangeSets().clear();
      change.memory().prepared = wanted.prepared;
      operation.BeginCreate();
    }));
  }
  LogDrain(Drain(lock));
  return {};
}

Result<void> Engine::State::DeleteChangeSet(std::string_view change_set, std::string_view stack_name) {
  const std::unique_lock lock(mutex_);
  const auto found = LockedFindChangeSet(change_set, stack_name);
  if (!found.has_value() && found.error().code == ErrorCode::kNotFound && !IsArn(change_set)) return {};
  if (!found.has_value()) return found.error();
  const std::string id = (*found)->id;
  return LockedBegin(stacks_.at((*found)->stack_id),
                     [&id](StackChange& change, Operation& /*operation*/) { change.AllChangeSets().erase(id); });
}

Result<ChangeSetIds> Engine::CreateChangeSet(const ChangeSetRequest& request) {
  return AsValidationError(state_->CreateChangeSet(request));
}
Result<void> Engine::ExecuteChangeSet(const ExecuteRequest& request) {
  return state_->ExecuteChangeSet(request);
}
Result<void> Engine::DeleteChangeSet(std::string_view change_set, std::string_view stack) {
  return state_->DeleteChangeSet(change_set, stack);
}

Result<std::shared_ptr<const ChangeSetRecord>> Engine::DescribeChangeSet(std::string_view change_set,
                                                                         std::string_view stack) const {
  const std::lock_guard lock(state_->mutex_);
  return state_->LockedFindChangeSet(change_set, stack);
}

Result<std::vector<std::shared_ptr<const ChangeSetRecord>>> Engine::ListChangeSets(std::string_view stack) const {
  const std::lock_guard lock(state_->mutex_);
  const StackState* found = state_->LockedFind(stack);
  if (found == nullptr) return Invalid(Concat("Stack [", stack, "] does not exist"));
  std::vector<std::shared_ptr<const ChangeSetRecord>> change_sets;
  for (const auto& [id, record] : found->change_sets) change_sets.push_back(record);
  std::stable_sort(change_sets.begin(), change_sets.end(),
                   [](const auto& a, const auto& b) { return a->created < b->created; });
  return change_sets;
}

}  // namespace genesys_cfn::emulator
