// SPDX-License-Identifier: Apache-2.0
// The phases of an operation: what each has to do, when it ends, and what follows.
#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/operation.h"
#include "emulator/cloudformation/reasons.h"

namespace genesys_cfn::emulator {
namespace {

bool IsForward(StackStatus status) {
  return status == StackStatus::kCreateInProgress || status == StackStatus::kUpdateInProgress ||
         status == StackStatus::kUpdateRollbackInProgress;
}

bool InPhase(const ResourceRecord& resource) {
  return resource.task != Task::kNone;
}

bool Finished(const ResourceRecord& resource) {
  return resource.progress == Progress::kDone || resource.progress == Progress::kFailed;
}

// Creates and updates wait for what they need.
void OrderForward(StackState& stack, Waiters& waiters) {
  for (auto& [key, resource] : stack.resources) {
    if (!InPhase(resource) || Finished(resource)) continue;
    const auto needs = stack.prepared->dependencies.find(resource.logical_id);
    if (needs == stack.prepared->dependencies.end()) continue;
    for (const std::string& needed : needs->second) {
      const auto other = stack.resources.find(needed);
      if (other == stack.resources.end() || !InPhase(other->second)) continue;
      if (other->second.progress == Progress::kDone) continue;
      ++resource.unmet;
      waiters[needed].push_back(key);
    }
  }
}

bool IsCleanup(StackStatus status) {
  return status == StackStatus::kUpdateCompleteCleanupInProgress ||
         status == StackStatus::kUpdateRollbackCompleteCleanupInProgress;
}

// Deletes wait for those that need them, former physical ids included. A clean-up does not stop at what it could not
// delete.
void OrderDeletes(StackState& stack, Waiters& waiters) {
  std::map<std::string, std::vector<std::string>> keys_of;
  for (const auto& [key, resource] : stack.resources) {
    if (InPhase(resource) && !Finished(resource)) keys_of[resource.logical_id].push_back(key);
  }
  for (const auto& [key, resource] : stack.resources) {
    if (!InPhase(resource) || resource.progress == Progress::kDone) continue;
    if (resource.progress == Progress::kFailed && IsCleanup(stack.record.status)) continue;
    for (const std::string& needed : resource.state.dependencies) {
      const auto found = keys_of.find(needed);
      if (found == keys_of.end()) continue;
      for (const std::string& waiting : found->second) {
        if (waiting == key) continue;
        ++stack.resources.at(waiting).unmet;
        waiters[key].push_back(waiting);
      }
    }
  }
}

}  // namespace

void PlanOrder(StackState& stack) {
  auto waiters = std::make_shared<Waiters>();
  stack.running = 0;
  stack.failed = 0;
  for (auto& [key, resource] : stack.resources) {
    resource.unmet = 0;
    if (resource.progress == Progress::kRunning) ++stack.running;
    if (resource.progress == Progress::kFailed) ++stack.failed;
  }
  IsForward(stack.record.status) ? OrderForward(stack, *waiters) : OrderDeletes(stack, *waiters);
  stack.waiters = std::move(waiters);
}

void Operation::SetStatus(StackStatus status, std::string_view reason) {
  StackRecord& record = change_.Record();
  record.status = status;
  record.status_reason = reason;
  StackEvent event;
  event.stack_id = record.id;
  event.stack_name = record.name;
  event.logical_id = record.name;
  event.physical_id = record.id;
  event.resource_type = "AWS::CloudFormation::Stack";
  event.time = environment_.now;
  event.status = ToString(status);
  event.reason = reason;
  event.client_request_token = record.client_request_token;
  change_.AddEvent(std::move(event));
}

// The records of the phase must have their task and progress already.
void Operation::CollectReady() {
  PlanOrder(change_.memory());
  ready_.clear();
  for (const auto& [key, resource] : stack().resources) {
    if (resource.progress == Progress::kWaiting && resource.unmet == 0) ready_.push_back(key);
  }
}

void Operation::BeginReview() {
  SetStatus(StackStatus::kReviewInProgress, reasons::kUserInitiated);
}

void Operation::BeginCreate() {
  SetStatus(StackStatus::kCreateInProgress, reasons::kUserInitiated);
  PlanForward();
  Advance();
}

void Operation::BeginUpdate() {
  change_.Record().updated = environment_.now;
  SetStatus(StackStatus::kUpdateInProgress, reasons::kUserInitiated);
  PlanForward();
  Advance();
}

void Operation::BeginDelete() {
  change_.Record().creation_due.reset();
  SetStatus(StackStatus::kDeleteInProgress, reasons::kUserInitiated);
  CancelInFlight();
  DropWaiting();
  PlanDeletes([](const ResourceRecord& resource) { return resource.exists(); });
  Advance();
}

void Operation::BeginRollBack() {
  if (stack().record.previous.has_value()) return RollBackUpdate(reasons::kUserInitiated);
  SetStatus(StackStatus::kRollbackInProgress, reasons::kUserInitiated);
  for (const auto& [key, resource] : stack().resources) change_.Touch(key).created_now = true;
  PlanDeletes([](const ResourceRecord& resource) { return resource.exists(); });
}

void Operation::PlanForward() {
  for (const auto& [logical_id, declaration] : stack().prepared->active) {
    const auto found = stack().resources.find(logical_id);
    if (!NeedsCreate(stack(), logical_id)) {
      ResourceRecord& resource = change_.Touch(logical_id);
      resource.task = Task::kUpdate;
      resource.progress = Progress::kWaiting;
      continue;
    }
    // A failed Create whose function was never asked has no id, and nothing to delete.
    if (found != stack().resources.end() && found->second.exists() && !found->second.state.physical_id.empty()) {
      Supersede(found->second, found->second.state).cancelled = found->second.cancelled;
    }
    ResourceRecord resource;
    resource.key = logical_id;
    resource.logical_id = logical_id;
    resource.type = declaration->type;
    resource.changed = environment_.now;
    resource.task = Task::kCreate;
    resource.progress = Progress::kWaiting;
    resource.created_now = true;
    change_.Add(std::move(resource));
  }
  CollectReady();
}

void Operation::PlanRollbackUpdates(const std::set<std::string>& skipped) {
  std::vector<std::string> keys;
  for (const auto& [key, resource] : stack().resources) {
    if (!resource.superseded && !resource.created_now && stack().prepared->active.contains(key)) keys.push_back(key);
  }
  for (const auto& [key, resource] : stack().resources) {
    if (!InPhase(resource)) continue;
    ResourceRecord& touched = change_.Touch(key);
    touched.task = Task::kNone;
    touched.progress = Progress::kNone;
  }
  for (const std::string& key : keys) {
    ResourceRecord& resource = change_.Touch(key);
    resource.task = Task::kUpdate;
    resource.progress = Progress::kWaiting;
    if (skipped.contains(key)) Skip(resource);
  }
  CollectReady();
}

void Operation::PlanDeletes(const std::function<bool(const ResourceRecord&)>& wanted) {
  for (const auto& [key, resource] : stack().resources) {
    const bool in_phase = wanted(resource);
    if (!in_phase && !InPhase(resource)) continue;
    // A Delete of the rollback during which the stack is deleted.
    if (in_phase && resource.progress == Progress::kRunning) continue;
    ResourceRecord& touched = change_.Touch(key);
    touched.task = in_phase ? Task::kDelete : Task::kNone;
    touched.progress = in_phase ? Progress::kWaiting : Progress::kNone;
    touched.attempts = 0;
  }
  CollectReady();
}

void Operation::Advance() {
  if (ready_.empty() && stack().running == 0) {
    for (const auto& [key, resource] : stack().resources) {
      if (resource.progress == Progress::kWaiting && resource.unmet == 0) ready_.push_back(key);
    }
  }
  while (IsInProgress(stack().record.status)) {
    while (!ready_.empty()) {
      const std::string key = std::move(ready_.front());
      ready_.pop_front();
      if (IsForward(stack().record.status) && stack().failed > 0) continue;
      Start(key);
    }
    if (FailureCancels()) CancelInFlight();
    if (stack().running > 0) return;
    if (!StartStuckDelete()) FinishPhase();
  }
}

bool Operation::FailureCancels() const {
  const StackStatus status = stack().record.status;
  const bool cancellable = status == StackStatus::kCreateInProgress || status == StackStatus::kUpdateInProgress;
  return cancellable && stack().failed > 0 && stack().record.on_failure != OnFailure::kDoNothing;
}

// Records of different templates may need each other; then one of them goes first. Nothing else can leave deletes
// waiting when nothing runs and nothing failed.
bool Operation::StartStuckDelete() {
  if (IsForward(stack().record.status) || stack().failed > 0) return false;
  for (const auto& [key, resource] : stack().resources) {
    if (resource.progress == Progress::kWaiting) {
      ready_.push_back(key);
      return true;
    }
  }
  return false;
}

void Operation::FinishPhase() {
  switch (stack().record.status) {
    case StackStatus::kCreateInProgress:
      return FinishCreate();
    case StackStatus::kUpdateInProgress:
      return FinishUpdate();
    case StackStatus::kRollbackInProgress:
      return FinishDeletes(StackStatus::kRollbackComplete, StackStatus::kRollbackFailed);
    case StackStatus::kDeleteInProgress:
      return FinishDeletes(StackStatus::kDeleteComplete, StackStatus::kDeleteFailed);
    case StackStatus::kUpdateRollbackInProgress:
      if (stack().failed == 0) return BeginCleanup(StackStatus::kUpdateRollbackCompleteCleanupInProgress);
      SetStatus(StackStatus::kUpdateRollbackFailed, reasons::FailedTo("update", FailedIds(Task::kUpdate)));
      return EndOperation();
    case StackStatus::kUpdateCompleteCleanupInProgress:
      return FinishCleanup(StackStatus::kUpdateComplete, reasons::kCleanupIncomplete);
    case StackStatus::kUpdateRollbackCompleteCleanupInProgress:
      return FinishCleanup(StackStatus::kUpdateRollbackComplete, reasons::kRollbackCleanupIncomplete);
    default:
      return;
  }
}

std::vector<std::string> Operation::FailedIds(Task task) const {
  std::vector<std::string> ids;
  for (const auto& [key, resource] : stack().resources) {
    if (resource.task != task || resource.progress != Progress::kFailed) continue;
    // The service names cancelled Creates among those that failed, but not cancelled Updates.
    if (resource.status_reason != reasons::kUpdateCancelled) ids.push_back(resource.logical_id);
  }
  return ids;
}

void Operation::FinishCreate() {
  std::string problem = reasons::FailedTo("create", FailedIds(Task::kCreate));
  if (!problem.empty() || !TryOutputs(problem)) return FailCreate(problem);
  SetStatus(StackStatus::kCreateComplete, "");
  EndOperation();
}

void Operation::FailCreate(const std::string& reason) {
  change_.Record().creation_due.reset();
  DropWaiting();
  const OnFailure choice = stack().record.on_failure;
  if (choice == OnFailure::kDoNothing) {
    SetStatus(StackStatus::kCreateFailed, reason);
    return EndOperation();
  }
  const std::string_view gap = reason.ends_with(' ') ? "" : " ";
  SetStatus(choice == OnFailure::kDelete ? StackStatus::kDeleteInProgress : StackStatus::kRollbackInProgress,
            choice == OnFailure::kDelete ? reason : Concat(reason, gap, "Rollback requested by user."));
  PlanDeletes([](const ResourceRecord& resource) { return resource.exists(); });
}

void Operation::FinishUpdate() {
  std::string problem =
      reasons::FailedTo("create", FailedIds(Task::kCreate)) + reasons::FailedTo("update", FailedIds(Task::kUpdate));
  if (!problem.empty() || !TryOutputs(problem)) return FailUpdate(problem);
  for (const auto& [logical_id, declaration] : stack().prepared->active) {
    const ResourceState& now = stack().resources.at(logical_id).state;
    const std::set<std::string>& dependencies = stack().prepared->dependencies.at(logical_id);
    if (now.deletion_policy == declaration->deletion_policy &&
        now.update_replace_policy == declaration->update_replace_policy && now.dependencies == dependencies) {
      continue;
    }
    ResourceState& state = change_.Touch(logical_id).state;
    state.deletion_policy = declaration->deletion_policy;
    state.update_replace_policy = declaration->update_replace_policy;
    state.dependencies = dependencies;
  }
  change_.Record().previous.reset();
  BeginCleanup(StackStatus::kUpdateCompleteCleanupInProgress);
}

void Operation::FailUpdate(const std::string& reason) {
  if (stack().record.on_failure != OnFailure::kDoNothing) return RollBackUpdate(reason);
  DropWaiting();
  SetStatus(StackStatus::kUpdateFailed, reason);
  EndOperation();
}

void Operation::RollBackUpdate(std::string_view reason) {
  DropWaiting();
  StackRecord& record = change_.Record();
  if (!record.previous.has_value()) {  // the stack was never complete: there is nothing to go back to
    SetStatus(StackStatus::kUpdateFailed, reason);
    return EndOperation();
  }
  record.input = std::move(*record.previous);
  record.previous.reset();
  SetStatus(StackStatus::kUpdateRollbackInProgress, reason);
  auto prepared = PrepareTemplate(record, environment_.options.identity, environment_.stored_values);
  if (!prepared.has_value()) {  // it was deployed once, so this takes a change of our own rules
    SetStatus(StackStatus::kUpdateRollbackFailed, prepared.error().message);
    return EndOperation();
  }
  change_.memory().prepared = std::move(*prepared);
  PlanRollbackUpdates({});
}

// Former physical ids, and what the template in force does not hold (after a rollback: what the update had made).
void Operation::BeginCleanup(StackStatus status) {
  SetStatus(status, "");
  const bool rolled_back = status == StackStatus::kUpdateRollbackCompleteCleanupInProgress;
  std::vector<std::string> recorded_again;
  for (const auto& [key, resource] : stack().resources) {
    if (!resource.superseded) continue;
    const auto live = stack().resources.find(resource.logical_id);
    if (live != stack().resources.end() && live->second.state.physical_id == resource.state.physical_id) {
      recorded_again.push_back(key);
    }
  }
  for (const std::string& key : recorded_again) change_.Remove(key);
  PlanDeletes([&](const ResourceRecord& resource) {
    if (!resource.exists()) return false;
    if (resource.superseded) return true;
    return !stack().prepared->active.contains(resource.logical_id) || (rolled_back && resource.created_now);
  });
}

void Operation::FinishCleanup(StackStatus final, std::string_view incomplete) {
  const bool all_deleted = stack().failed == 0;
  std::vector<std::string> gone;
  for (const auto& [key, resource] : stack().resources) {
    if (resource.task == Task::kDelete || !resource.exists()) gone.push_back(key);
  }
  for (const std::string& key : gone) change_.Remove(key);
  SetStatus(final, all_deleted ? "" : incomplete);
  EndOperation();
}

void Operation::FinishDeletes(StackStatus done, StackStatus failed) {
  if (stack().failed > 0) {
    SetStatus(failed, reasons::FailedTo("delete", FailedIds(Task::kDelete)));
    return EndOperation();
  }
  SetStatus(done, "");
  if (done == StackStatus::kDeleteComplete) {
    change_.Record().deleted = environment_.now;
    change_.SetExports({});
  }
  EndOperation();
}

void Operation::DropWaiting() {
  std::vector<std::string> never_started;
  for (const auto& [key, resource] : stack().resources) {
    if (resource.task == Task::kCreate && resource.progress == Progress::kWaiting) never_started.push_back(key);
  }
  for (const std::string& key : never_started) change_.Remove(key);
}

void Operation::EndOperation() {
  if (stack().record.creation_due.has_value()) change_.Record().creation_due.reset();
  // An update that stopped half-way may still be rolled back, and needs to know what it did.
  const StackStatus status = stack().record.status;
  const bool half_way = status == StackStatus::kUpdateFailed || status == StackStatus::kUpdateRollbackFailed;
  for (const auto& [key, resource] : stack().resources) {
    const bool changed_now = resource.created_now || resource.before.has_value() || resource.cancelled.has_value();
    if (!InPhase(resource) && !changed_now) continue;
    ResourceRecord& touched = change_.Touch(key);
    touched.task = Task::kNone;
    touched.progress = Progress::kNone;
    touched.attempts = 0;
    touched.target.reset();
    touched.masked_properties.clear();
    if (half_way) continue;
    touched.created_now = false;
    touched.before.reset();
    touched.cancelled.reset();
  }
  StackState& memory = change_.memory();
  memory.prepared.reset();
  memory.waiters.reset();
  memory.running = 0;
  memory.failed = 0;
  ready_.clear();
}

bool Operation::TryOutputs(std::string& problem) {
  auto evaluated = EvaluateOutputs(stack(), environment_.options.identity, environment_.exports);
  if (!evaluated.has_value()) {
    problem = evaluated.error().message;
    return false;
  }
  if (!CheckExports(*evaluated, problem)) return false;
  std::vector<ExportRecord> exports;
  for (const StackOutput& output : evaluated->outputs) {
    if (!output.export_name.empty()) exports.push_back({output.export_name, output.value, stack().record.id});
  }
  StackRecord& record = change_.Record();
  record.outputs = std::move(evaluated->outputs);
  record.output_imports = std::move(evaluated->imports);
  change_.SetExports(std::move(exports));
  return true;
}

bool Operation::CheckExports(const EvaluatedOutputs& evaluated, std::string& problem) const {
  std::map<std::string, std::string> wanted;
  for (const StackOutput& output : evaluated.outputs) {
    if (output.export_name.empty()) continue;
    const std::string other = environment_.exporter(output.export_name, stack().record.id);
    if (!other.empty() || wanted.contains(output.export_name)) {
      problem = reasons::ExportTaken(output.export_name, other.empty() ? stack().record.name : other);
      return false;
    }
    wanted.emplace(output.export_name, output.value);
  }
  for (const StackOutput& output : stack().record.outputs) {
    if (output.export_name.empty()) continue;
    const auto still = wanted.find(output.export_name);
    if (still != wanted.end() && still->second == output.value) continue;
    const std::vector<std::string> users = environment_.importers(output.export_name, stack().record.id);
    if (users.empty()) continue;
    problem = still == wanted.end() ? reasons::ExportDeletedInUse(output.export_name, users)
                                    : reasons::ExportChangedInUse(output.export_name, users);
    return false;
  }
  return true;
}

}  // namespace genesys_cfn::emulator
