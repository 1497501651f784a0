// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/integration_record.h"

#include <limits>

#include "base/text.h"
#include "emulator/genesys/credential_record.h"
#include "emulator/genesys/integration_types.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

json::Value ParseStored(const std::string& text) {
  auto value = json::Parse(text);
  if (!value.has_value()) throw DatabaseError("a stored configuration of an integration is no longer JSON");
  return std::move(value).value();
}

}  // namespace

std::string_view IntegrationRecord::ReportedState(int64_t seen_until) const {
  const bool settled = state_changed <= seen_until;
  if (intended_state == "ENABLED") return settled ? "ACTIVE" : "ACTIVATING";
  return settled ? "INACTIVE" : "DEACTIVATING";
}

IntegrationRecord ReadIntegration(const Statement& row) {
  return {row.Text(0), row.Text(1),    row.Text(2), row.Text(3), row.Integer(4),
          row.Text(5), row.Integer(6), row.Text(7), row.Text(8)};
}

std::optional<IntegrationRecord> FindIntegration(Transaction& transaction, std::string_view id, int64_t made_until) {
  Statement row = transaction.Query(
      Concat("SELECT ", kIntegrationColumns, " FROM genesys_integration WHERE id = ? AND created <= ?"), id,
      made_until);
  if (!row.Step()) return std::nullopt;
  return ReadIntegration(row);
}

std::optional<IntegrationRecord> FindIntegration(Transaction& transaction, std::string_view id) {
  return FindIntegration(transaction, id, std::numeric_limits<int64_t>::max());
}

void InsertIntegration(Transaction& transaction, const IntegrationRecord& integration, int64_t created) {
  transaction.Execute(Concat("INSERT INTO genesys_integration (", kIntegrationColumns,
                             ", created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                      integration.id, integration.name, integration.type, integration.intended_state,
                      integration.state_changed, integration.notes, integration.config_version, integration.properties,
                      integration.advanced, created);
}

void UpdateIntegration(Transaction& transaction, const IntegrationRecord& integration) {
  transaction.Execute(
      "UPDATE genesys_integration SET name = ?, intended_state = ?, state_changed = ?, notes = ?, config_version = ?, "
      "properties = ?, advanced = ? WHERE id = ?",
      integration.name, integration.intended_state, integration.state_changed, integration.notes,
      integration.config_version, integration.properties, integration.advanced, integration.id);
}

json::Object ShowIntegration(Transaction& transaction, const IntegrationRecord& integration, int64_t seen_until,
                             IntegrationView view) {
  json::Object type{{"id", integration.type}};
  if (const IntegrationType* const known = FindType(integration.type)) type.Append("name", known->name);
  type.Append("selfUri", Concat("/api/v2/integrations/types/", integration.type));
  json::Object shown{
      {"id", integration.id},
      {"name", integration.name},
      {"integrationType", std::move(type)},
      {"notes", integration.notes},
      {"intendedState", integration.intended_state},
      {"reportedState", json::Object{{"code", integration.ReportedState(seen_until)}}},
      {"attributes", json::Object()},
  };
  if (view == IntegrationView::kWithConfig) {
    shown.Append("config", json::Object{{"current", ShowIntegrationConfig(transaction, integration)}});
  }
  shown.Append("selfUri", Concat("/api/v2/integrations/", integration.id));
  return shown;
}

json::Object ShowIntegrationConfig(Transaction& transaction, const IntegrationRecord& integration) {
  json::Object credentials;
  Statement row = transaction.Query(
      "SELECT key, credential FROM genesys_integration_credential WHERE integration = ? ORDER BY key", integration.id);
  while (row.Step()) {
    const auto credential = FindCredential(transaction, row.Text(1));
    if (credential.has_value()) credentials.Append(row.Text(0), ShowCredentialInfo(*credential));
  }
  return {{"id", integration.id},
          {"name", integration.name},
          {"version", integration.config_version},
          {"properties", ParseStored(integration.properties)},
          {"advanced", ParseStored(integration.advanced)},
          {"notes", integration.notes},
          {"credentials", std::move(credentials)},
          {"selfUri", Concat("/api/v2/integrations/", integration.id, "/config/current")}};
}

}  // namespace genesys_cfn::emulator
