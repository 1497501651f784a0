// SPDX-License-Identifier: Apache-2.0
// The configuration of an integration: integrations_api.h.
#include <map>

#include "base/text.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/credential_record.h"
#include "emulator/genesys/custom_auth.h"
#include "emulator/genesys/integrations_api.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

std::optional<IntegrationRecord> FindOpen(const ApiCall& call) {
  auto integration = FindIntegration(call.transaction, call.arguments.front());
  if (integration.has_value() && integration->deleted()) return std::nullopt;
  return integration;
}

// The ids of the credentials by their keys, all of which the integration's type must know. A type whose keys are not
// known takes any.
std::optional<ApiFailure> ReadCredentials(const ApiCall& call, const std::string& type_id,
                                          std::map<std::string, std::string>& out) {
  json::Object credentials;
  if (auto failure = ReadObject(call.body, "credentials", Presence::kRequired, credentials)) return failure;
  const IntegrationType* const type = FindType(type_id);
  const bool is_known = type != nullptr && !type->credential_key.empty();
  for (const auto& [key, reference] : credentials) {
    const std::string place = Concat("credentials.", key);
    if (is_known && key != type->credential_key) {
      return InvalidField(
          place, Concat("an integration of the type ", type->id, " has the key ", type->credential_key, " only"));
    }
    const auto id = reference.FindString("id");
    if (!id.has_value()) return InvalidField(Concat(place, ".id"), "is required, as a string");
    const auto credential = FindCredential(call.transaction, *id);
    if (!credential.has_value()) return InvalidField(Concat(place, ".id"), "is no credential");
    if (is_known && !type->Accepts(credential->type)) {
      return InvalidField(place, Concat("credentials of the type ", credential->type, " do not fit"));
    }
    out.emplace(key, *id);
  }
  return std::nullopt;
}

}  // namespace

Outcome GetIntegrationConfig(const ApiCall& call) {
  const auto integration = FindOpen(call);
  if (!integration.has_value()) return NotFound("integration", call.arguments.front());
  return JsonAnswer(ShowIntegrationConfig(call.transaction, *integration));
}

Outcome PutIntegrationConfig(const ApiCall& call) {
  auto integration = FindOpen(call);
  if (!integration.has_value()) return NotFound("integration", call.arguments.front());
  const auto version = ReadVersion(call.body);
  if (const auto* failure = std::get_if<ApiFailure>(&version)) return *failure;
  if (auto failure = ReadLabel(call.body, "name", Presence::kRequired, integration->name)) return *failure;
  if (auto failure = ReadText(call.body, "notes", Presence::kRequired, integration->notes)) return *failure;
  json::Object properties;
  if (auto failure = ReadObject(call.body, "properties", Presence::kRequired, properties)) return *failure;
  json::Object advanced;
  if (auto failure = ReadObject(call.body, "advanced", Presence::kRequired, advanced)) return *failure;
  std::map<std::string, std::string> credentials;
  if (auto failure = ReadCredentials(call, integration->type, credentials)) return *failure;
  const int64_t supplied = std::get<int64_t>(version);
  if (supplied != integration->config_version) {
    return ApiFailure{
        409,
        "general.conflict",
        "Supplied version %{supplied} does not match the current version %{current}",
        {{"supplied", std::to_string(supplied)}, {"current", std::to_string(integration->config_version)}},
        {}};
  }
  ++integration->config_version;
  integration->properties = json::Write(properties);
  integration->advanced = json::Write(advanced);
  UpdateIntegration(call.transaction, *integration);
  call.transaction.Execute("DELETE FROM genesys_integration_credential WHERE integration = ?", integration->id);
  for (const auto& [key, credential] : credentials) {
    call.transaction.Execute(
        "INSERT INTO genesys_integration_credential (integration, key, credential) VALUES (?, ?, ?)", integration->id,
        key, credential);
  }
  SyncCustomAuthAction(call.transaction, integration->id, call.now);
  return JsonAnswer(ShowIntegrationConfig(call.transaction, *integration));
}

}  // namespace genesys_cfn::emulator
