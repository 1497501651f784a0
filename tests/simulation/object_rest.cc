// SPDX-License-Identifier: Apache-2.0
// What must be true whenever no operation and no event is under way: object_people.h.
#include "base/text.h"
#include "simulation/object_people.h"

namespace genesys_cfn::simulation {

void ObjectPeople::CheckComplete(const Stack& stack) {
  auto ids = Recorded(stack);
  for (const auto& [logical_id, object] : stack.wanted) {
    const std::string& id = ids[logical_id];
    if (objects().touched.contains(id)) continue;
    if (world_.witness().indistinct.contains(Concat(stack.id, "/", logical_id))) {
      Residual("two Updates within one second");
      continue;
    }
    if (world_.climate().has_wrong_clocks() || world_.lambda().close_duplicates() > 0) continue;
    const std::string which = Concat(stack.name, "/", logical_id, " (", id, ")");
    if (!object.adopt.empty() && id != object.adopt && objects().Find(object.adopt)) {
      world_.witness().Violate(Concat(which, " is not ", object.adopt, ", which it adopts"));
    }
    const auto live = objects().Find(id);
    if (!live) {
      world_.witness().Violate(Concat(which, " is recorded, but the organisation has no such thing"));
      continue;
    }
    if (IsShared(id)) continue;
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
  return named_.contains(id) ? "adopted by the stack that made it" : StackPeople::ResidualOf(stack, id, made);
}

void ObjectPeople::CheckOthers() {
  const auto live = objects().Live();
  for (const auto& [id, before] : foreign_) {
    const auto now = live.find(id);
    if (now == live.end() || now->second.name != before.name || now->second.value != before.value) {
      world_.witness().Violate(Concat("somebody else's ", id, " is not as it was"));
    }
  }
  for (const std::string& id : world_.witness().adoptions.by_hand) {
    if (!live.contains(id)) world_.witness().Violate(Concat(id, ", which was there before the stacks, is gone"));
  }
}

void ObjectPeople::HelpToDelete(Stack& stack) {
  RemoveResidualIntegrations(stack);
  if (StatusOf(stack) != emulator::StackStatus::kDeleteFailed) return;
  TakeCredentialsOut();
  Delete(stack);
  WaitForRest();
}

void ObjectPeople::MakeWay() {
  for (const std::string& action : actions_) {
    static_cast<void>(world_.Administer("DELETE", Concat("/api/v2/integrations/actions/", action)));
  }
  objects().used_since.clear();
}

}  // namespace genesys_cfn::simulation
