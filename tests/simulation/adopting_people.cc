// SPDX-License-Identifier: Apache-2.0
// What people do with adoptions of integrations and credentials: object_people.h.
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"
#include "simulation/object_people.h"

namespace genesys_cfn::simulation {
namespace {

constexpr const char* kIntegrations = "/api/v2/integrations";
constexpr const char* kCredentials = "/api/v2/integrations/credentials";

}  // namespace

// Something for stacks to take over, under a name that they use, too.
void ObjectPeople::MakeByHand() {
  const bool is_credential = Chance(50);
  json::Object body{{"name", "CRM"}};
  if (is_credential) {
    body.Set("type", json::Object{{"name", "basicAuth"}});
    body.Set("credentialFields", json::Object{{"userName", "by hand"}, {"password", "by hand"}});
  } else {
    body.Set("integrationType", json::Object{{"id", "custom-rest-actions"}});
  }
  const auto made =
      json::Parse(world_.Administer("POST", is_credential ? kCredentials : kIntegrations, json::Write(body)).body);
  const std::string id = made ? made->FindString("id").value_or("") : "";
  const auto row = objects().Find(id);
  if (!row) return;
  world_.Tell(Concat("somebody makes the ", is_credential ? "credential " : "integration ", id));
  world_.witness().adoptions.by_hand.insert(id);
  objects().foreign.insert(id);
  foreign_[id] = *row;
}

// What was made by hand and lives, but for what these adopt already.
std::vector<std::string> ObjectPeople::Adoptable(const WantedObjects& objects, bool is_credential) {
  std::set<std::string> taken;
  for (const auto& [logical_id, object] : objects) taken.insert(object.adopt);
  std::vector<std::string> ids;
  for (const auto& [id, row] : this->objects().Live()) {
    const bool fits = world_.witness().adoptions.by_hand.contains(id) && row.is_credential == is_credential;
    if (fits && !taken.contains(id)) ids.push_back(id);
  }
  return ids;
}

void ObjectPeople::DrawAdoptions(WantedObjects& objects) {
  for (auto& [logical_id, object] : objects) {
    const auto ids = Adoptable(objects, object.is_credential);
    if (ids.empty() || !Chance(50)) continue;
    object.adopt = ids.at(RandomBelow(random_, ids.size()));
    object.deletes_adopted = Chance(15);
    // One of another type cannot be adopted.
    if (!object.is_credential && object.uses.empty() && Chance(8)) object.type = "function-data-actions";
    // An integration goes on using the credential when its stack has let go of it; then the credential stays, too.
    if (Chance(70)) object.uses.clear();
  }
}

// An adoption ends, goes over to something else, or begins - perhaps of what the stack has made itself.
void ObjectPeople::ChangeAdoptions(WantedObjects& objects) {
  for (auto& [logical_id, object] : objects) {
    if (!object.adopt.empty() && Chance(15)) object.deletes_adopted = !object.deletes_adopted;
    if (!object.adopt.empty() && Chance(12)) {
      object.adopt.clear();
      continue;
    }
    if (!Chance(10)) continue;
    std::vector<std::string> ids = Adoptable(objects, object.is_credential);
    if (object.adopt.empty() && Chance(20)) ids = MadeAs(logical_id, object);
    if (!ids.empty()) object.adopt = ids.at(RandomBelow(random_, ids.size()));
  }
}

// What the only stack has made under this logical id, and has on record. (What another stack may delete is not to be
// adopted.)
std::vector<std::string> ObjectPeople::MadeAs(const std::string& logical_id, const WantedObject& object) {
  if (stacks_.size() != 1) return {};
  const std::string id = Recorded(stacks_.front())[logical_id];
  const auto row = objects().Find(id);
  const bool is_own = objects().made.contains(id) && row && row->type == object.type;
  return is_own ? std::vector<std::string>{id} : std::vector<std::string>();
}

void ObjectPeople::NoteAdoptions(const Stack& stack, const WantedObjects& wanted) {
  for (const auto& [logical_id, object] : wanted) {
    if (object.adopt.empty()) continue;
    adopters_[object.adopt].insert(Concat(stack.id, "/", logical_id));
    objects().foreign.erase(object.adopt);
    foreign_.erase(object.adopt);
    if (objects().made.contains(object.adopt)) named_.insert(object.adopt);
  }
}

// Each of them writes what its own template says.
bool ObjectPeople::IsShared(const std::string& id) const {
  const auto adopters = adopters_.find(id);
  return adopters != adopters_.end() && adopters->second.size() > 1;
}

// An integration that was adopted and let go may still use a credential of the stack; or that of another stack uses one
// that this stack adopted, and is to delete.
void ObjectPeople::TakeCredentialsOut() {
  for (const auto& [id, row] : objects().Live()) {
    if (row.is_credential || !(objects().made.contains(id) || adopters_.contains(id))) continue;
    const std::string place = Concat(kIntegrations, "/", id, "/config/current");
    auto config = json::Parse(world_.Administer("GET", place).body);
    const json::Value* credentials = config ? config->Find("credentials") : nullptr;
    if (credentials == nullptr || credentials->AsObject() == nullptr || credentials->AsObject()->empty()) continue;
    config->AsObject()->Set("credentials", json::Object());
    if (!world_.Administer("PUT", place, json::Write(*config)).ok()) continue;
    world_.Tell(Concat("somebody takes the credentials out of ", id));
    objects().touched.insert(id);
    Residual("an adoption left a credential in use");
  }
}

}  // namespace genesys_cfn::simulation
