// SPDX-License-Identifier: Apache-2.0
#include "simulation/reference_people.h"

#include <utility>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"
#include "simulation/object_people.h"

namespace genesys_cfn::simulation {
namespace {

constexpr const char* kIntegrations = "/api/v2/integrations";
constexpr const char* kCredentials = "/api/v2/integrations/credentials";
constexpr const char* kActions = "/api/v2/integrations/actions";
// The first is a part of the second; the third ships with the platform's own integrations.
const std::vector<std::string> kNames = {"Look up", "Look up again", "Get User Routing Status"};
const std::vector<std::string> kCategories = {"CRM", "Sales"};

// Where the stack's own action is to be found.
void SetPlaces(WantedReferences& wanted) {
  for (auto& [logical_id, reference] : wanted) {
    const auto action = wanted.find(reference.of_action);
    if (action == wanted.end()) continue;
    reference.place.name = action->second.action->name;
    reference.place.integration_id = action->second.action->integration_id;
  }
}

}  // namespace

std::string ReferencePeople::MakeIntegration(const std::string& name, const std::string& type) {
  const json::Object body{{"name", name}, {"integrationType", json::Object{{"id", type}}}};
  const auto made = json::Parse(world_.Administer("POST", kIntegrations, json::Write(body)).body);
  return made ? made->FindString("id").value_or("") : "";
}

void ReferencePeople::Attach(const std::string& integration) {
  const std::string place = Concat(kIntegrations, "/", integration, "/config/current");
  auto config = json::Parse(world_.Administer("GET", place).body);
  if (!config || !config->is_object()) return;
  config->AsObject()->Set("credentials", json::Object{{"basicAuth", json::Object{{"id", oauth_}}}});
  static_cast<void>(world_.Administer("PUT", place, json::Write(*config)));
}

void ReferencePeople::Prepare() {
  world_.PutSecret(kObjectSecret, SecretText());
  const auto credential = json::Parse(
      world_
          .Administer("POST", kCredentials,
                      R"({"name":"Login","type":{"name":"userDefinedOAuth"},"credentialFields":{"clientId":"c"}})")
          .body);
  oauth_ = credential->FindString("id").value_or("");
  for (int i = 0; i < 5; ++i) {  // few calls: the organisation may limit them
    const std::string id = MakeIntegration(Concat("Login ", i), "custom-rest-actions");
    Attach(id);
    free_.push_back(id);
    const std::string action = kAuthPrefix + id;
    foreign_[action] = world_.witness().Find(action).value_or(LiveRow());
    world_.witness().foreign.insert(action);
  }
  for (const char* name : {"Desk", "Shop", "Platform"}) {
    places_.push_back(
        MakeIntegration(name, name == std::string_view("Platform") ? "purecloud-data-actions" : "custom-rest-actions"));
    called_[places_.back()] = name;
  }
  references().Note();
  const uint64_t actions = 1 + RandomBelow(random_, 5);
  for (uint64_t i = 0; i < actions; ++i) MakeAction();
}

WantedReference ReferencePeople::DrawAuth() {
  WantedReference wanted;
  wanted.is_auth = true;
  wanted.url = Concat("/", RandomBelow(random_, 6));
  wanted.overwrites = Chance(10);
  if (free_.empty() || Chance(25)) return wanted;
  wanted.integration = free_.back();
  free_.pop_back();
  return wanted;
}

WantedReference ReferencePeople::DrawLookUp() {
  WantedReference wanted;
  wanted.place.name = kNames.at(RandomBelow(random_, kNames.size()));
  const std::string& place = places_.at(RandomBelow(random_, places_.size()));
  if (Chance(50)) {
    wanted.place.integration_id = place;
  } else {
    wanted.place.integration_name = called_[place];
  }
  if (Chance(30)) wanted.place.category = kCategories.at(RandomBelow(random_, kCategories.size()));
  return wanted;
}

// A name that nobody else's action has, or one of those that several have.
std::string ReferencePeople::OwnName() {
  return Chance(80) ? Concat(kOwnName, ++own_names_) : kNames.at(RandomBelow(random_, kNames.size()));
}

void ReferencePeople::DrawOwnAction(WantedReferences& wanted) {
  WantedAction action;
  action.name = OwnName();
  action.url = Concat("/", RandomBelow(random_, 6));
  action.integration_id = places_.at(RandomBelow(random_, places_.size()));
  wanted["T0"].action = action;
  wanted["U0"].of_action = "T0";
  if (Chance(20)) wanted["U1"].of_action = "T0";
  SetPlaces(wanted);
}

void ReferencePeople::ChangeOwnAction(WantedAction& action) {
  action.is_invalid = Chance(8);
  if (Chance(50)) action.url = Concat("/", RandomBelow(random_, 6));
  if (Chance(15)) action.name = OwnName();
  if (Chance(15)) action.output = Concat("output", RandomBelow(random_, 4));
}

WantedReferences ReferencePeople::DrawStack() {
  WantedReferences wanted;
  if (Chance(60)) wanted["A0"] = DrawAuth();
  if (Chance(30)) wanted["A1"] = DrawAuth();
  if (wanted.empty() || Chance(50)) wanted["L0"] = DrawLookUp();
  if (Chance(20)) wanted["L1"] = DrawLookUp();
  if (Chance(40)) DrawOwnAction(wanted);
  if (Chance(10)) wanted.begin()->second.is_invalid = true;
  return wanted;
}

WantedReferences ReferencePeople::DrawChange(WantedReferences wanted) {
  for (auto& [logical_id, reference] : wanted) {
    if (reference.action) {
      ChangeOwnAction(*reference.action);
      continue;
    }
    reference.is_invalid = Chance(8);
    if (!reference.is_auth) {
      if (Chance(50)) ++reference.version;
      if (reference.of_action.empty() && Chance(25)) reference.place = DrawLookUp().place;
      continue;
    }
    if (Chance(60)) reference.url = Concat("/", RandomBelow(random_, 6));
    if (reference.integration.empty() || free_.empty() || !Chance(15)) continue;
    std::swap(reference.integration, free_.back());
    free_.pop_back();
  }
  if (wanted.size() > 1 && Chance(20)) wanted.erase(wanted.begin());
  if (wanted.size() < 4 && Chance(25)) {
    if (Chance(50)) {
      wanted[Concat("M", RandomBelow(random_, 2))] = DrawLookUp();
    } else if (const std::string logical_id = Concat("B", RandomBelow(random_, 2)); !wanted.contains(logical_id)) {
      wanted[logical_id] = DrawAuth();
    }
  }
  if (!wanted.contains("T0") && Chance(20)) {
    DrawOwnAction(wanted);
  } else if (wanted.contains("T0") && Chance(8)) {
    for (const char* logical_id : {"T0", "U0", "U1"}) wanted.erase(logical_id);
  }
  SetPlaces(wanted);
  return wanted;
}

void ReferencePeople::Note(const Stack& stack, const WantedReferences& wanted) {
  for (const auto& [logical_id, reference] : wanted) {
    if (reference.overwrites) world_.witness().overwrites.insert(Concat(stack.id, "/", logical_id));
    if (reference.integration.empty()) continue;
    const std::string action = kAuthPrefix + reference.integration;
    world_.witness().foreign.erase(action);
    foreign_.erase(action);
    in_use_.insert(reference.integration);
  }
}

// Authentication actions that stacks have on record, or go back to.
void ReferencePeople::ActInTheWebPage() {
  if (Chance(10)) return world_.Rotate();
  if (Chance(50)) {
    std::set<std::string> wanted;
    for (const Stack& stack : stacks_) {
      for (const auto& [logical_id, id] : Recorded(stack)) wanted.insert(id);
    }
    std::vector<std::string> ours;
    for (const std::string& id : references().AuthActions()) {
      if (wanted.contains(id)) ours.push_back(id);
    }
    if (ours.empty()) return;
    const std::string& id = ours.at(RandomBelow(random_, ours.size()));
    return Chance(75) ? EditAuth(id) : RemoveAuth(id);
  }
  if (Chance(40)) return MakeAction();
  std::vector<std::string> actions;
  for (const auto& [id, row] : world_.witness().LiveActions()) {
    if (id.starts_with("custom_-_")) actions.push_back(id);
  }
  if (actions.empty()) return;
  ChangeAction(actions.at(RandomBelow(random_, actions.size())));
}

void ReferencePeople::EditAuth(const std::string& id) {
  const auto live = json::Parse(world_.Administer("GET", Concat(kActions, "/", id)).body);
  if (!live || live->Find("version") == nullptr) return;
  const std::string url = Concat("/edited", RandomBelow(random_, 100));
  const json::Object body{{"config", AuthConfig(url)}, {"version", *live->Find("version")}};
  if (!world_.Administer("PATCH", Concat(kActions, "/", id), json::Write(body)).ok()) return;
  world_.Tell(Concat("somebody edits ", id, ": ", url));
  world_.witness().edited[id] = url;
  world_.witness().edited_at[id] = world_.scheduler().Now();
  world_.witness().touched.insert(id);
}

// The action goes with its credential or its integration. With a credential it comes back, as the platform makes it.
void ReferencePeople::RemoveAuth(const std::string& id) {
  const std::string integration = id.substr(std::string_view(kAuthPrefix).size());
  world_.witness().touched.insert(id);
  if (!in_use_.contains(integration) || Chance(40)) {
    world_.Tell(Concat("somebody deletes the integration ", integration));
    static_cast<void>(world_.Administer("DELETE", Concat(kIntegrations, "/", integration)));
    world_.witness().edited.erase(id);
    return;
  }
  const std::string place = Concat(kIntegrations, "/", integration, "/config/current");
  auto config = json::Parse(world_.Administer("GET", place).body);
  if (!config || !config->is_object()) return;
  config->AsObject()->Set("credentials", json::Object());
  if (!world_.Administer("PUT", place, json::Write(*config)).ok()) return;
  const bool comes_back = Chance(70);
  if (comes_back) Attach(integration);
  world_.Tell(Concat("somebody takes the credential of ", integration, comes_back ? " and gives it back" : ""));
  world_.witness().edited.erase(id);
  if (!world_.witness().Find(id)) return;
  world_.witness().edited[id] = "as the platform makes it";
  world_.witness().edited_at[id] = world_.scheduler().Now();
}

void ReferencePeople::MakeAction() {
  const json::Object schema{{"type", "object"}};
  const json::Object body{
      {"name", kNames.at(RandomBelow(random_, kNames.size()))},
      {"category", kCategories.at(RandomBelow(random_, kCategories.size()))},
      {"integrationId", places_.at(RandomBelow(random_, places_.size()))},
      {"config", json::Object{{"request", json::Object{{"requestUrlTemplate", "/"}, {"requestType", "GET"}}},
                              {"response", json::Object()}}},
      {"contract", json::Object{{"input", json::Object{{"inputSchema", schema}}},
                                {"output", json::Object{{"successSchema", schema}}}}}};
  const auto made = json::Parse(world_.Administer("POST", kActions, json::Write(body)).body);
  if (!made || !made->FindString("id")) return;
  world_.Tell(Concat("somebody makes ", *made->FindString("id"), " \"", *body.Find("name")->AsString(), "\" ",
                     *body.Find("category")->AsString(), " on ", *body.Find("integrationId")->AsString()));
  references().Note();
}

void ReferencePeople::ChangeAction(const std::string& id) {
  const bool is_of_stack = world_.witness().made.contains(id);
  if (Chance(40)) {
    world_.Tell(Concat("somebody deletes ", id));
    static_cast<void>(world_.Administer("DELETE", Concat(kActions, "/", id)));
    if (is_of_stack) world_.witness().touched.insert(id);
    return references().Note();
  }
  if (is_of_stack) return;
  const auto live = json::Parse(world_.Administer("GET", Concat(kActions, "/", id)).body);
  if (!live || live->Find("version") == nullptr) return;
  const json::Object body{{"name", kNames.at(RandomBelow(random_, kNames.size()))},
                          {"category", kCategories.at(RandomBelow(random_, kCategories.size()))},
                          {"version", *live->Find("version")}};
  if (!world_.Administer("PATCH", Concat(kActions, "/", id), json::Write(body)).ok()) return;
  world_.Tell(Concat("somebody makes \"", *body.Find("name")->AsString(), "\" ", *body.Find("category")->AsString(),
                     " of ", id));
  references().Note();
}

}  // namespace genesys_cfn::simulation
