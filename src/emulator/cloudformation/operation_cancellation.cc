// SPDX-License-Identifier: Apache-2.0
// Requests that are given up in flight, what becomes of their answers, and rollbacks begun from outside.
#include "emulator/cloudformation/operation.h"
#include "emulator/cloudformation/reasons.h"

namespace genesys_cfn::emulator {

std::string ShownPhysicalId(const ResourceRecord& resource, CancelledCreateId choice) {
  const bool is_invented = resource.cancelled.has_value() && resource.cancelled->task == Task::kCreate;
  const bool is_answered =
      resource.status != ResourceStatus::kCreateFailed && resource.status != ResourceStatus::kDeleteInProgress;
  if (choice == CancelledCreateId::kHidden && is_invented && !is_answered) return "";
  return resource.state.physical_id;
}

// Deletes are not cancelled.
void Operation::CancelInFlight() {
  std::vector<std::string> keys;
  for (const auto& [key, resource] : stack().resources) {
    if (resource.progress != Progress::kRunning || resource.task == Task::kDelete) continue;
    if (resource.is_custom()) keys.push_back(key);
  }
  for (const std::string& key : keys) Cancel(change_.Touch(key));
}

void Operation::Cancel(ResourceRecord& resource) {
  const bool creates = resource.task == Task::kCreate;
  const std::string_view reason = creates ? reasons::kCreationCancelled : reasons::kUpdateCancelled;
  std::string invented;
  if (resource.delivered) {
    resource.cancelled = CancelledRequest{resource.request_id, resource.task, resource.due, {}};
    if (creates) {
      invented = InventedId(stack().record, resource, environment_.random);
    } else {
      resource.cancelled->properties = resource.target->properties;
    }
  } else {
    resource.target.reset();  // nobody was asked: there is nothing to undo
  }
  StopRunning(resource);
  WorkFailed(resource, reason, invented);
}

void Operation::CreationTimedOut() {
  CancelInFlight();
  FailCreate(std::string(reasons::kCreationTimedOut));
}

void Operation::BeginCancelUpdate() {
  CancelInFlight();
  RollBackUpdate(reasons::kUserInitiated);
}

void Operation::BeginContinueRollback(const std::set<std::string>& skipped) {
  SetStatus(StackStatus::kUpdateRollbackInProgress, reasons::kUserInitiated);
  PlanRollbackUpdates(skipped);
}

// From now on the resource is taken for what the template says, whatever it is.
void Operation::Skip(ResourceRecord& resource) {
  if (resource.before.has_value()) resource.state.properties = resource.before->properties;
  Report(resource, ResourceStatus::kUpdateComplete, reasons::kSkipped);
  resource.progress = Progress::kDone;
}

void Operation::AnsweredLate(const std::string& key, const std::string& physical_id) {
  ResourceRecord& resource = change_.Touch(key);
  CancelledRequest request = std::move(*resource.cancelled);
  resource.cancelled.reset();
  if (physical_id.empty() || physical_id == resource.state.physical_id) return;
  request.task == Task::kCreate ? RecordLateCreate(resource, physical_id)
                                : RecordLateUpdate(resource, std::move(request), physical_id);
}

void Operation::RecordLateCreate(ResourceRecord& resource, const std::string& physical_id) {
  const bool deleting = resource.task == Task::kDelete;
  if (deleting && resource.progress == Progress::kRunning) {
    resource.late_physical_id = physical_id;
    return;
  }
  resource.state.physical_id = physical_id;
  const bool is_deleted = resource.progress == Progress::kDone || resource.progress == Progress::kFailed;
  if (!deleting || !is_deleted) return;
  resource.progress = Progress::kWaiting;
  resource.attempts = 0;
  CollectReady();
}

// The Delete of the invented id has been answered; whatever the answer was, nothing was made under that id.
void Operation::DeleteLateId(ResourceRecord& resource) {
  resource.state.physical_id = std::move(resource.late_physical_id);
  resource.late_physical_id.clear();
  resource.progress = Progress::kWaiting;
  resource.attempts = 0;
  ready_.push_back(resource.key);
}

// What the cancelled Update has made awaits the clean-up, or goes at once when that has begun.
void Operation::RecordLateUpdate(const ResourceRecord& resource, CancelledRequest request,
                                 const std::string& physical_id) {
  ResourceRecord made = FormerOf(resource);
  made.state.physical_id = physical_id;
  made.state.properties = std::move(request.properties);
  made.created_now = true;
  if (InCleanup()) {
    made.task = Task::kDelete;
    made.progress = Progress::kWaiting;
  }
  change_.Add(std::move(made));
  if (InCleanup()) CollectReady();
}

}  // namespace genesys_cfn::emulator
