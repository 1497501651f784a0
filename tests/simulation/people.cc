// SPDX-License-Identifier: Apache-2.0
#include "simulation/people.h"

#include <algorithm>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

constexpr const char* kActions = "/api/v2/integrations/actions";
const std::vector<std::string> kNames = {"Look up", "Close", "Route"};
constexpr const char* kFunctions = "Genesys Cloud Function Data Actions";
const std::vector<std::string> kIntegrations = {"Web Services Data Actions", "Genesys Cloud Data Actions"};

std::string Place(const std::string& stack_id, const std::string& logical_id) {
  return Concat(stack_id, "/", logical_id);
}

}  // namespace

void People::Prepare() {
  const json::Value listing = *json::Parse(world_.Administer("GET", "/api/v2/integrations").body);
  std::string integration;
  for (const json::Value& entity : *listing.Find("entities")->AsArray()) {
    if (entity.FindString("name") == kIntegrations.front()) integration = *entity.FindString("id");
  }
  world_.witness().adoptions.excuses = [this](const std::string& stack_id) {
    if (!without_rollback_.contains(stack_id)) return false;
    Residual("AdoptActionId was changed by an Update that failed and was not rolled back");
    return true;
  };
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
    world_.witness().adoptions.by_hand.insert(id);
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
  if (!has_functions() || Chance(25)) return action;
  action.integration = kFunctions;
  action.package = static_cast<int>(RandomBelow(random_, kPackages));
  action.pin = static_cast<PackagePin>(RandomBelow(random_, 3));
  return action;
}

WantedStack People::DrawStack() {
  WantedStack wanted;
  const uint64_t count = 1 + RandomBelow(random_, 3);
  for (uint64_t i = 0; i < count; ++i) wanted[Concat("A", i)] = DrawAction();
  if (count > 1 && Chance(30)) wanted["A1"].depends_on = "A0";
  if (Chance(10)) wanted["A0"].is_invalid = true;
  if (Chance(8)) wanted["A0"].integration = "Nowhere";
  if (Chance(25)) BeginAdoption(wanted, wanted["A0"]);
  return wanted;
}

// Of one that was made by hand and lives; perhaps another stack has adopted it already. Contract and integration stay.
void People::BeginAdoption(WantedStack& stack, WantedAction& action) {
  std::vector<std::string> ids;
  for (const std::string& id : world_.witness().adoptions.by_hand) {
    const bool is_taken =
        std::any_of(stack.begin(), stack.end(), [&](const auto& one) { return one.second.adopt == id; });
    if (!is_taken && world_.witness().Find(id)) ids.push_back(id);
  }
  if (ids.empty() || has_functions()) return;
  action.adopt = ids.at(RandomBelow(random_, ids.size()));
  action.deletes_adopted = Chance(15);
  action.name = world_.witness().Find(action.adopt)->name;
  action.output = WantedAction().output;
  action.integration = WantedAction().integration;
  // To make a new one is what this asks for.
  if (action.on_drift == "Recreate") action.on_drift.clear();
  action.is_invalid = false;
}

void People::Note(const Stack& stack, const WantedStack& wanted) {
  for (const auto& [logical_id, action] : wanted) {
    const std::string place = Place(stack.id, logical_id);
    if (action.is_retained) retained_.insert(place);
    if (action.integration == "Nowhere") nowhere_.insert(place);
    if (!action.on_drift.empty()) world_.witness().overwrites.insert(place);
    if (action.adopt.empty()) continue;
    adopters_[action.adopt].insert(place);
    world_.witness().foreign.erase(action.adopt);
    foreign_.erase(action.adopt);
  }
}

WantedStack People::DrawChange(WantedStack stack) {
  for (auto& [logical_id, action] : stack) {
    action.is_invalid = false;
    if (action.integration == "Nowhere") action.integration = action.package ? kFunctions : kIntegrations.front();
    if (Chance(50)) action.url = Concat("/", RandomBelow(random_, 6));
    if (Chance(25) && action.adopt.empty()) action.output = Concat("output", RandomBelow(random_, 4));
    if (Chance(10)) action.name = kNames.at(RandomBelow(random_, kNames.size()));
    if (action.package) {
      if (Chance(40)) action.package = static_cast<int>(RandomBelow(random_, kPackages));
      if (Chance(20)) action.handler = Concat("index.handler", RandomBelow(random_, 3));
    } else if (Chance(5) && action.adopt.empty()) {
      action.integration = kIntegrations.at(RandomBelow(random_, 2));
    }
    if (Chance(12)) action.adopt.clear();
    if (Chance(8)) BeginAdoption(stack, action);
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

void People::ActInTheWebPage() {
  if (Chance(10)) return world_.Rotate();
  const auto live = world_.witness().LiveActions();
  std::vector<std::string> ours;
  for (const auto& [id, row] : live) {
    if (world_.witness().made.contains(id) || adopters_.contains(id)) ours.push_back(id);
  }
  if (ours.empty()) return;
  const std::string& id = ours.at(RandomBelow(random_, ours.size()));
  if (Chance(50)) return has_functions() ? EditByDraft(id) : Edit(id);
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
  world_.witness().adoptions.by_hand.erase(id);
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

}  // namespace genesys_cfn::simulation
