// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/oauth_clients_api.h"

#include "base/text.h"
#include "emulator/genesys/digest.h"
#include "emulator/genesys/oauth.h"
#include "emulator/genesys/roles_api.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kSecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr size_t kSecretLength = 43;

struct Client {
  std::string id;
  std::string name;
  int64_t token_seconds = 86'400;
  bool disabled = false;
};

std::optional<Client> FindClient(const ApiCall& call) {
  Statement row = call.transaction.Query(
      "SELECT id, name, token_seconds, disabled FROM genesys_oauth_client WHERE id = ?", call.arguments.front());
  if (!row.Step()) return std::nullopt;
  return Client{row.Text(0), row.Text(1), row.Integer(2), row.Integer(3) != 0};
}

json::Object Show(const ApiCall& call, const Client& client) {
  json::Array roles;
  Statement row = call.transaction.Query(
      "SELECT role.name FROM genesys_client_role AS has JOIN genesys_role AS role ON role.id = has.role "
      "WHERE has.client = ? ORDER BY role.position",
      client.id);
  while (row.Step()) roles.emplace_back(row.Text(0));
  return {{"id", client.id},
          {"name", client.name},
          {"authorizedGrantType", "CLIENT_CREDENTIALS"},
          {"accessTokenValiditySeconds", client.token_seconds},
          {"state", client.disabled ? "disabled" : "active"},
          {"roles", std::move(roles)}};
}

// Takes what the body states into `client`.
std::optional<ApiFailure> ReadClient(const ApiCall& call, Client& client) {
  if (const json::Value* const name = call.body.Find("name")) {
    if (!name->is_string()) return InvalidField("name", "must be a string");
    client.name = *name->AsString();
  }
  if (Trim(client.name).empty()) return InvalidField("name", "is required");
  if (const json::Value* const seconds = call.body.Find("accessTokenValiditySeconds")) {
    const auto number = seconds->AsInteger();
    if (!number || *number < kShortestToken || *number > kLongestToken) {
      return InvalidField("accessTokenValiditySeconds",
                          Concat("must be an integer from ", kShortestToken, " to ", kLongestToken));
    }
    client.token_seconds = *number;
  }
  if (const json::Value* const state = call.body.Find("state")) {
    const bool is_disabled = *state == json::Value("disabled");
    if (!is_disabled && *state != json::Value("active")) return InvalidField("state", "must be active or disabled");
    client.disabled = is_disabled;
  }
  return std::nullopt;
}

// The ids of the roles that the body names.
std::variant<std::vector<std::string>, ApiFailure> ReadRoles(const ApiCall& call) {
  auto texts = ReadTexts(call, "roles");
  if (const auto* failure = std::get_if<ApiFailure>(&texts)) return *failure;
  std::vector<std::string> ids;
  for (const std::string& role : std::get<std::vector<std::string>>(texts)) {
    Statement row = call.transaction.Query("SELECT id FROM genesys_role WHERE id = ?1 OR name = ?1", role);
    if (!row.Step()) return InvalidField("roles", Concat("there is no role '", role, "'"));
    ids.push_back(row.Text(0));
  }
  return ids;
}

void GiveRoles(const ApiCall& call, const std::string& client, const std::vector<std::string>& roles) {
  call.transaction.Execute("DELETE FROM genesys_client_role WHERE client = ?", client);
  for (const std::string& role : roles) {
    call.transaction.Execute("INSERT OR IGNORE INTO genesys_client_role (client, role) VALUES (?, ?)", client, role);
  }
}

}  // namespace

Outcome ListClients(const ApiCall& call) {
  std::vector<Client> clients;
  {
    Statement row =
        call.transaction.Query("SELECT id, name, token_seconds, disabled FROM genesys_oauth_client ORDER BY rowid");
    while (row.Step()) clients.push_back({row.Text(0), row.Text(1), row.Integer(2), row.Integer(3) != 0});
  }
  json::Array shown;
  for (const Client& client : clients) shown.emplace_back(Show(call, client));
  return JsonAnswer(json::Object{{"clients", std::move(shown)}});
}

Outcome GetClient(const ApiCall& call) {
  const auto client = FindClient(call);
  if (!client) return NotFound("client", call.arguments.front());
  return JsonAnswer(Show(call, *client));
}

Outcome CreateClient(const ApiCall& call) {
  Client client;
  if (auto failure = ReadClient(call, client)) return *failure;
  const auto roles = ReadRoles(call);
  if (const auto* failure = std::get_if<ApiFailure>(&roles)) return *failure;
  if (client.disabled) return InvalidField("state", "a new client is active");
  client.id = RandomUuid(call.random);
  const std::string secret = RandomText(call.random, kSecretAlphabet, kSecretLength);
  const auto added = AddOAuthClient(call.transaction, call.random,
                                    {.id = client.id,
                                     .secret = Secret<std::string>(secret),
                                     .name = client.name,
                                     .token_seconds = client.token_seconds});
  if (!added) return BadRequest(added.error().message);
  GiveRoles(call, client.id, std::get<std::vector<std::string>>(roles));
  json::Object shown = Show(call, client);
  shown.Append("secret", secret);
  return JsonAnswer(shown);
}

Outcome PatchClient(const ApiCall& call) {
  auto client = FindClient(call);
  if (!client) return NotFound("client", call.arguments.front());
  if (auto failure = ReadClient(call, *client)) return *failure;
  const auto roles = ReadRoles(call);
  if (const auto* failure = std::get_if<ApiFailure>(&roles)) return *failure;
  call.transaction.Execute("UPDATE genesys_oauth_client SET name = ?, token_seconds = ?, disabled = ? WHERE id = ?",
                           client->name, client->token_seconds, client->disabled, client->id);
  if (client->disabled) call.transaction.Execute("DELETE FROM genesys_token WHERE client = ?", client->id);
  if (call.body.Contains("roles")) {
    call.transaction.Execute("UPDATE genesys_oauth_client SET permissions = '[]' WHERE id = ?", client->id);
    GiveRoles(call, client->id, std::get<std::vector<std::string>>(roles));
  }
  return JsonAnswer(Show(call, *client));
}

Outcome DeleteClient(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  if (call.transaction.Execute("DELETE FROM genesys_oauth_client WHERE id = ?", id) == 0) return NotFound("client", id);
  return http::Response{204, {}, ""};
}

Outcome RenewClientSecret(const ApiCall& call) {
  const auto client = FindClient(call);
  if (!client) return NotFound("client", call.arguments.front());
  const std::string secret = RandomText(call.random, kSecretAlphabet, kSecretLength);
  const std::string salt = RandomUuid(call.random);
  call.transaction.Execute("UPDATE genesys_oauth_client SET salt = ?, secret_digest = ? WHERE id = ?", salt,
                           SecretDigest(salt, secret), client->id);
  json::Object shown = Show(call, *client);
  shown.Append("secret", secret);
  return JsonAnswer(shown);
}

}  // namespace genesys_cfn::emulator
