// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/credential_record.h"

#include "base/text.h"
#include "emulator/genesys/credential_types.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kPath = "/api/v2/integrations/credentials/";

CredentialFields ParseFields(const std::string& text) {
  const auto value = json::Parse(text);
  if (!value.has_value() || !value->is_object()) throw DatabaseError("a stored credential is no longer JSON");
  CredentialFields fields;
  for (const auto& [name, field] : *value->AsObject()) {
    if (field.is_string()) fields.emplace(name, Secret<std::string>(*field.AsString()));
  }
  return fields;
}

}  // namespace

CredentialRecord ReadCredential(const Statement& row) {
  return {row.Text(0),
          row.Text(1),
          row.Text(2),
          ParseFields(row.Text(3)),
          FromEpochMilliseconds(row.Integer(4)),
          FromEpochMilliseconds(row.Integer(5))};
}

std::optional<CredentialRecord> FindCredential(Transaction& transaction, std::string_view id) {
  Statement row = transaction.Query(Concat("SELECT ", kCredentialColumns, " FROM genesys_credential WHERE id = ?"), id);
  if (!row.Step()) return std::nullopt;
  return ReadCredential(row);
}

void StoreCredential(Transaction& transaction, const CredentialRecord& credential) {
  json::Object fields;
  for (const auto& [name, value] : credential.fields) fields.Append(name, value.Reveal());
  transaction.Execute(
      Concat("INSERT INTO genesys_credential (", kCredentialColumns,
             ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, type = excluded.type, "
             "fields = excluded.fields, modified = excluded.modified"),
      credential.id, credential.name, credential.type, json::Write(fields), ToEpochMilliseconds(credential.created),
      ToEpochMilliseconds(credential.modified));
}

json::Object ShowCredentialInfo(const CredentialRecord& credential) {
  return {{"id", credential.id},
          {"name", credential.name},
          {"createdDate", FormatIso8601(credential.created)},
          {"modifiedDate", FormatIso8601(credential.modified)},
          {"type", json::Object{{"id", credential.type}, {"name", credential.type}}},
          {"selfUri", Concat(kPath, credential.id)}};
}

json::Object ShowCredential(const CredentialRecord& credential) {
  const CredentialType* const type = FindCredentialType(credential.type);
  json::Object fields;
  for (const auto& [name, value] : credential.fields) {
    fields.Append(name, type != nullptr && type->IsOpen(name) ? value.Reveal() : std::string(kRedacted));
  }
  return {{"id", credential.id},
          {"name", credential.name},
          {"type", json::Object{{"id", credential.type}, {"name", credential.type}}},
          {"credentialFields", std::move(fields)},
          {"selfUri", Concat(kPath, credential.id)}};
}

CredentialFields IntegrationCredentials(Transaction& transaction, std::string_view integration_id) {
  CredentialFields fields;
  Statement row = transaction.Query(
      "SELECT credential.fields FROM genesys_integration_credential AS used JOIN genesys_credential AS credential ON "
      "credential.id = used.credential WHERE used.integration = ? ORDER BY used.key",
      integration_id);
  while (row.Step()) fields.merge(ParseFields(row.Text(0)));
  return fields;
}

std::vector<std::string> IntegrationsUsing(Transaction& transaction, std::string_view credential_id) {
  std::vector<std::string> ids;
  Statement row = transaction.Query(
      "SELECT DISTINCT used.integration FROM genesys_integration_credential AS used JOIN genesys_integration AS "
      "integration ON integration.id = used.integration WHERE used.credential = ? AND integration.intended_state <> "
      "'DELETED' ORDER BY integration.position",
      credential_id);
  while (row.Step()) ids.push_back(row.Text(0));
  return ids;
}

}  // namespace genesys_cfn::emulator
