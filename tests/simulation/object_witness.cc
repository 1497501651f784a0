// SPDX-License-Identifier: Apache-2.0
#include "simulation/object_witness.h"

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kIntegrations = "/api/v2/integrations";
constexpr std::string_view kCredentials = "/api/v2/integrations/credentials";

// The id in the path of a write; nullopt when it is about something else.
std::optional<std::string> ObjectOf(const http::Request& request) {
  std::string_view path = http::PathOf(request.target);
  if (path.starts_with(Concat(kCredentials, "/"))) {
    path.remove_prefix(kCredentials.size() + 1);
    return std::string(path);
  }
  if (!path.starts_with(Concat(kIntegrations, "/"))) return std::nullopt;
  path.remove_prefix(kIntegrations.size() + 1);
  const std::string_view id = path.substr(0, path.find('/'));
  if (id == "actions" || id == "types") return std::nullopt;
  return std::string(id);
}

constexpr std::string_view kRows =
    "SELECT id, 0, name, type, intended_state, notes, coalesce(properties ->> '$.host', '') FROM genesys_integration "
    "WHERE intended_state <> 'DELETED' UNION ALL SELECT id, 1, name, type, '', '', coalesce(fields ->> '$.userName', "
    "'') FROM genesys_credential";

}  // namespace

std::string WithoutTag(const std::string& text) {
  return text.substr(0, text.find(" [genesys-cfn "));
}

std::map<std::string, ObjectRow> ObjectWitness::Live() {
  std::map<std::string, ObjectRow> rows;
  static_cast<void>(database_.Run([&rows](emulator::Transaction& transaction) {
    auto found = transaction.Query(kRows);
    while (found.Step()) {
      rows[found.Text(0)] = {found.Integer(1) == 1, found.Text(2), found.Text(3),
                             found.Text(4),         found.Text(5), found.Text(6)};
    }
  }));
  return rows;
}

std::set<std::string> ObjectWitness::LiveIds() {
  std::set<std::string> ids;
  for (const auto& [id, row] : Live()) ids.insert(id);
  return ids;
}

std::optional<ObjectRow> ObjectWitness::Find(const std::string& id) {
  const auto rows = Live();
  const auto row = rows.find(id);
  return row == rows.end() ? std::nullopt : std::optional(row->second);
}

http::Response ObjectWitness::Organisation(http::Handler& service, const http::Request& request) {
  const bool writes = request.method == "PUT" || request.method == "PATCH" || request.method == "DELETE";
  const std::optional<std::string> id = writes ? ObjectOf(request) : std::nullopt;
  const std::optional<ObjectRow> before = id ? Find(*id) : std::nullopt;
  http::Response response = witness_.Organisation(service, request);
  if (!response.ok()) return response;
  const std::string_view path = http::PathOf(request.target);
  if (request.method == "POST" && (path == kIntegrations || path == kCredentials)) AfterCreate(response);
  if (!before) return response;
  if (request.method == "DELETE") {
    AfterDelete(*id);
  } else {
    AfterWrite(*id, *before);
  }
  return response;
}

void ObjectWitness::AfterCreate(const http::Response& response) {
  const auto created = json::Parse(response.body);
  DeliveryRecord* const delivery = witness_.Current();
  if (!created || delivery == nullptr) return;
  const std::string adopted = AdoptedBy(delivery->event.Find("ResourceProperties"));
  if (!adopted.empty() && Find(adopted)) witness_.adoptions.MadeBeside(*delivery);
  MadeBy by = witness_.MadeByCurrent();
  for (const auto& [id, earlier] : made) {
    if (earlier.request_id != by.request_id || !Find(id)) continue;
    const bool at_once =
        by.delivery != earlier.delivery && by.at - earlier.at < witness_.list_lag + Milliseconds{5'000};
    (at_once ? witness_.doubled_at_once : witness_.doubled).insert(by.request_id);
  }
  made[created->FindString("id").value_or("")] = std::move(by);
}

void ObjectWitness::AfterWrite(const std::string& id, const ObjectRow& before) {
  const auto after = Find(id);
  if (!after) return;
  if (foreign.contains(id)) witness_.Violate(Concat("somebody else's ", id, " was changed"));
  // A credential is written again after a lost answer.
  const bool same = before.name == after->name && before.state == after->state && before.notes == after->notes &&
                    before.value == after->value;
  DeliveryRecord* const delivery = witness_.Current();
  if (delivery == nullptr) return;
  const bool is_tagged = WithoutTag(after->name) != after->name || WithoutTag(after->notes) != after->notes;
  witness_.adoptions.Wrote(*delivery, id, same, is_tagged ? AdoptionWitness::Tag::kThere : AdoptionWitness::Tag::kNone);
  const json::Value* wanted = delivery->event.Find("ResourceProperties");
  const bool other_credential = wanted != nullptr && wanted->Find("Credentials") != nullptr;
  const bool was_just_written =
      last_writes_.Note(id, delivery->event.FindString("StackId").value_or(""), scheduler_.Now());
  if (same && !before.is_credential && !other_credential && !was_just_written &&
      delivery->event.FindString("RequestType") == "Create") {
    witness_.Violate(Concat("the integration ", id, " was written without a difference"));
  }
  const auto edit = edited.find(id);
  const std::string& now = before.is_credential ? after->name : after->value;
  if (edit == edited.end() || now == edit->second) return;
  // A credential has no version: what is edited between the read and the write is written over. So is what is edited
  // in an integration that is still being made (docs/guarantees.md).
  const bool may_be_unseen = before.is_credential ? scheduler_.Now() - edited_at[id] < Milliseconds{60'000}
                                                  : WithoutTag(before.name) != before.name;
  const json::Value* old = delivery->event.Find("OldResourceProperties");
  const bool record_is_readable = old != nullptr && !old->FindString("Nme");
  if (!may_be_unseen && record_is_readable && wanted != nullptr && !BeginsToAdopt(delivery->event, id) &&
      wanted->FindString("OnDrift").value_or("Fail") == "Fail" &&
      !witness_.overwrites.contains(Concat(delivery->event.FindString("StackId").value_or(""), "/",
                                           delivery->event.FindString("LogicalResourceId").value_or("")))) {
    witness_.Violate(Concat("somebody's edit of ", id, " was overwritten"));
  }
  edited.erase(edit);
}

void ObjectWitness::AfterDelete(const std::string& id) {
  if (foreign.contains(id)) witness_.Violate(Concat("somebody else's ", id, " was deleted"));
  const DeliveryRecord* const delivery = witness_.Current();
  if (delivery != nullptr && witness_.adoptions.Deleted(*delivery, id)) touched.insert(id);
  const auto used = used_since.find(id);
  if (used != used_since.end() && scheduler_.Now() - used->second > Milliseconds{60'000}) {
    witness_.Violate(Concat("the integration ", id, ", which has actions, was deleted"));
  }
}

}  // namespace genesys_cfn::simulation
