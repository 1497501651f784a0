// SPDX-License-Identifier: Apache-2.0
// What must be true whenever no operation and no event is under way: people.h.
#include <algorithm>

#include "base/text.h"
#include "simulation/people.h"

namespace genesys_cfn::simulation {
using emulator::StackStatus;

bool People::HasRolledBack(const Stack& stack) {
  const auto events = world_.engine().EventsSince(stack.id, 0);
  return std::any_of(events->begin(), events->end(),
                     [](const auto& event) { return event.status == "UPDATE_ROLLBACK_COMPLETE"; });
}

void People::CheckComplete(const Stack& stack) {
  auto ids = Recorded(stack);
  for (const auto& [logical_id, action] : stack.wanted) {
    const std::string& id = ids[logical_id];
    if (world_.witness().touched.contains(id)) continue;
    const auto live = world_.witness().Find(id);
    if (world_.witness().indistinct.contains(Concat(stack.id, "/", logical_id))) {
      Residual("two Updates within one second");
      continue;
    }
    if (world_.climate().has_wrong_clocks() || world_.lambda().close_duplicates() > 0) continue;
    const std::string which = Concat(stack.name, "/", logical_id, " (", id, ")");
    if (!live) {
      world_.witness().Violate(Concat(which, " is recorded, but the organisation has no such action"));
      continue;
    }
    const auto adopters = adopters_.find(action.adopt);
    if (adopters != adopters_.end() && id != action.adopt && world_.witness().Find(action.adopt)) {
      if (!world_.witness().adoptions.excuses(stack.id)) {
        world_.witness().Violate(Concat(which, " is not ", action.adopt, ", which it adopts"));
      }
      continue;
    }
    // Each of several writes what its own template says.
    if (adopters != adopters_.end() && adopters->second.size() > 1) continue;
    std::string difference;
    if (live->name != action.name) difference = Concat("the name ", live->name);
    if (live->url != action.url) difference = Concat("the URL ", live->url, " instead of ", action.url);
    if (live->output_schema.find(Concat("\"", action.output, "\"")) == std::string::npos) {
      difference = Concat("the output contract ", live->output_schema, " instead of ", action.output);
    }
    if (action.package && difference.empty()) {
      difference = world_.function_witness().Difference(id, action.handler, PackageBytes(*action.package));
    }
    if (difference.empty()) continue;
    // The old properties of such an Update are not those that wrote what is there, so it may be somebody's edit.
    if (without_rollback_.contains(stack.id) && HasRolledBack(stack)) {
      Residual("rolled back to what was before an update without rollback");
    } else {
      world_.witness().Violate(Concat(which, " has ", difference));
    }
  }
}

std::string People::ResidualOf(const Stack& stack, const std::string& id, const MadeBy& made) const {
  if (was_used_.contains(id)) return "in use";
  if (retained_.contains(Concat(made.stack_id, "/", made.logical_id))) return "retained";
  if (made.by_update && without_rollback_.contains(stack.id)) {
    return "a replacement of unknown outcome, and no rollback that looks for it";
  }
  if (!made.is_tagged) return "OwnershipTag is Disabled";
  if (world_.climate().loses_tags()) return "the platform dropped the tag";
  return StackPeople::ResidualOf(stack, id, made);
}

std::set<std::string> People::LiveIds() {
  std::set<std::string> ids;
  for (const auto& [id, row] : world_.witness().LiveActions()) ids.insert(id);
  return ids;
}

void People::CheckOthers() {
  CheckDrafts();
  CheckForeign();
}

// Of the provider: those of people are not its own.
void People::CheckDrafts() {
  const auto live = world_.witness().LiveActions();
  for (const std::string& id : world_.witness().Drafts()) {
    const auto made = world_.witness().made.find(id);
    if (made == world_.witness().made.end() || world_.function_witness().drafts_of_people.contains(id)) continue;
    const auto stack =
        std::find_if(stacks_.begin(), stacks_.end(), [&](const Stack& one) { return one.id == made->second.stack_id; });
    if (stack == stacks_.end() || !(IsComplete(StatusOf(*stack)) || IsGone(StatusOf(*stack)))) continue;
    std::string residual = ResidualOf(*stack, id, made->second);
    if (live.contains(id) && without_rollback_.contains(stack->id)) residual = "a draft of an update without rollback";
    if (residual.empty()) {
      world_.witness().Violate(
          Concat("a draft of ", id, " of ", stack->name, "/", made->second.logical_id, " is left over"));
    } else {
      Residual(residual);
    }
  }
}

void People::CheckForeign() {
  for (const auto& [id, before] : foreign_) {
    const auto now = world_.witness().Find(id);
    if (!now || now->config != before.config || now->name != before.name) {
      world_.witness().Violate(Concat("somebody else's action ", id, " is not as it was"));
    }
  }
  for (const std::string& id : world_.witness().adoptions.by_hand) {
    if (world_.witness().Find(id)) continue;
    world_.witness().Violate(Concat(id, ", which was there before the stacks, is gone"));
  }
}

void People::MakeWay() {
  for (auto& [action, flow] : flows_) static_cast<void>(world_.organisation().RemoveFlow(flow));
  flows_.clear();
  world_.witness().used.clear();
  DiscardDrafts();
}

// An action that somebody deleted, and an integration that does not exist: to the provider this is another
// organisation, and it says so. Who knows better retains the resource.
void People::HelpToDelete(Stack& stack) {
  std::vector<std::string> retained;
  for (const std::string& place : nowhere_) {
    if (place.starts_with(stack.id)) retained.push_back(place.substr(stack.id.size() + 1));
  }
  if (retained.empty()) return;
  static_cast<void>(world_.engine().DeleteStack({stack.id, retained, ""}));
  WaitForRest();
}

}  // namespace genesys_cfn::simulation
