// SPDX-License-Identifier: Apache-2.0
// Steps: taking, writing, and doing what they ask for.
#include "emulator/cloudformation/engine.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/cloudformation/custom_resource_calls.h"
#include "emulator/cloudformation/engine_state.h"
#include "emulator/cloudformation/reasons.h"
#include "emulator/cloudformation/response_url.h"
#include "emulator/cloudformation/stack_store.h"

namespace genesys_cfn::emulator {
namespace {

bool NeedsTemplate(StackStatus status) {
  return status == StackStatus::kCreateInProgress || status == StackStatus::kUpdateInProgress ||
         status == StackStatus::kUpdateRollbackInProgress;
}

// "<logical id>-<status>-<time>" for resources, unique even within a millisecond; a UUID for the stack itself.
std::string EventId(const StackEvent& event, Random& random) {
  if (event.resource_type == "AWS::CloudFormation::Stack") return RandomUuid(random);
  return Concat(event.logical_id, "-", event.status, "-",
                ToEpochMilliseconds(event.time) * 1000 + event.sequence % 1000);
}

}  // namespace

Result<void> Engine::State::Load() {
  TRY_ASSIGN(auto loaded, stack_store::Load(parts_.database, parts_.random));
  stacks_ = std::move(loaded.stacks);
  exports_.insert(loaded.exports.begin(), loaded.exports.end());
  last_event_ = loaded.last_event;
  url_key_ = std::move(loaded.url_key);
  for (auto& [id, stack] : stacks_) {
    if (stack.record.status != StackStatus::kDeleteComplete) existing_[stack.record.name] = id;
    if (!IsInProgress(stack.record.status)) continue;
    if (NeedsTemplate(stack.record.status)) {
      TRY_ASSIGN(stack.prepared, PrepareTemplate(stack.record, options_.identity, parts_.stored_values));
    }
    PlanOrder(stack);
  }
  for (auto& [id, stack] : stacks_) {
    if (stack.record.creation_due.has_value()) creations_due_.emplace(*stack.record.creation_due, id);
    for (auto& [key, resource] : stack.resources) {
      resource.delivered = !resource.request_id.empty();
      LockedIndexRequests(id, resource);
    }
  }
  return {};
}

void Engine::State::LockedIndexRequests(const std::string& stack_id, const ResourceRecord& resource) {
  if (!resource.request_id.empty()) {
    requests_[resource.request_id] = {stack_id, resource.key};
    due_.emplace(resource.due, resource.request_id);
  }
  if (resource.cancelled.has_value()) requests_[resource.cancelled->request_id] = {stack_id, resource.key};
}

OperationEnvironment Engine::State::LockedEnvironment() {
  return OperationEnvironment{
      parts_.clock.Now(),
      parts_.random,
      parts_.types,
      options_,
      [this](std::string_view name) -> Result<std::string> {
        const auto found = exports_.find(name);
        if (found == exports_.end()) return Error{ErrorCode::kNotFound, reasons::NoExport(name)};
        return found->second.value;
      },
      [this](std::string_view name, std::string_view but_not_stack) -> std::string {
        const auto found = exports_.find(name);
        if (found == exports_.end() || found->second.stack_id == but_not_stack) return "";
        return stacks_.at(found->second.stack_id).record.name;
      },
      [this](std::string_view name, std::string_view but_not_stack) { return LockedImporters(name, but_not_stack); },
      parts_.stored_values};
}

Result<void> Engine::State::LockedCommit(StackChange& change) {
  int64_t sequence = last_event_;
  for (StackEvent& event : change.events()) {
    event.sequence = ++sequence;
    event.event_id = EventId(event, parts_.random);
  }
  TRY(parts_.database.Run([&change](Transaction& transaction) { stack_store::Write(transaction, change); }));
  last_event_ = sequence;
  LockedIndex(change);
  change.Keep();
  // Deleted stacks are described for ever: what they had is read from the database when somebody asks.
  if (change.stack().record.status == StackStatus::kDeleteComplete) change.memory().resources.clear();
  return {};
}

void Engine::State::LockedIndex(const StackChange& change) {
  const StackRecord& record = change.stack().record;
  for (const auto& [key, before] : change.touched()) {
    if (!before.has_value()) continue;
    if (!before->request_id.empty()) {
      requests_.erase(before->request_id);
      due_.erase({before->due, before->request_id});
    }
    if (before->cancelled.has_value()) requests_.erase(before->cancelled->request_id);
  }
  for (const auto& [key, before] : change.touched()) {
    const auto now = change.stack().resources.find(key);
    if (now != change.stack().resources.end()) LockedIndexRequests(record.id, now->second);
  }
  if (change.exports().has_value()) {
    std::erase_if(exports_, [&record](const auto& entry) { return entry.second.stack_id == record.id; });
    for (const ExportRecord& entry : *change.exports()) exports_[entry.name] = entry;
  }
  if (record.creation_due.has_value()) creations_due_.emplace(*record.creation_due, record.id);
  if (record.status == StackStatus::kDeleteComplete) {
    const auto found = existing_.find(record.name);
    if (found != existing_.end() && found->second == record.id) existing_.erase(found);
  }
}

Result<void> Engine::State::LockedStep(StackState& stack, const std::function<void(Operation&)>& action) {
  return LockedBegin(stack, [&action](StackChange& /*change*/, Operation& operation) { action(operation); });
}

Result<void> Engine::State::LockedBegin(StackState& stack,
                                        const std::function<void(StackChange&, Operation&)>& action) {
  const OperationEnvironment environment = LockedEnvironment();
  Result<void> written;
  {
    StackChange change(stack);
    Operation operation(environment, change);
    action(change, operation);
    operation.Advance();
    written = LockedCommit(change);
    if (written.has_value()) {
      effects_.insert(effects_.end(), change.effects().begin(), change.effects().end());
    }
  }
  // What waits for what is not part of the change.
  if (!written.has_value() && IsInProgress(stack.record.status)) PlanOrder(stack);
  return written;
}

ResourceRecord* Engine::State::LockedRunning(const Effect& effect) {
  const auto stack = stacks_.find(effect.stack_id);
  if (stack == stacks_.end()) return nullptr;
  const auto resource = stack->second.resources.find(effect.key);
  if (resource == stack->second.resources.end()) return nullptr;
  const ResourceRecord& record = resource->second;
  if (record.progress != Progress::kRunning || record.request_id != effect.request_id) return nullptr;
  return &resource->second;
}

Result<void> Engine::State::Drain(std::unique_lock<std::mutex>& lock) {
  while (!effects_.empty()) {
    const Effect effect = std::move(effects_.front());
    effects_.pop_front();
    Result<void> done = effect.kind == Effect::Kind::kInvoke ? Invoke(effect, lock) : CallNative(effect, lock);
    if (done.has_value()) continue;
    effects_.push_front(effect);
    return done;
  }
  return {};
}

namespace {

// The date in the response URL. A request that is delivered again is as old as it would be at Lambda's first retry, a
// minute after the first delivery (but not older than half its time), although a restart delivers it at once: functions
// tell a first delivery from a later one by this age.
WallTime DateOfUrl(const Effect& effect, const ResourceRecord& resource, const json::Object& properties, WallTime now) {
  if (effect.delivery == Effect::Delivery::kFirst) return now;
  constexpr Milliseconds kFirstRetry{60'000};
  const Milliseconds timeout = ServiceTimeoutOf(properties).value();
  return std::min(resource.due - timeout, now - std::min(kFirstRetry, timeout / 2));
}

}  // namespace

Result<void> Engine::State::Invoke(const Effect& effect, std::unique_lock<std::mutex>& lock) {
  ResourceRecord* resource = LockedRunning(effect);
  if (resource == nullptr) return {};
  resource->delivered = true;
  const bool is_delete = resource->task == Task::kDelete;
  const json::Object& properties = is_delete ? resource->state.properties : resource->target->properties;
  const std::string function = ServiceTokenOf(properties).value();
  const WallTime date = DateOfUrl(effect, *resource, properties, parts_.clock.Now());
  // The status is as old as the request: whoever asks finds that this request is the one in progress.
  resource->changed = std::min(resource->changed, date);
  const std::string url =
      ResponseUrl(options_.identity, url_key_, effect.stack_id, resource->logical_id, resource->request_id, date);
  std::string event = RequestEvent(*resource, effect.stack_id, url);
  lock.unlock();
  const Result<void> invoked = parts_.functions.InvokeAsync(function, std::move(event));
  lock.lock();
  if (invoked.has_value() || LockedRunning(effect) == nullptr) return {};
  // A host that is being stopped has refused nothing: Resume delivers again.
  if (invoked.error().code == ErrorCode::kUnavailable) return {};
  return LockedStep(stacks_.at(effect.stack_id),
                    [&](Operation& operation) { operation.Refused(effect.key, invoked.error().message); });
}

Result<void> Engine::State::CallNative(const Effect& effect, std::unique_lock<std::mutex>& lock) {
  const ResourceRecord* resource = LockedRunning(effect);
  if (resource == nullptr) return {};
  const Task task = resource->task;
  const bool creates = task == Task::kCreate || resource->replacing;
  const NativeResource native = NativeResourceOf(stacks_.at(effect.stack_id).record, *resource);
  const json::Object properties = task == Task::kDelete ? resource->state.properties : resource->target->properties;
  ++native_calls_;
  lock.unlock();
  Result<json::Object> result = json::Object();
  if (task == Task::kDelete) {
    const Result<void> deleted = parts_.types.Delete(native, properties);
    if (!deleted.has_value()) result = deleted.error();
  } else if (const auto resolved = ResolveSecrets(properties, parts_.stored_values); !resolved.has_value()) {
    result = resolved.error();
  } else {
    result = creates ? parts_.types.Create(native, *resolved) : parts_.types.Update(native, *resolved);
  }
  lock.lock();
  --native_calls_;
  native_call_ended_.notify_all();
  if (LockedRunning(effect) == nullptr) return {};
  return LockedStep(stacks_.at(effect.stack_id),
                    [&](Operation& operation) { operation.NativeDone(effect.key, result); });
}

Result<void> Engine::State::FinishNativeCalls(std::unique_lock<std::mutex>& lock) {
  TRY(Drain(lock));
  while (native_calls_ > 0) {
    native_call_ended_.wait(lock);
    TRY(Drain(lock));
  }
  return {};
}

// The answer to the resource's cancelled request, of which only the first counts. Nobody waits for it, so one that
// cannot be used is the same as one that brings nothing new.
Result<void> Engine::State::LockedLateAnswer(StackState& stack, const std::string& key, std::string_view body) {
  const ResourceRecord& resource = stack.resources.at(key);
  const CancelledRequest& request = resource.cancelled.value();
  const bool counts = options_.late_answer == LateAnswer::kRecorded && parts_.clock.Now() < request.due;
  parts_.logger.Warning("custom_resource_answer_late", {{"stack", stack.record.name},
                                                        {"logical_id", resource.logical_id},
                                                        {"request_id", request.request_id},
                                                        {"taken", counts ? "recorded" : "ignored"}});
  if (!counts) return {};
  ResourceRecord asked;
  asked.logical_id = resource.logical_id;
  asked.request_id = request.request_id;
  const auto judged = JudgeAnswer(body, asked, stack.record.id);
  const auto* judgement = std::get_if<Judgement>(&judged);
  const std::string physical_id = judgement == nullptr ? "" : judgement->physical_id;
  return LockedStep(stack, [&](Operation& operation) { operation.AnsweredLate(key, physical_id); });
}

Result<void> Engine::State::OnAnswer(const std::string& request_id, std::string_view body) {
  std::unique_lock lock(mutex_);
  const auto place = requests_.find(request_id);
  if (place == requests_.end()) {
    parts_.logger.Warning("custom_resource_answer_ignored",
                          {{"request_id", request_id}, {"why", "nobody waits for it"}});
    return {};
  }
  StackState& stack = stacks_.at(place->second.stack_id);
  const std::string key = place->second.key;
  const ResourceRecord& resource = stack.resources.at(key);
  if (resource.request_id != request_id) {
    TRY(LockedLateAnswer(stack, key, body));
    LogDrain(Drain(lock));
    return {};
  }
  if (resource.answered) {
    parts_.logger.Warning("custom_resource_answer_ignored", {{"request_id", request_id}, {"why", "not the first"}});
    return {};
  }
  const auto judged = JudgeAnswer(body, resource, stack.record.id);
  if (const auto* unusable = std::get_if<Unusable>(&judged)) {
    parts_.logger.Warning("custom_resource_answer_unusable", {{"stack", stack.record.name},
                                                              {"logical_id", resource.logical_id},
                                                              {"request_id", request_id},
                                                              {"why", unusable->why}});
    StackChange change(stack);
    change.Touch(key).answered = true;
    return LockedCommit(change);
  }
  TRY(LockedStep(stack, [&](Operation& operation) { operation.Answered(key, std::get<Judgement>(judged)); }));
  LogDrain(Drain(lock));
  return {};
}

// What was asked for has been accepted and written; a failure after that is for the log, and for the next Tick.
void Engine::State::LogDrain(const Result<void>& drained) {
  if (!drained.has_value()) {
    parts_.logger.LogError("cloudformation_step_failed", {{"error", drained.error().message}});
  }
}

Result<void> Engine::State::EndSlowCreations(std::unique_lock<std::mutex>& lock) {
  const WallTime now = parts_.clock.Now();
  while (!creations_due_.empty() && creations_due_.begin()->first <= now) {
    TRY(FinishNativeCalls(lock));
    if (creations_due_.empty()) return {};
    const auto [due, id] = *creations_due_.begin();
    const auto stack = stacks_.find(id);
    // The creation may have ended meanwhile.
    if (stack != stacks_.end() && stack->second.record.creation_due == due) {
      TRY(LockedStep(stack->second, [](Operation& operation) { operation.CreationTimedOut(); }));
    }
    creations_due_.erase({due, id});
    TRY(Drain(lock));
  }
  return {};
}

Result<std::optional<WallTime>> Engine::State::Tick() {
  std::unique_lock lock(mutex_);
  TRY(Drain(lock));
  TRY(EndSlowCreations(lock));
  const WallTime now = parts_.clock.Now();
  while (!due_.empty() && due_.begin()->first <= now) {
    const Place place = requests_.at(due_.begin()->second);
    TRY(LockedStep(stacks_.at(place.stack_id), [&](Operation& operation) { operation.TimedOut(place.key); }));
    TRY(Drain(lock));
  }
  std::optional<WallTime> next;
  if (!due_.empty()) next = due_.begin()->first;
  if (!creations_due_.empty()) next = std::min(next.value_or(WallTime::max()), creations_due_.begin()->first);
  return next;
}

void Engine::State::RestoreNativeResources(std::unique_lock<std::mutex>& lock) {
  std::vector<std::pair<NativeResource, json::Object>> wanted;
  for (const auto& [id, stack] : stacks_) {
    for (const auto& [key, resource] : stack.resources) {
      if (resource.is_custom() || !resource.exists() || resource.progress == Progress::kRunning) continue;
      if (resource.state.physical_id.empty() || resource.status == ResourceStatus::kCreateFailed) continue;
      wanted.emplace_back(NativeResourceOf(stack.record, resource), resource.state.properties);
      wanted.back().first.physical_id = resource.state.physical_id;
    }
  }
  lock.unlock();
  for (const auto& [resource, properties] : wanted) {
    const auto resolved = ResolveSecrets(properties, parts_.stored_values);
    const Result<void> restored = resolved.has_value() ? parts_.types.Restore(resource, *resolved) : resolved.error();
    if (restored.has_value()) continue;
    parts_.logger.Warning(
        "resource_not_restored",
        {{"stack", resource.stack_name}, {"logical_id", resource.logical_id}, {"error", restored.error().message}});
  }
  lock.lock();
}

Result<std::vector<Interrupted>> Engine::State::Resume() {
  std::unique_lock lock(mutex_);
  RestoreNativeResources(lock);
  std::vector<Interrupted> interrupted;
  for (auto& [id, stack] : stacks_) {
    if (!IsInProgress(stack.record.status)) continue;
    interrupted.push_back({stack.record.name, stack.record.status});
    parts_.logger.Warning("operation_resumed",
                          {{"stack", stack.record.name}, {"status", ToString(stack.record.status)}});
    for (const auto& [key, resource] : stack.resources) {
      if (resource.progress != Progress::kRunning || resource.answered) continue;
      effects_.push_back({resource.is_custom() ? Effect::Kind::kInvoke : Effect::Kind::kNative, id, key,
                          resource.request_id, Effect::Delivery::kAgain});
    }
    TRY(LockedStep(stack, [](Operation& /*operation*/) {}));
  }
  TRY(Drain(lock));
  return interrupted;
}

std::vector<std::string> Engine::State::LockedImporters(std::string_view name, std::string_view but_not_stack) const {
  const std::string wanted(name);
  std::vector<std::string> importers;
  for (const auto& [id, stack] : stacks_) {
    if (id == but_not_stack || stack.record.status == StackStatus::kDeleteComplete) continue;
    const bool imports = stack.record.output_imports.contains(wanted) ||
                         std::any_of(stack.resources.begin(), stack.resources.end(), [&wanted](const auto& entry) {
                           const ResourceRecord& resource = entry.second;
                           return (resource.exists() && resource.state.imports.contains(wanted)) ||
                                  (resource.target.has_value() && resource.target->imports.contains(wanted));
                         });
    if (imports) importers.push_back(stack.record.name);
  }
  std::sort(importers.begin(), importers.end());
  return importers;
}

}  // namespace genesys_cfn::emulator
