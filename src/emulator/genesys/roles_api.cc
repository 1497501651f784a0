// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/roles_api.h"

#include "base/text.h"
#include "emulator/genesys/oauth.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

struct Role {
  std::string id;
  std::string name;
  std::string permissions = "[]";  // JSON
};

json::Object Show(const Role& role) {
  auto permissions = json::Parse(role.permissions);
  return {{"id", role.id},
          {"name", role.name},
          {"permissions", permissions ? std::move(permissions).value() : json::Value(json::Array{})}};
}

// Takes what the body states into `role`.
std::optional<ApiFailure> ReadRole(const ApiCall& call, Role& role) {
  if (const json::Value* const name = call.body.Find("name")) {
    if (!name->is_string()) return InvalidField("name", "must be a string");
    role.name = *name->AsString();
  }
  if (Trim(role.name).empty()) return InvalidField("name", "is required");
  Statement same = call.transaction.Query("SELECT 1 FROM genesys_role WHERE name = ? AND id <> ?", role.name, role.id);
  if (same.Step()) return InvalidField("name", "is that of another role");
  if (!call.body.Contains("permissions")) return std::nullopt;
  const auto texts = ReadTexts(call, "permissions");
  if (const auto* failure = std::get_if<ApiFailure>(&texts)) return *failure;
  auto written = WritePermissions(std::get<std::vector<std::string>>(texts));
  if (!written) return InvalidField("permissions", written.error().message);
  role.permissions = *std::move(written);
  return std::nullopt;
}

}  // namespace

std::variant<std::vector<std::string>, ApiFailure> ReadTexts(const ApiCall& call, const char* member) {
  std::vector<std::string> texts;
  const json::Value* const value = call.body.Find(member);
  if (value == nullptr) return texts;
  if (!value->is_array()) return InvalidField(member, "must be an array of strings");
  for (const json::Value& item : *value->AsArray()) {
    if (!item.is_string()) return InvalidField(member, "must be an array of strings");
    texts.push_back(*item.AsString());
  }
  return texts;
}

Outcome ListRoles(const ApiCall& call) {
  json::Array roles;
  Statement row = call.transaction.Query("SELECT id, name, permissions FROM genesys_role ORDER BY position");
  while (row.Step()) roles.emplace_back(Show({row.Text(0), row.Text(1), row.Text(2)}));
  return JsonAnswer(json::Object{{"roles", std::move(roles)}});
}

Outcome CreateRole(const ApiCall& call) {
  Role role;
  if (auto failure = ReadRole(call, role)) return *failure;
  role.id = RandomUuid(call.random);
  call.transaction.Execute("INSERT INTO genesys_role (id, name, permissions) VALUES (?, ?, ?)", role.id, role.name,
                           role.permissions);
  return JsonAnswer(Show(role));
}

Outcome PatchRole(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  Role role;
  {
    Statement row = call.transaction.Query("SELECT id, name, permissions FROM genesys_role WHERE id = ?", id);
    if (!row.Step()) return NotFound("role", id);
    role = {row.Text(0), row.Text(1), row.Text(2)};
  }
  if (auto failure = ReadRole(call, role)) return *failure;
  call.transaction.Execute("UPDATE genesys_role SET name = ?, permissions = ? WHERE id = ?", role.name,
                           role.permissions, id);
  return JsonAnswer(Show(role));
}

Outcome DeleteRole(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  if (call.transaction.Execute("DELETE FROM genesys_role WHERE id = ?", id) == 0) return NotFound("role", id);
  return http::Response{204, {}, ""};
}

}  // namespace genesys_cfn::emulator
