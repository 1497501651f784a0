// SPDX-License-Identifier: Apache-2.0
#include "simulation/object_people.h"

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

constexpr const char* kIntegrations = "/api/v2/integrations";
constexpr const char* kCredentials = "/api/v2/integrations/credentials";
constexpr uint64_t kKeys = 5;
const std::vector<std::string> kNames = {"CRM", "Desk"};
const std::vector<std::string> kIntegrationTypes = {"custom-rest-actions", "function-data-actions"};
const std::vector<std::string> kCredentialTypes = {"basicAuth", "userDefined"};

json::Object Resource(const WantedObject& object, std::string_view function_arn) {
  json::Object properties{{"ServiceToken", function_arn}, {"ServiceTimeout", 600}, {"Name", object.name}};
  if (object.overwrites) properties.Set("OnDrift", "Overwrite");
  if (object.is_invalid) properties.Set("Nme", "misspelt");
  if (!object.adopt.empty()) {
    properties.Set(object.is_credential ? "AdoptCredentialId" : "AdoptIntegrationId", object.adopt);
    if (object.deletes_adopted) properties.Set("OnDelete", "Delete");
  }
  if (object.is_credential) {
    properties.Set("CredentialType", object.type);
    properties.Set("SecretId", kObjectSecret);
    properties.Set("Fields", json::Object{{"userName", object.value}, {"password", object.value}});
  } else {
    properties.Set("IntegrationType", object.type);
    properties.Set("Notes", Concat("of ", object.value));
    properties.Set("Properties", json::Object{{"host", object.value}});
    properties.Set("State", object.state);
    if (!object.uses.empty()) {
      properties.Set("Credentials", json::Object{{"basicAuth", json::Object{{"Ref", object.uses}}}});
    }
  }
  return {{"Type", object.is_credential ? "Custom::GenesysCredential" : "Custom::GenesysIntegration"},
          {"Properties", std::move(properties)}};
}

}  // namespace

std::string SecretValueOf(const std::string& key) {
  return Concat("canary-of-a-value-", key);
}

std::string SecretText() {
  json::Object secret;
  for (uint64_t i = 0; i < kKeys; ++i) {
    const std::string key = Concat("k", i);
    secret.Append(key, SecretValueOf(key));
  }
  return json::Write(secret);
}

std::string Describe(const WantedObjects& objects) {
  std::string text;
  for (const auto& [logical_id, object] : objects) {
    text += Concat(text.empty() ? "" : "; ", logical_id, " \"", object.name, "\" ", object.type, " ", object.value, " ",
                   object.state);
    if (!object.uses.empty()) text += Concat(" uses ", object.uses);
    if (!object.adopt.empty()) {
      text += Concat(object.deletes_adopted ? " adopts and deletes " : " adopts ", object.adopt);
    }
    if (object.overwrites) text += " overwrites";
    if (object.is_invalid) text += " INVALID";
  }
  return text;
}

std::string MakeTemplate(const WantedObjects& objects, std::string_view function_arn) {
  json::Object resources;
  for (const auto& [logical_id, object] : objects) resources.Set(logical_id, Resource(object, function_arn));
  return json::Write(json::Object{{"Resources", std::move(resources)}});
}

// The secret; and what is there already: of the organisation itself, and some of the names that the stacks use.
void ObjectPeople::Prepare() {
  world_.PutSecret(kObjectSecret, SecretText());
  for (uint64_t i = 0; i < kKeys; ++i) world_.witness().AddSecret(SecretValueOf(Concat("k", i)));
  if (Chance(50)) {
    world_.Administer("POST", kIntegrations, R"({"name":"CRM","integrationType":{"id":"custom-rest-actions"}})");
    world_.Administer(
        "POST", kCredentials,
        R"({"name":"CRM","type":{"name":"basicAuth"},"credentialFields":{"userName":"u","password":"p"}})");
  }
  foreign_ = objects().Live();
  for (const auto& [id, row] : foreign_) objects().foreign.insert(id);
  const uint64_t by_hand = RandomBelow(random_, 5);
  for (uint64_t i = 0; i < by_hand; ++i) MakeByHand();
}

WantedObject ObjectPeople::DrawObject(bool is_credential) {
  WantedObject object;
  object.is_credential = is_credential;
  object.name = kNames.at(RandomBelow(random_, kNames.size()));
  object.type = (is_credential ? kCredentialTypes : kIntegrationTypes).front();
  object.value = Concat("k", RandomBelow(random_, kKeys));
  if (!is_credential) object.state = Chance(50) ? "ENABLED" : "DISABLED";
  object.overwrites = Chance(10);
  return object;
}

