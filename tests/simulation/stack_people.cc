// SPDX-License-Identifier: Apache-2.0
#include "simulation/stack_people.h"

#include "base/text.h"
#include "simulation/object_people.h"
#include "simulation/people.h"
#include "simulation/reference_people.h"

namespace genesys_cfn::simulation {
namespace {

constexpr Milliseconds kLong{8'000'000};

}  // namespace

using emulator::OnFailure;
using emulator::StackStatus;

bool IsComplete(StackStatus status) {
  return status == StackStatus::kCreateComplete || status == StackStatus::kUpdateComplete ||
         status == StackStatus::kUpdateRollbackComplete;
}

bool IsGone(StackStatus status) {
  return status == StackStatus::kDeleteComplete || status == StackStatus::kRollbackComplete;
}

template <typename Wanted>
void StackPeople<Wanted>::Live() {
  Prepare();
  CreateStack();
  const uint64_t operations = 2 + RandomBelow(random_, 4);
  for (uint64_t i = 0; i < operations; ++i) {
    if (Chance(60)) WaitForStacks(kLong / 2);
    if (Chance(30)) {
      WaitForRest();
      CheckAtRest();
    }
    if (Chance(50)) ActInTheWebPage();
    if (stacks_.size() < 2 && Chance(25)) CreateStack();
    Operate(stacks_.at(RandomBelow(random_, stacks_.size())));
    if (Chance(50)) Pass(Milliseconds{static_cast<int64_t>(RandomBelow(random_, 5'000))});
    if (Chance(30)) ActInTheWebPage();
  }
  WaitForRest();
  CheckAtRest();
  EndAll();
}

template <typename Wanted>
void StackPeople<Wanted>::CreateStack() {
  Stack stack;
  stack.name = Concat("stack", ++names_);
  stack.wanted = DrawStack();
  emulator::StackRequest request;
  request.stack_name = stack.name;
  request.template_body = MakeTemplate(stack.wanted, kFunctionArn);
  if (rollback_ == Rollback::kMostly && Chance(10)) request.on_failure = OnFailure::kDoNothing;
  const auto created = world_.engine().CreateStack(request);
  if (!created) return world_.witness().Violate(Concat("CreateStack was refused: ", created.error().message));
  stack.id = *created;
  Note(stack, stack.wanted);
  ++result_.operations;
  world_.Tell(Concat("create ", stack.name, ": ", Describe(stack.wanted),
                     request.on_failure == OnFailure::kDoNothing ? "; without rollback" : ""));
  stacks_.push_back(std::move(stack));
}

template <typename Wanted>
void StackPeople<Wanted>::Update(Stack& stack) {
  if (StatusOf(stack) == StackStatus::kUpdateRollbackComplete) stack.wanted = stack.before;
  Wanted wanted = DrawChange(stack.wanted);
  emulator::StackRequest request;
  request.stack_name = stack.name;
  request.template_body = MakeTemplate(wanted, kFunctionArn);
  const StackStatus status = StatusOf(stack);
  const bool half_way = status == StackStatus::kCreateFailed || status == StackStatus::kUpdateFailed;
  if (half_way || (rollback_ == Rollback::kMostly && Chance(10))) request.on_failure = OnFailure::kDoNothing;
  const bool without_rollback = request.on_failure == OnFailure::kDoNothing;
  const auto updated = world_.engine().UpdateStack(request);
  world_.Tell(Concat("update ", stack.name, ": ", Describe(wanted), without_rollback ? "; without rollback" : "",
                     updated ? "" : Concat("; refused: ", updated.error().message)));
  if (!updated) return;
  Note(stack, wanted);
  if (without_rollback) without_rollback_.insert(stack.id);
  ++result_.operations;
  if (!half_way) stack.before = stack.wanted;
  stack.wanted = std::move(wanted);
}

template <typename Wanted>
void StackPeople<Wanted>::Delete(Stack& stack) {
  const auto deleted = world_.engine().DeleteStack({stack.id, {}, ""});
  world_.Tell(Concat("delete ", stack.name, deleted ? "" : Concat(" refused: ", deleted.error().message)));
  if (deleted) ++result_.operations;
}

template <typename Wanted>
StackStatus StackPeople<Wanted>::StatusOf(const Stack& stack) const {
  const auto described = world_.engine().DescribeStack(stack.id);
  return described ? described->status : StackStatus::kDeleteComplete;
}

template <typename Wanted>
std::map<std::string, std::string> StackPeople<Wanted>::Recorded(const Stack& stack) const {
  std::map<std::string, std::string> ids;
  const auto resources = world_.engine().DescribeResources(stack.id);
  for (const auto& resource : *resources) ids[resource.logical_id] = resource.physical_id;
  return ids;
}

template <typename Wanted>
void StackPeople<Wanted>::Operate(Stack& stack) {
  switch (StatusOf(stack)) {
    case StackStatus::kDeleteComplete:
      return;
    case StackStatus::kUpdateInProgress:
      if (Chance(40)) {
        Pass(Milliseconds{static_cast<int64_t>(RandomBelow(random_, 3'000))});
        const auto cancelled = world_.engine().CancelUpdate(stack.id);
        world_.Tell(Concat("cancel the update of ", stack.name, cancelled ? "" : " refused"));
      }
      return;
    case StackStatus::kCreateInProgress:
      if (Chance(30)) Delete(stack);
      return;
    case StackStatus::kUpdateRollbackFailed: {
      const auto continued = world_.engine().ContinueUpdateRollback(stack.id, {});
      world_.Tell(Concat("continue the rollback of ", stack.name, continued ? "" : " refused"));
      return;
    }
    case StackStatus::kRollbackComplete:
    case StackStatus::kRollbackFailed:
    case StackStatus::kDeleteFailed:
      return Delete(stack);
    default:
      return Chance(15) ? Delete(stack) : Update(stack);
  }
}

template <typename Wanted>
void StackPeople<Wanted>::Pass(Milliseconds time) {
  world_.scheduler().SleepFor(time);
  static_cast<void>(world_.engine().Tick());
  if (world_.tells()) TellEvents();
}

template <typename Wanted>
void StackPeople<Wanted>::TellEvents() {
  for (Stack& stack : stacks_) {
    const auto events = world_.engine().EventsSince(stack.id, stack.told);
    for (const auto& event : *events) {
      stack.told = event.sequence;
      world_.Tell(Concat("CloudFormation ", FormatIso8601(event.time).substr(11, 12), " ", event.logical_id, " ",
                         event.status, " ", event.physical_id == stack.id ? "" : event.physical_id, " ", event.reason));
    }
  }
}

template <typename Wanted>
void StackPeople<Wanted>::WaitForStacks(Milliseconds limit) {
  for (Milliseconds waited{0}; waited < limit;) {
    bool in_progress = false;
    for (const Stack& stack : stacks_) in_progress = in_progress || IsInProgress(StatusOf(stack));
    if (!in_progress) break;
    const Milliseconds pause{waited < Milliseconds{60'000} ? 1'000 : 10'000};
    Pass(pause);
    waited += pause;
  }
  for (const Stack& stack : stacks_) {
    const auto described = world_.engine().DescribeStack(stack.id);
    if (!described || described->status_reason.find("could not be deleted") == std::string::npos) continue;
    dropped_.insert(stack.id);
  }
}

template <typename Wanted>
void StackPeople<Wanted>::WaitForRest() {
  WaitForStacks(kLong);
  for (int i = 0; i < 100 && world_.lambda().busy() > 0; ++i) Pass(Milliseconds{10'000});
  WaitForStacks(kLong);
}

template <typename Wanted>
void StackPeople<Wanted>::CheckAtRest() {
  for (Stack& stack : stacks_) {
    const StackStatus status = StatusOf(stack);
    if (status == StackStatus::kUpdateRollbackComplete) stack.wanted = stack.before;
    if (IsComplete(status)) CheckComplete(stack);
    if (IsComplete(status) || IsGone(status)) CheckLeftovers(stack);
  }
  CheckOthers();
  CheckDoubled();
}

template <typename Wanted>
void StackPeople<Wanted>::CheckDoubled() {
  for (const std::string& request_id : world_.witness().doubled) {
    if (world_.lambda().close_duplicates() > 0) {
      Residual("an event was delivered twice within ten seconds");
    } else if (!world_.climate().loses_tags() && !world_.climate().has_wrong_clocks()) {
      world_.witness().Violate(Concat("the request ", request_id, " made two"));
    }
  }
  world_.witness().doubled.clear();
}

template <typename Wanted>
void StackPeople<Wanted>::CheckLeftovers(const Stack& stack) {
  std::set<std::string> recorded;
  if (!IsGone(StatusOf(stack))) {
    for (const auto& [logical_id, id] : Recorded(stack)) recorded.insert(id);
  }
  const std::set<std::string> live = LiveIds();
  for (const auto& [id, made] : Made()) {
    if (made.stack_id != stack.id || recorded.contains(id) || !live.contains(id)) continue;
    const std::string residual = ResidualOf(stack, id, made);
    if (residual.empty()) {
      world_.witness().Violate(
          Concat(id, " of ", stack.name, "/", made.logical_id, " is left over: no stack records it"));
    } else {
      Residual(residual);
    }
  }
}

template <typename Wanted>
std::string StackPeople<Wanted>::ResidualOf(const Stack& stack, const std::string& /*id*/, const MadeBy& made) const {
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

// Calm weather: every stack must come to an end, and nothing of it be left.
template <typename Wanted>
void StackPeople<Wanted>::EndAll() {
  world_.Calm();
  world_.Tell("calm");
  MakeWay();
  WaitForRest();
  for (Stack& stack : stacks_) {
    if (BringToEnd(stack)) continue;
    std::string why;
    const auto events = world_.engine().EventsSince(stack.id, 0);
    for (const auto& event : *events) {
      if (event.status.ends_with("FAILED")) why = event.reason;
    }
    world_.witness().Violate(
        Concat(stack.name, " does not come to an end in calm weather: ", ToString(StatusOf(stack)), "; ", why));
  }
  WaitForRest();
  CheckAtRest();
}

template <typename Wanted>
bool StackPeople<Wanted>::BringToEnd(Stack& stack) {
  if (StatusOf(stack) == StackStatus::kUpdateRollbackFailed) {
    static_cast<void>(world_.engine().ContinueUpdateRollback(stack.id, {}));
    WaitForRest();
    if (StatusOf(stack) != StackStatus::kUpdateRollbackComplete) return false;
    CheckAtRest();
  }
  if (StatusOf(stack) != StackStatus::kDeleteComplete) Delete(stack);
  WaitForRest();
  if (StatusOf(stack) == StackStatus::kDeleteFailed) HelpToDelete(stack);
  return StatusOf(stack) == StackStatus::kDeleteComplete;
}

template <typename Wanted>
void StackPeople<Wanted>::RemoveResidualIntegrations(Stack& stack) {
  bool removed = false;
  const auto live = world_.object_witness().Live();
  for (const auto& [id, made] : world_.object_witness().made) {
    const auto row = live.find(id);
    if (made.stack_id != stack.id || row == live.end() || row->second.is_credential) continue;
    const std::string residual = ResidualOf(stack, id, made);
    if (residual.empty()) continue;
    Residual(residual);
    static_cast<void>(world_.Administer("DELETE", Concat("/api/v2/integrations/", id)));
    removed = true;
  }
  if (!removed) return;
  Delete(stack);
  WaitForRest();
}

template class StackPeople<WantedStack>;
template class StackPeople<WantedObjects>;
template class StackPeople<WantedReferences>;

}  // namespace genesys_cfn::simulation
