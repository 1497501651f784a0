// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/authorization_api.h"

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

// `permissions` as stored: a JSON array of "domain:entity:action".
json::Array PoliciesOf(const std::string& permissions) {
  json::Array policies;
  const auto parsed = json::Parse(permissions);
  if (!parsed || !parsed->is_array()) return policies;
  for (const json::Value& permission : *parsed->AsArray()) {
    const auto parts = Split(*permission.AsString(), ':');
    policies.emplace_back(json::Object{{"domain", std::string(parts[0])},
                                       {"entityName", std::string(parts[1])},
                                       {"actions", json::Array{std::string(parts[2])}}});
  }
  return policies;
}

}  // namespace

Outcome GetOwnSubject(const ApiCall& call) {
  Statement client =
      call.transaction.Query("SELECT name, permissions FROM genesys_oauth_client WHERE id = ?", call.client_id);
  if (!client.Step()) return NotFound("subject", call.client_id);
  json::Array grants;
  const auto add = [&](const std::string& id, const std::string& name, const std::string& permissions) {
    json::Array policies = PoliciesOf(permissions);
    if (policies.empty()) return;
    grants.emplace_back(json::Object{
        {"subjectId", std::string(call.client_id)},
        {"role", json::Object{{"id", id}, {"name", name}, {"policies", std::move(policies)}, {"default", false}}}});
  };
  add(std::string(call.client_id), client.Text(0), client.Text(1));
  Statement role = call.transaction.Query(
      "SELECT role.id, role.name, role.permissions FROM genesys_client_role AS has JOIN genesys_role AS role "
      "ON role.id = has.role WHERE has.client = ? ORDER BY role.position",
      call.client_id);
  while (role.Step()) add(role.Text(0), role.Text(1), role.Text(2));
  return JsonAnswer(json::Object{{"id", std::string(call.client_id)},
                                 {"name", client.Text(0)},
                                 {"grants", std::move(grants)},
                                 {"selfUri", "/api/v2/authorization/subjects/me"}});
}

}  // namespace genesys_cfn::emulator