WantedObjects ObjectPeople::DrawStack() {
  WantedObjects wanted;
  if (Chance(70)) wanted["C0"] = DrawObject(true);
  if (Chance(30)) wanted["C1"] = DrawObject(true);
  if (wanted.empty() || Chance(70)) wanted["I0"] = DrawObject(false);
  if (wanted.contains("I0") && wanted.contains("C0") && Chance(60)) wanted["I0"].uses = "C0";
  DrawAdoptions(wanted);
  if (Chance(10)) wanted.begin()->second.is_invalid = true;
  return wanted;
}

void ObjectPeople::Note(const Stack& stack, const WantedObjects& wanted) {
  for (const auto& [logical_id, object] : wanted) {
    if (object.overwrites) world_.witness().overwrites.insert(Concat(stack.id, "/", logical_id));
  }
  NoteAdoptions(stack, wanted);
}

WantedObjects ObjectPeople::DrawChange(WantedObjects objects) {
  for (auto& [logical_id, object] : objects) {
    object.is_invalid = Chance(10);
    if (Chance(50)) object.value = Concat("k", RandomBelow(random_, kKeys));
    if (Chance(10)) object.name = kNames.at(RandomBelow(random_, kNames.size()));
    if (!object.is_credential && Chance(30)) object.state = object.state == "ENABLED" ? "DISABLED" : "ENABLED";
    if (object.uses.empty() && object.adopt.empty() && Chance(15)) {
      object.type = (object.is_credential ? kCredentialTypes : kIntegrationTypes).at(RandomBelow(random_, 2));
    }
  }
  ChangeAdoptions(objects);
  if (objects.size() > 1 && Chance(20)) {
    const std::string removed = objects.begin()->first;
    objects.erase(removed);
    for (auto& [logical_id, object] : objects) {
      if (object.uses == removed) object.uses.clear();
    }
  }
  if (objects.size() < 4 && Chance(25)) {
    const bool is_credential = Chance(50);
    objects[Concat(is_credential ? "N" : "M", RandomBelow(random_, 2))] = DrawObject(is_credential);
  }
  return objects;
}

void ObjectPeople::ActInTheWebPage() {
  if (Chance(10)) return world_.Rotate();
  if (Chance(15)) return MakeByHand();
  std::vector<std::string> ours;
  const auto live = objects().Live();
  for (const auto& [id, row] : live) {
    if (objects().made.contains(id) || adopters_.contains(id)) ours.push_back(id);
  }
  if (ours.empty()) return;
  const std::string& id = ours.at(RandomBelow(random_, ours.size()));
  const ObjectRow& row = live.at(id);
  if (Chance(50)) return Edit(id, row);
  if (Chance(40) && !row.is_credential) return PutActionOn(id);
  world_.Tell(Concat("somebody deletes ", id));
  static_cast<void>(world_.Administer("DELETE", Concat(row.is_credential ? kCredentials : kIntegrations, "/", id)));
  objects().touched.insert(id);
  world_.witness().adoptions.by_hand.erase(id);
}

void ObjectPeople::Edit(const std::string& id, const ObjectRow& row) {
  const std::string value = Concat("edited", RandomBelow(random_, 100));
  http::Response edited;
  std::string mark = value;
  if (row.is_credential) {
    mark = Concat(value, row.name.substr(WithoutTag(row.name).size()));
    edited = world_.Administer(
        "PUT", Concat(kCredentials, "/", id),
        json::Write(json::Object{{"name", mark},
                                 {"type", json::Object{{"name", row.type}}},
                                 {"credentialFields", json::Object{{"userName", value}, {"password", value}}}}));
  } else {
    const std::string place = Concat(kIntegrations, "/", id, "/config/current");
    auto config = json::Parse(world_.Administer("GET", place).body);
    if (!config || config->Find("properties") == nullptr) return;
    config->AsObject()->Set("properties", json::Object{{"host", value}});
    edited = world_.Administer("PUT", place, json::Write(*config));
  }
  if (!edited.ok()) return;
  world_.Tell(Concat("somebody edits ", id, ": ", value));
  objects().edited[id] = mark;
  objects().edited_at[id] = world_.scheduler().Now();
  objects().touched.insert(id);
}

void ObjectPeople::PutActionOn(const std::string& id) {
  const json::Object schema{{"type", "object"}};
  const json::Object body{
      {"name", "By hand"},
      {"category", "c"},
      {"integrationId", id},
      {"config", json::Object{{"request", json::Object{{"requestUrlTemplate", "/"}, {"requestType", "GET"}}},
                              {"response", json::Object()}}},
      {"contract", json::Object{{"input", json::Object{{"inputSchema", schema}}},
                                {"output", json::Object{{"successSchema", schema}}}}}};
  const auto made = json::Parse(world_.Administer("POST", Concat(kIntegrations, "/actions"), json::Write(body)).body);
  if (!made || !made->FindString("id")) return;
  world_.Tell(Concat("somebody puts an action on ", id));
  actions_.push_back(*made->FindString("id"));
  was_used_.insert(id);
  objects().used_since.emplace(id, world_.scheduler().Now());
}

}  // namespace genesys_cfn::simulation
