// SPDX-License-Identifier: Apache-2.0
// What must be true whenever no operation and no event is under way.
#include <algorithm>

#include "base/text.h"
#include "simulation/people.h"

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

void People::NoteDropped(const Stack& stack) {
  const auto described = world_.engine().DescribeStack(stack.id);
  if (described && described->status_reason.find("could not be deleted") != std::string::npos)
    dropped_.insert(stack.id);
}

bool People::HasRolledBack(const Stack& stack) {
  const auto events = world_.engine().EventsSince(stack.id, 0);
  return std::any_of(events->begin(), events->end(),
                     [](const auto& event) { return event.status == "UPDATE_ROLLBACK_COMPLETE"; });
}

void People::CheckAtRest() {
  for (Stack& stack : stacks_) {
    const StackStatus status = StatusOf(stack);
    if (status == StackStatus::kUpdateRollbackComplete) stack.wanted = stack.before;
    std::set<std::string> recorded;
    if (!IsGone(status)) {
      const auto resources = world_.engine().DescribeResources(stack.id);
      for (const auto& resource : *resources) recorded.insert(resource.physical_id);
    }
    if (IsComplete(status)) CheckComplete(stack, stack.wanted);
    if (IsComplete(status) || IsGone(status)) CheckLeftovers(stack, recorded);
  }
  CheckDrafts();
  CheckForeign();
  for (const std::string& request_id : world_.witness().doubled) {
    if (world_.lambda().close_duplicates() > 0) {
      Residual("an event was delivered twice within ten seconds");
    } else if (!world_.climate().loses_tags() && !world_.climate().has_wrong_clocks()) {
      world_.witness().Violate(Concat("the request ", request_id, " made two actions"));
    }
  }
  world_.witness().doubled.clear();
}

void People::CheckComplete(const Stack& stack, const WantedStack& wanted) {
  std::map<std::string, std::string> ids;
  const auto resources = world_.engine().DescribeResources(stack.id);
  for (const auto& resource : *resources) {
    ids[resource.logical_id] = resource.physical_id;
  }
  for (const auto& [logical_id, action] : wanted) {
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
    std::string difference;
    if (live->name != action.name) difference = Concat("the name ", live->name);
    if (live->url != action.url) difference = Concat("the URL ", live->url, " instead of ", action.url);
    if (live->output_schema.find(Concat("\"", action.output, "\"")) == std::string::npos) {
      difference = Concat("the output contract ", live->output_schema, " instead of ", action.output);
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
  if (dropped_.contains(stack.id)) return "a clean-up was given up after three tries";
  if (world_.witness().indistinct.contains(Concat(made.stack_id, "/", made.logical_id))) {
    return "two Updates within one second";
  }
  if (made.by_update && without_rollback_.contains(stack.id)) {
    return "a replacement of unknown outcome, and no rollback that looks for it";
  }
  if (!made.by_update && world_.scheduler().Now() - made.at > Milliseconds{3'900'000}) {
    return "a Create without an answer, deleted more than an hour after it";
  }
  if (!made.is_tagged) return "OwnershipTag is Disabled";
  if (world_.climate().loses_tags()) return "the platform dropped the tag";
  if (world_.climate().has_wrong_clocks()) return "clocks are wrong by more than ten seconds";
  if (world_.witness().doubled_at_once.contains(made.request_id)) {
    return "two deliveries of a request wrote at the same moment";
  }
  if (world_.lambda().close_duplicates() > 0) return "an event was delivered twice within ten seconds";
  return "";
}

void People::CheckLeftovers(const Stack& stack, const std::set<std::string>& recorded) {
  const auto live = world_.witness().LiveActions();
  for (const auto& [id, made] : world_.witness().made) {
    if (made.stack_id != stack.id || recorded.contains(id) || !live.contains(id)) continue;
    const std::string residual = ResidualOf(stack, id, made);
    if (residual.empty()) {
      world_.witness().Violate(
          Concat("the action ", id, " of ", stack.name, "/", made.logical_id, " is left over: no stack records it"));
    } else {
      Residual(residual);
    }
  }
}

// Nobody but the provider makes drafts here.
void People::CheckDrafts() {
  const auto live = world_.witness().LiveActions();
  for (const std::string& id : world_.witness().Drafts()) {
    const auto made = world_.witness().made.find(id);
    if (made == world_.witness().made.end()) continue;
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
  for (const auto& [id, stack_id] : adopted_) {
    if (world_.witness().Find(id)) continue;
    if (without_rollback_.contains(stack_id)) {
      Residual("AdoptActionId was taken out by an Update that failed and was not rolled back");
    } else {
      world_.witness().Violate(Concat("the adopted action ", id, " was deleted"));
    }
  }
}

// Calm weather: every stack must come to an end, and nothing of it be left.
void People::EndAll() {
  world_.Calm();
  world_.Tell("calm");
  for (auto& [action, flow] : flows_) static_cast<void>(world_.organisation().RemoveFlow(flow));
  flows_.clear();
  world_.witness().used.clear();
  WaitForRest();
  for (Stack& stack : stacks_) {
    if (!BringToEnd(stack)) {
      const auto described = world_.engine().DescribeStack(stack.id);
      std::string why;
      const auto events = world_.engine().EventsSince(stack.id, 0);
      for (const auto& event : *events) {
        if (event.status.ends_with("FAILED")) why = event.reason;
      }
      world_.witness().Violate(
          Concat(stack.name, " does not come to an end in calm weather: ", ToString(described->status), "; ", why));
    }
  }
  WaitForRest();
  CheckAtRest();
}

bool People::BringToEnd(Stack& stack) {
  if (StatusOf(stack) == StackStatus::kUpdateRollbackFailed) {
    static_cast<void>(world_.engine().ContinueUpdateRollback(stack.id, {}));
    WaitForRest();
    if (StatusOf(stack) != StackStatus::kUpdateRollbackComplete) return false;
    CheckAtRest();
  }
  if (StatusOf(stack) != StackStatus::kDeleteComplete) Delete(stack);
  WaitForRest();
  if (StatusOf(stack) == StackStatus::kDeleteFailed) RetainWhatNobodyKnows(stack);
  return StatusOf(stack) == StackStatus::kDeleteComplete;
}

// An action that somebody deleted, and an integration that does not exist: to the provider this is another
// organisation, and it says so. Who knows better retains the resource.
void People::RetainWhatNobodyKnows(const Stack& stack) {
  std::vector<std::string> retained;
  for (const std::string& place : nowhere_) {
    if (place.starts_with(stack.id)) retained.push_back(place.substr(stack.id.size() + 1));
  }
  if (retained.empty()) return;
  static_cast<void>(world_.engine().DeleteStack({stack.id, retained, ""}));
  WaitForRest();
}

}  // namespace genesys_cfn::simulation
