// SPDX-License-Identifier: Apache-2.0
// What must be true whenever no operation and no event is under way: object_people.h.
#include "base/text.h"
#include "simulation/object_people.h"

namespace genesys_cfn::simulation {
namespace {

using emulator::StackStatus;

bool IsComplete(StackStatus status) {
  return status == StackStatus::kCreateComplete || status == StackStatus::kUpdateComplete ||
         status == StackStatus::kUpdateRollbackComplete;
}

bool IsGone(StackStatus status) {
  return status == StackStatus::kDeleteComplete || status == StackStatus::kRollbackComplete;
}

}  // namespace

void ObjectPeople::CheckAtRest() {
  for (Stack& stack : stacks_) {
    const StackStatus status = StatusOf(stack);
    if (status == StackStatus::kUpdateRollbackComplete) stack.wanted = stack.before;
    std::set<std::string> recorded;
    if (!IsGone(status)) {
      const auto resources = world_.engine().DescribeResources(stack.id);
      for (const auto& resource : *resources) recorded.insert(resource.physical_id);
    }
    if (IsComplete(status)) CheckComplete(stack);
    if (IsComplete(status) || IsGone(status)) CheckLeftovers(stack, recorded);
  }
  CheckForeign();
  for (const std::string& request_id : world_.witness().doubled) {
    if (world_.lambda().close_duplicates() > 0) {
      ++result_.residuals["an event was delivered twice within ten seconds"];
    } else if (!world_.climate().has_wrong_clocks()) {
      world_.witness().Violate(Concat("the request ", request_id, " made two"));
    }
  }
  world_.witness().doubled.clear();
}

void ObjectPeople::CheckComplete(const Stack& stack) {
  std::map<std::string, std::string> ids;
  const auto resources = world_.engine().DescribeResources(stack.id);
  for (const auto& resource : *resources) ids[resource.logical_id] = resource.physical_id;
  for (const auto& [logical_id, object] : stack.wanted) {
    const std::string& id = ids[logical_id];
    if (objects().touched.contains(id)) continue;
    if (world_.witness().indistinct.contains(Concat(stack.id, "/", logical_id))) {
      ++result_.residuals["two Updates within one second"];
      continue;
    }
    if (world_.climate().has_wrong_clocks() || world_.lambda().close_duplicates() > 0) continue;
    const std::string which = Concat(stack.name, "/", logical_id, " (", id, ")");
    const auto live = objects().Find(id);
    if (!live) {
      world_.witness().Violate(Concat(which, " is recorded, but the organisation has no such thing"));
      continue;
    }
    std::string difference;
    const std::string value = object.is_credential ? SecretValueOf(object.value) : object.value;
    const std::string name = object.is_credential ? WithoutTag(live->name) : live->name;
    if (name != object.name) difference = Concat("the name ", name);
    if (live->type != object.type) difference = Concat("the type ", live->type);
    if (live->value != value) difference = Concat("the value ", live->value, " instead of ", value);
    if (live->state != object.state) difference = Concat("the state ", live->state);
    if (!object.is_credential && WithoutTag(live->notes) != Concat("of ", object.value)) {
      difference = Concat("the notes ", live->notes);
    }
    if (!difference.empty()) world_.witness().Violate(Concat(which, " has ", difference));
  }
}

std::string ObjectPeople::ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const {
  if (was_used_.contains(id)) return "in use";
  if (dropped_.contains(stack.id)) return "a clean-up was given up after three tries";
  if (world_.witness().indistinct.contains(Concat(made.stack_id, "/", made.logical_id))) {
    return "two Updates within one second";
  }
  if (!made.by_update && world_.scheduler().Now() - made.at > Milliseconds{3'900'000}) {
    return "a Create without an answer, deleted more than an hour after it";
  }
  if (world_.climate().has_wrong_clocks()) return "clocks are wrong by more than ten seconds";
  if (world_.witness().doubled_at_once.contains(made.request_id)) {
    return "two deliveries of a request wrote at the same moment";
  }
  if (world_.lambda().close_duplicates() > 0) return "an event was delivered twice within ten seconds";
  return "";
}

void ObjectPeople::CheckLeftovers(const Stack& stack, const std::set<std::string>& recorded) {
  const auto live = objects().Live();
  for (const auto& [id, made] : objects().made) {
    if (made.stack_id != stack.id || recorded.contains(id) || !live.contains(id)) continue;
    const std::string residual = ResidualOf(stack, id, made);
    if (residual.empty()) {
      world_.witness().Violate(
          Concat(id, " of ", stack.name, "/", made.logical_id, " is left over: no stack records it"));
    } else {
      ++result_.residuals[residual];
    }
  }
}

void ObjectPeople::CheckForeign() {
  const auto live = objects().Live();
  for (const auto& [id, before] : foreign_) {
    const auto now = live.find(id);
    if (now == live.end() || now->second.name != before.name || now->second.value != before.value) {
      world_.witness().Violate(Concat("somebody else's ", id, " is not as it was"));
    }
  }
}

// Calm weather: every stack must come to an end, and nothing of it be left.
void ObjectPeople::EndAll() {
  world_.Calm();
  world_.Tell("calm");
  for (const std::string& action : actions_) {
    static_cast<void>(world_.Administer("DELETE", Concat("/api/v2/integrations/actions/", action)));
  }
  objects().used_since.clear();
  WaitForRest();
  for (Stack& stack : stacks_) {
    if (BringToEnd(stack)) continue;
    std::string why;
    const auto events = world_.engine().EventsSince(stack.id, 0);
    for (const auto& event : *events) {
      if (event.status.ends_with("FAILED")) why = event.reason;
    }
    world_.witness().Violate(Concat(stack.name, " does not come to an end in calm weather: ", why));
  }
  WaitForRest();
  CheckAtRest();
}

bool ObjectPeople::BringToEnd(Stack& stack) {
  if (StatusOf(stack) == StackStatus::kUpdateRollbackFailed) {
    static_cast<void>(world_.engine().ContinueUpdateRollback(stack.id, {}));
    WaitForRest();
    if (StatusOf(stack) != StackStatus::kUpdateRollbackComplete) return false;
    CheckAtRest();
  }
  if (StatusOf(stack) != StackStatus::kDeleteComplete) Delete(stack);
  WaitForRest();
  if (StatusOf(stack) == StackStatus::kDeleteFailed && RemoveResiduals(stack)) {
    Delete(stack);
    WaitForRest();
  }
  return StatusOf(stack) == StackStatus::kDeleteComplete;
}

// An integration that is left for a known reason may use a credential of the stack.
bool ObjectPeople::RemoveResiduals(const Stack& stack) {
  bool removed = false;
  const auto live = objects().Live();
  for (const auto& [id, made] : objects().made) {
    const auto row = live.find(id);
    if (made.stack_id != stack.id || row == live.end() || row->second.is_credential) continue;
    const std::string residual = ResidualOf(stack, id, made);
    if (residual.empty()) continue;
    ++result_.residuals[residual];
    static_cast<void>(world_.Administer("DELETE", Concat("/api/v2/integrations/", id)));
    removed = true;
  }
  return removed;
}

}  // namespace genesys_cfn::simulation
