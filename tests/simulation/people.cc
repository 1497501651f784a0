// SPDX-License-Identifier: Apache-2.0
#include "simulation/people.h"

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

constexpr const char* kActions = "/api/v2/integrations/actions";
const std::vector<std::string> kNames = {"Look up", "Close", "Route"};
const std::vector<std::string> kIntegrations = {"Web Services Data Actions", "Genesys Cloud Data Actions"};

std::string Place(const std::string& stack_id, const std::string& logical_id) {
  return Concat(stack_id, "/", logical_id);
}

}  // namespace

void People::Live() {
  MakeForeignActions();
  CreateStack();
  const uint64_t operations = 2 + RandomBelow(random_, 4);
  for (uint64_t i = 0; i < operations; ++i) {
    if (Chance(60)) WaitForStacks(Milliseconds{4'000'000});
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
  WaitForStacks(Milliseconds{8'000'000});
  WaitForRest();
  CheckAtRest();
  EndAll();
}

void People::MakeForeignActions() {
  const json::Value listing = *json::Parse(world_.Administer("GET", "/api/v2/integrations").body);
  std::string integration;
  for (const json::Value& entity : *listing.Find("entities")->AsArray()) {
    if (entity.FindString("name") == kIntegrations.front()) integration = *entity.FindString("id");
  }
  const uint64_t count = RandomBelow(random_, 3);
  for (uint64_t i = 0; i < count; ++i) {
    const json::Value wanted = *json::Parse(MakeTemplate({{"A", WantedAction{}}}, ""));
    json::Object body = *wanted.Find("Resources")->Find("A")->Find("Properties")->Find("Definition")->AsObject();
    body.Set("name", kNames.at(RandomBelow(random_, kNames.size())));
    body.Set("category", "CRM");
    body.Set("integrationId", integration);
    const auto created = json::Parse(world_.Administer("POST", kActions, json::Write(body)).body);
    const std::string id = created->FindString("id").value_or("");
    world_.witness().foreign.insert(id);
    foreign_[id] = *world_.witness().Find(id);
  }
}

WantedAction People::DrawAction() {
  WantedAction action;
  action.name = kNames.at(RandomBelow(random_, kNames.size()));
  action.url = Concat("/", RandomBelow(random_, 6));
  action.is_tagged = !Chance(5);
  action.is_retained = Chance(8);
  action.delete_when_used = Chance(10);
  if (Chance(10)) action.on_drift = Chance(50) ? "Overwrite" : "Recreate";
  action.is_validated = Chance(25);
  action.service_timeout = Chance(80) ? 600 : 120;
  return action;
}

void People::CreateStack() {
  Stack stack;
  stack.name = Concat("stack", ++names_);
  const uint64_t count = 1 + RandomBelow(random_, 3);
  for (uint64_t i = 0; i < count; ++i) stack.wanted[Concat("A", i)] = DrawAction();
  if (count > 1 && Chance(30)) stack.wanted["A1"].depends_on = "A0";
  if (Chance(10)) stack.wanted["A0"].is_invalid = true;
  if (Chance(8)) stack.wanted["A0"].integration = "Nowhere";
  if (!foreign_.empty() && Chance(10)) {
    const auto& [id, row] = *foreign_.begin();
    WantedAction& adopted = stack.wanted["A0"];
    adopted.adopt = id;
    adopted.name = row.name;
    adopted.is_invalid = false;
    world_.witness().foreign.erase(id);
    foreign_.erase(id);
  }
  emulator::StackRequest request;
  request.stack_name = stack.name;
  request.template_body = MakeTemplate(stack.wanted, kFunctionArn);
  if (Chance(10)) request.on_failure = emulator::OnFailure::kDoNothing;
  const auto created = world_.engine().CreateStack(request);
  if (!created) return world_.witness().Violate(Concat("CreateStack was refused: ", created.error().message));
  stack.id = *created;
  for (const auto& [logical_id, action] : stack.wanted) {
    if (!action.adopt.empty()) adopted_[action.adopt] = stack.id;
  }
  Note(stack, stack.wanted);
  ++result_.operations;
  world_.Tell(Concat("create ", stack.name, ": ", Describe(stack.wanted),
                     request.on_failure == emulator::OnFailure::kDoNothing ? "; without rollback" : ""));
  stacks_.push_back(std::move(stack));
}

// What the invariants must know of everything that was ever wanted.
void People::Note(const Stack& stack, const WantedStack& wanted) {
  for (const auto& [logical_id, action] : wanted) {
    const std::string place = Place(stack.id, logical_id);
    if (action.is_retained) retained_.insert(place);
    if (action.integration == "Nowhere") nowhere_.insert(place);
    if (!action.on_drift.empty()) world_.witness().overwrites.insert(place);
  }
}

WantedStack People::DrawChange(WantedStack stack) {
  for (auto& [logical_id, action] : stack) {
    action.is_invalid = false;
    if (action.integration == "Nowhere") action.integration = kIntegrations.front();
    if (Chance(50)) action.url = Concat("/", RandomBelow(random_, 6));
    if (Chance(25) && action.adopt.empty()) action.output = Concat("output", RandomBelow(random_, 4));
    if (Chance(10)) action.name = kNames.at(RandomBelow(random_, kNames.size()));
    if (Chance(5) && action.adopt.empty()) action.integration = kIntegrations.at(RandomBelow(random_, 2));
    if (Chance(4)) action.adopt.clear();
    if (Chance(10)) action.is_validated = !action.is_validated;
    if (Chance(10)) action.is_invalid = true;
  }
  if (stack.size() > 1 && Chance(20)) {
    const std::string removed = stack.begin()->first;
    stack.erase(removed);
    for (auto& [logical_id, action] : stack) {
      if (action.depends_on == removed) action.depends_on.clear();
    }
  }
  if (stack.size() < 4 && Chance(25)) stack[Concat("N", RandomBelow(random_, 3))] = DrawAction();
  if (Chance(8)) stack.rbegin()->second.integration = "Nowhere";
  return stack;
}

void People::Update(Stack& stack) {
  if (StatusOf(stack) == emulator::StackStatus::kUpdateRollbackComplete) stack.wanted = stack.before;
  WantedStack wanted = DrawChange(stack.wanted);
  emulator::StackRequest request;
  request.stack_name = stack.name;
  request.template_body = MakeTemplate(wanted, kFunctionArn);
  const auto status = StatusOf(stack);
  const bool half_way =
      status == emulator::StackStatus::kCreateFailed || status == emulator::StackStatus::kUpdateFailed;
  if (half_way || Chance(10)) request.on_failure = emulator::OnFailure::kDoNothing;
  const auto updated = world_.engine().UpdateStack(request);
  world_.Tell(Concat("update ", stack.name, ": ", Describe(wanted),
                     request.on_failure == emulator::OnFailure::kDoNothing ? "; without rollback" : "",
                     updated ? "" : Concat("; refused: ", updated.error().message)));
  if (!updated) return;
  Note(stack, wanted);
  if (request.on_failure == emulator::OnFailure::kDoNothing) without_rollback_.insert(stack.id);
  ++result_.operations;
  if (!half_way) stack.before = stack.wanted;
  stack.wanted = std::move(wanted);
}

void People::Delete(Stack& stack) {
  const auto deleted = world_.engine().DeleteStack({stack.id, {}, ""});
  world_.Tell(Concat("delete ", stack.name, deleted ? "" : Concat(" refused: ", deleted.error().message)));
  if (deleted) ++result_.operations;
}

emulator::StackStatus People::StatusOf(const Stack& stack) {
  const auto described = world_.engine().DescribeStack(stack.id);
  return described ? described->status : emulator::StackStatus::kDeleteComplete;
}

void People::Operate(Stack& stack) {
  using emulator::StackStatus;
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

void People::ActInTheWebPage() {
  if (Chance(10)) return world_.Rotate();
  const auto live = world_.witness().LiveActions();
  std::vector<std::string> ours;
  for (const auto& [id, row] : live) {
    if (world_.witness().made.contains(id)) ours.push_back(id);
  }
  if (ours.empty()) return;
  const std::string& id = ours.at(RandomBelow(random_, ours.size()));
  if (Chance(50)) return Edit(id);
  if (Chance(30)) return RemoveByHand(id);
  Publish(id);
}

void People::Edit(const std::string& id) {
  auto live = json::Parse(world_.Administer("GET", Concat(kActions, "/", id, "?includeConfig=true")).body);
  if (!live || live->Find("config") == nullptr) return;
  const std::string url = Concat("/edited", RandomBelow(random_, 100));
  const auto row = world_.witness().Find(id);
  auto config = json::Parse(row->config);
  config->AsObject()->Find("request")->AsObject()->Set("requestUrlTemplate", url);
  const auto edited = world_.Administer(
      "PATCH", Concat(kActions, "/", id),
      json::Write(json::Object{
          {"name", row->name}, {"category", row->category}, {"config", *config}, {"version", *live->Find("version")}}));
  if (!edited.ok()) return;
  world_.Tell(Concat("somebody edits ", id, ": ", url));
  world_.witness().edited[id] = url;
  world_.witness().edited_at[id] = world_.scheduler().Now();
  world_.witness().touched.insert(id);
}

void People::RemoveByHand(const std::string& id) {
  world_.Tell(Concat("somebody deletes ", id));
  static_cast<void>(world_.Administer("DELETE", Concat(kActions, "/", id)));
  world_.witness().touched.insert(id);
}

void People::Publish(const std::string& id) {
  Witness& witness = world_.witness();
  if (const auto flow = flows_.find(id); flow != flows_.end()) {
    static_cast<void>(world_.organisation().RemoveFlow(flow->second));
    witness.used.erase(id);
    flows_.erase(flow);
    return;
  }
  const auto flow = world_.organisation().AddPublishedFlow("Main menu", "INBOUNDCALLFLOW", {id});
  if (!flow) return;
  world_.Tell(Concat("a flow that uses ", id, " is published"));
  flows_[id] = *flow;
  was_used_.insert(id);
  witness.used.insert(id);
  witness.used_since[id] = world_.scheduler().Now();
}

void People::Pass(Milliseconds time) {
  world_.scheduler().SleepFor(time);
  static_cast<void>(world_.engine().Tick());
  if (world_.tells()) TellEvents();
}

void People::TellEvents() {
  for (Stack& stack : stacks_) {
    const auto events = world_.engine().EventsSince(stack.id, stack.told);
    for (const auto& event : *events) {
      stack.told = event.sequence;
      world_.Tell(Concat("CloudFormation ", FormatIso8601(event.time).substr(11, 12), " ", event.logical_id, " ",
                         event.status, " ", event.physical_id == stack.id ? "" : event.physical_id, " ", event.reason));
    }
  }
}

void People::WaitForStacks(Milliseconds limit) {
  for (Milliseconds waited{0}; waited < limit;) {
    bool in_progress = false;
    for (const Stack& stack : stacks_) in_progress = in_progress || IsInProgress(StatusOf(stack));
    if (!in_progress) break;
    const Milliseconds pause{waited < Milliseconds{60'000} ? 1'000 : 10'000};
    Pass(pause);
    waited += pause;
  }
  for (const Stack& stack : stacks_) NoteDropped(stack);
}

void People::WaitForRest() {
  WaitForStacks(Milliseconds{8'000'000});
  for (int i = 0; i < 100 && world_.lambda().busy() > 0; ++i) Pass(Milliseconds{10'000});
  WaitForStacks(Milliseconds{8'000'000});
}

}  // namespace genesys_cfn::simulation
