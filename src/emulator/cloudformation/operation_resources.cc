// SPDX-License-Identifier: Apache-2.0
// One resource: its start, and the outcomes of what was started.
#include "base/text.h"
#include "emulator/cloudformation/operation.h"
#include "emulator/cloudformation/reasons.h"
#include "json/canonical.h"

namespace genesys_cfn::emulator {
namespace {

using cloudformation::DeletionPolicy;

ResourceStatus FailedStatusOf(Task task) {
  if (task == Task::kCreate) return ResourceStatus::kCreateFailed;
  return task == Task::kUpdate ? ResourceStatus::kUpdateFailed : ResourceStatus::kDeleteFailed;
}

bool IsRollback(StackStatus status) {
  return status == StackStatus::kRollbackInProgress || status == StackStatus::kUpdateRollbackCompleteCleanupInProgress;
}

}  // namespace

NativeResource NativeResourceOf(const StackRecord& stack, const ResourceRecord& resource) {
  const bool working = resource.task != Task::kDelete && resource.target.has_value();
  return {resource.type, stack.name, stack.id, resource.logical_id,
          working ? resource.target->physical_id : resource.state.physical_id};
}

std::string InventedId(const StackRecord& stack, const ResourceRecord& resource, Random& random) {
  return Concat(stack.name, "-", resource.logical_id, "-",
                RandomText(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 13));
}

void Operation::Start(const std::string& key) {
  ResourceRecord& resource = change_.Touch(key);
  if (resource.task == Task::kCreate) return StartCreate(resource);
  if (resource.task == Task::kUpdate) return StartUpdate(resource);
  StartDelete(resource);
}

ResourceState Operation::Target(const ResourceRecord& resource, EvaluatedProperties evaluated) const {
  const auto& prepared = *stack().prepared;
  const cloudformation::ResourceDeclaration& declaration = *prepared.active.at(resource.logical_id);
  ResourceState target;
  target.physical_id = resource.state.physical_id;
  target.properties = std::move(evaluated.properties);
  target.deletion_policy = declaration.deletion_policy;
  target.update_replace_policy = declaration.update_replace_policy;
  target.imports = std::move(evaluated.imports);
  for (const std::string& needed : prepared.dependencies.at(resource.logical_id)) {
    if (prepared.active.contains(needed)) target.dependencies.insert(needed);
  }
  return target;
}

void Operation::StartCreate(ResourceRecord& resource) {
  auto evaluated = EvaluateResource(stack(), resource.logical_id, environment_.options.identity, environment_.exports);
  if (!evaluated.has_value()) return WorkFailed(resource, evaluated.error().message, "");
  resource.masked_properties = evaluated->masked;
  resource.target = Target(resource, std::move(*evaluated));
  Report(resource, ResourceStatus::kCreateInProgress);
  if (resource.is_custom()) {
    SendRequest(resource, resource.target->properties);
    return;
  }
  auto id = environment_.types.NewPhysicalId(NativeResourceOf(stack().record, resource), resource.target->properties,
                                             environment_.random);
  if (!id.has_value()) return WorkFailed(resource, id.error().message, "");
  resource.target->physical_id = std::move(*id);
  CallNative(resource);
}

void Operation::StartUpdate(ResourceRecord& resource) {
  const bool in_rollback = stack().record.status == StackStatus::kUpdateRollbackInProgress;
  auto evaluated = EvaluateResource(stack(), resource.logical_id, environment_.options.identity, environment_.exports);
  if (!evaluated.has_value()) return WorkFailed(resource, evaluated.error().message, "");
  if (in_rollback && RestoreFormer(resource, *evaluated)) return;
  const bool same = json::Equivalent(resource.state.properties, evaluated->properties);
  const bool was_failed = resource.status == ResourceStatus::kUpdateFailed;
  if (same && !(was_failed && (resource.before.has_value() || !in_rollback))) {
    if (was_failed) {  // failed before anything was sent
      Report(resource, ResourceStatus::kUpdateInProgress);
      Report(resource, ResourceStatus::kUpdateComplete);
    }
    resource.state.imports = std::move(evaluated->imports);
    return Done(resource);
  }
  resource.masked_properties = evaluated->masked;
  resource.target = Target(resource, std::move(*evaluated));
  resource.is_custom() ? UpdateCustom(resource) : UpdateNative(resource);
}

void Operation::UpdateCustom(ResourceRecord& resource) {
  const auto function = ServiceTokenOf(resource.target->properties);
  const auto former = ServiceTokenOf(resource.state.properties);
  if (function.has_value() && former.has_value() && *function != *former) {
    resource.target.reset();
    return WorkFailed(resource, reasons::kServiceTokenChanged, "");
  }
  Report(resource, ResourceStatus::kUpdateInProgress);
  SendRequest(resource, resource.target->properties);
}

void Operation::UpdateNative(ResourceRecord& resource) {
  resource.replacing =
      environment_.types.NeedsReplacement(resource.type, resource.state.properties, resource.target->properties);
  if (resource.replacing) {
    auto id = environment_.types.NewPhysicalId(NativeResourceOf(stack().record, resource), resource.target->properties,
                                               environment_.random);
    if (!id.has_value()) return WorkFailed(resource, id.error().message, "");
    resource.target->physical_id = std::move(*id);
  }
  Report(resource, ResourceStatus::kUpdateInProgress, resource.replacing ? reasons::kNativeReplaced : "");
  CallNative(resource);
}

bool Operation::RestoreFormer(ResourceRecord& resource, const EvaluatedProperties& evaluated) {
  if (!resource.before.has_value() || resource.before->physical_id == resource.state.physical_id) return false;
  const bool update_back =
      resource.is_custom() && environment_.options.replacement_rollback == ReplacementRollback::kUpdateBack;
  if (update_back || !json::Equivalent(resource.before->properties, evaluated.properties)) return false;
  resource.masked_properties = evaluated.masked;
  Report(resource, ResourceStatus::kUpdateInProgress);
  Supersede(resource, *resource.before);
  resource.state = *resource.before;
  Report(resource, ResourceStatus::kUpdateComplete);
  Done(resource);
  return true;
}

bool Operation::Retains(const ResourceRecord& resource) const {
  const StackRecord& record = stack().record;
  for (const std::string& retained : record.retain_resources) {
    if (retained == resource.logical_id && record.status == StackStatus::kDeleteInProgress) return true;
  }
  const DeletionPolicy policy =
      resource.superseded ? resource.state.update_replace_policy : resource.state.deletion_policy;
  if (policy == DeletionPolicy::kDelete) return false;
  if (record.retain_except_on_create && resource.created_now && IsRollback(record.status)) return false;
  if (resource.superseded || policy == DeletionPolicy::kRetainExceptOnCreate) return !resource.created_now;
  return true;
}

void Operation::StartDelete(ResourceRecord& resource) {
  resource.target.reset();
  resource.masked_properties.clear();
  if (Retains(resource)) {
    Report(resource, ResourceStatus::kDeleteSkipped);
    return DeleteSucceeded(resource, ResourceStatus::kDeleteSkipped);
  }
  Report(resource, ResourceStatus::kDeleteInProgress);
  // Without a physical id nothing was ever asked of anybody.
  if (resource.state.physical_id.empty()) return DeleteSucceeded(resource, ResourceStatus::kDeleteComplete);
  if (resource.is_custom()) {
    SendRequest(resource, resource.state.properties);
  } else {
    CallNative(resource);
  }
}

void Operation::SendRequest(ResourceRecord& resource, const json::Object& properties) {
  const auto function = ServiceTokenOf(properties);
  const auto timeout = ServiceTimeoutOf(properties);
  if (!function.has_value() || !timeout.has_value()) {
    const std::string reason = function.has_value() ? timeout.error().message : function.error().message;
    resource.task == Task::kDelete ? DeleteFailed(resource, reason) : WorkFailed(resource, reason, "");
    return;
  }
  resource.progress = Progress::kRunning;
  ++change_.memory().running;
  resource.request_id = RandomUuid(environment_.random);
  resource.due = environment_.now + *timeout;
  resource.answered = false;
  resource.delivered = false;
  change_.AddEffect({Effect::Kind::kInvoke, stack().record.id, resource.key, resource.request_id});
}

void Operation::CallNative(ResourceRecord& resource) {
  resource.progress = Progress::kRunning;
  ++change_.memory().running;
  change_.AddEffect({Effect::Kind::kNative, stack().record.id, resource.key, ""});
}

void Operation::StopRunning(ResourceRecord& resource) {
  resource.request_id.clear();
  --change_.memory().running;
}

void Operation::Answered(const std::string& key, const Judgement& judgement) {
  ResourceRecord& resource = change_.Touch(key);
  const std::string request_id = resource.request_id;
  StopRunning(resource);
  if (resource.target.has_value()) resource.target->request_id = request_id;
  if (resource.task == Task::kDelete) {
    judgement.succeeded ? DeleteSucceeded(resource, ResourceStatus::kDeleteComplete)
                        : DeleteFailed(resource, judgement.reason);
  } else if (!judgement.succeeded) {
    std::string physical_id = judgement.physical_id;
    if (physical_id.empty() && resource.task == Task::kCreate) {
      physical_id = InventedId(stack().record, resource, environment_.random);
    }
    WorkFailed(resource, judgement.reason, physical_id);
  } else if (resource.task == Task::kCreate) {
    CreateSucceeded(resource, judgement);
  } else {
    UpdateSucceeded(resource, judgement);
  }
}

void Operation::TimedOut(const std::string& key) {
  Judgement judgement;
  judgement.reason = reasons::NoAnswer(change_.Touch(key).request_id);
  Answered(key, judgement);
}

void Operation::Refused(const std::string& key, std::string_view reason) {
  ResourceRecord& resource = change_.Touch(key);
  StopRunning(resource);
  resource.task == Task::kDelete ? DeleteFailed(resource, reason) : WorkFailed(resource, reason, "");
}

void Operation::NativeDone(const std::string& key, const Result<json::Object>& attributes) {
  ResourceRecord& resource = change_.Touch(key);
  StopRunning(resource);
  if (resource.task == Task::kDelete) {
    return attributes.has_value() ? DeleteSucceeded(resource, ResourceStatus::kDeleteComplete)
                                  : DeleteFailed(resource, attributes.error().message);
  }
  if (!attributes.has_value()) {
    // What was half made goes with the rollback; Delete of a native resource is idempotent.
    const std::string id = resource.task == Task::kCreate ? resource.target->physical_id : "";
    return WorkFailed(resource, attributes.error().message, id);
  }
  const Judgement judgement{true, "", resource.target->physical_id, *attributes, false};
  resource.task == Task::kCreate ? CreateSucceeded(resource, judgement) : UpdateSucceeded(resource, judgement);
}

void Operation::CreateSucceeded(ResourceRecord& resource, const Judgement& judgement) {
  resource.state = std::move(*resource.target);
  resource.target.reset();
  resource.state.physical_id = judgement.physical_id;
  resource.state.attributes = judgement.data;
  resource.state.no_echo = judgement.no_echo;
  if (judgement.no_echo) change_.memory().masks_attributes = true;
  Report(resource, ResourceStatus::kCreateInProgress, reasons::kCreationInitiated);
  Report(resource, ResourceStatus::kCreateComplete,
         resource.is_custom() ? "" : environment_.types.StandInNote(resource.type));
  Done(resource);
}

void Operation::UpdateSucceeded(ResourceRecord& resource, const Judgement& judgement) {
  ResourceState target = std::move(*resource.target);
  resource.target.reset();
  const bool replaced = judgement.physical_id != resource.state.physical_id;
  if (replaced) Supersede(resource, target);
  if (!resource.before.has_value()) resource.before = resource.state;
  resource.state = std::move(target);
  resource.state.physical_id = judgement.physical_id;
  resource.state.attributes = judgement.data;
  resource.state.no_echo = judgement.no_echo;
  if (judgement.no_echo) change_.memory().masks_attributes = true;
  if (replaced) {
    Report(resource, ResourceStatus::kUpdateInProgress,
           resource.replacing ? reasons::kCreationInitiated : reasons::kCustomReplaced);
  }
  resource.replacing = false;
  Report(resource, ResourceStatus::kUpdateComplete,
         resource.is_custom() ? "" : environment_.types.StandInNote(resource.type));
  Done(resource);
}

// The id that is no longer recorded awaits its Delete under a key of its own, with the properties that it was made
// with.
ResourceRecord& Operation::Supersede(const ResourceRecord& resource, const ResourceState& target) {
  ResourceRecord former = FormerOf(resource);
  former.state.update_replace_policy = target.update_replace_policy;
  former.created_now = resource.created_now ||
                       (resource.before.has_value() && resource.before->physical_id != resource.state.physical_id);
  return change_.Add(std::move(former));
}

ResourceRecord Operation::FormerOf(const ResourceRecord& resource) const {
  ResourceRecord former;
  int number = 1;
  do {
    former.key = Concat(resource.logical_id, "#", number++);
  } while (stack().resources.contains(former.key));
  former.logical_id = resource.logical_id;
  former.type = resource.type;
  former.superseded = true;
  former.state = resource.state;
  former.status = ResourceStatus::kUpdateComplete;
  former.changed = environment_.now;
  return former;
}

// A Create or Update that failed. The new properties are recorded: the rollback's Update goes from them to the old
// ones, and so does its repetition when it fails. What was never complete is not retained.
void Operation::WorkFailed(ResourceRecord& resource, std::string_view reason, const std::string& physical_id) {
  if (resource.target.has_value()) {
    const std::string id = physical_id.empty() ? resource.state.physical_id : physical_id;
    if (resource.task == Task::kUpdate) {
      if (!resource.before.has_value()) resource.before = resource.state;
      const bool in_rollback = stack().record.status == StackStatus::kUpdateRollbackInProgress;
      if (!in_rollback) resource.state.properties = std::move(resource.target->properties);
    } else {
      resource.state = std::move(*resource.target);
      resource.state.deletion_policy = DeletionPolicy::kDelete;
      resource.state.update_replace_policy = DeletionPolicy::kDelete;
    }
    resource.state.physical_id = id;
    resource.target.reset();
  }
  resource.replacing = false;
  Report(resource, FailedStatusOf(resource.task), reason);
  Failed(resource);
}

void Operation::DeleteSucceeded(ResourceRecord& resource, ResourceStatus status) {
  if (status == ResourceStatus::kDeleteComplete) Report(resource, status);
  if (!resource.late_physical_id.empty()) return DeleteLateId(resource);
  Done(resource);
}

void Operation::DeleteFailed(ResourceRecord& resource, std::string_view reason) {
  Report(resource, ResourceStatus::kDeleteFailed, reason);
  if (!resource.late_physical_id.empty()) return DeleteLateId(resource);
  if (stack().record.force_delete && stack().record.status == StackStatus::kDeleteInProgress) {
    Report(resource, ResourceStatus::kDeleteSkipped, reason);
    return DeleteSucceeded(resource, ResourceStatus::kDeleteSkipped);
  }
  ++resource.attempts;
  if (!InCleanup()) return Failed(resource);
  if (resource.attempts >= environment_.options.cleanup_attempts) return Failed(resource);
  resource.progress = Progress::kWaiting;
  ready_.push_back(resource.key);
}

bool Operation::InCleanup() const {
  const StackStatus status = stack().record.status;
  return status == StackStatus::kUpdateCompleteCleanupInProgress ||
         status == StackStatus::kUpdateRollbackCompleteCleanupInProgress;
}

void Operation::Done(ResourceRecord& resource) {
  resource.progress = Progress::kDone;
  const auto& waiters = *stack().waiters;
  const auto found = waiters.find(resource.key);
  if (found == waiters.end()) return;
  for (const std::string& key : found->second) {
    ResourceRecord& waiting = change_.Touch(key);
    if (waiting.unmet > 0) --waiting.unmet;
    if (waiting.unmet == 0 && waiting.progress == Progress::kWaiting) ready_.push_back(key);
  }
}

void Operation::Failed(ResourceRecord& resource) {
  resource.progress = Progress::kFailed;
  ++change_.memory().failed;
  // A clean-up does not stop at what it could not delete.
  if (InCleanup()) {
    Done(resource);
    resource.progress = Progress::kFailed;
  }
}

void Operation::Report(ResourceRecord& resource, ResourceStatus status, std::string_view reason) {
  resource.status = status;
  resource.status_reason = reason;
  resource.changed = environment_.now;
  StackEvent event;
  event.stack_id = stack().record.id;
  event.stack_name = stack().record.name;
  event.logical_id = resource.logical_id;
  event.physical_id = ShownPhysicalId(resource, environment_.options.cancelled_create_id);
  event.resource_type = resource.type;
  event.time = environment_.now;
  event.status = ToString(status);
  event.reason = reason;
  event.properties = resource.masked_properties;
  event.client_request_token = stack().record.client_request_token;
  change_.AddEvent(std::move(event));
}

}  // namespace genesys_cfn::emulator
