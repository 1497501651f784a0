// SPDX-License-Identifier: Apache-2.0
// Credentials in the database. The fields leave it as Secret, so that no message or log can show one by mistake.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "emulator/store/database.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// Times are epoch milliseconds; `fields` is a JSON object of strings.
inline constexpr std::string_view kCredentialTables = R"(
  CREATE TABLE genesys_credential (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL,
    fields TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL
  );
)";

using CredentialFields = std::map<std::string, Secret<std::string>>;

struct CredentialRecord {
  std::string id = {};
  std::string name = {};
  std::string type = {};  // "basicAuth"
  CredentialFields fields = {};
  WallTime created = {};
  WallTime modified = {};
};

// The columns that ReadCredential reads, in its order.
inline constexpr std::string_view kCredentialColumns = "id, name, type, fields, created, modified";
CredentialRecord ReadCredential(const Statement& row);
std::optional<CredentialRecord> FindCredential(Transaction& transaction, std::string_view id);
// Inserts it, or replaces the one of that id.
void StoreCredential(Transaction& transaction, const CredentialRecord& credential);

// What reads show of a secret field.
inline constexpr std::string_view kRedacted = "********";
// The CredentialInfo, which has no fields, and the Credential with its secret fields redacted.
json::Object ShowCredentialInfo(const CredentialRecord& credential);
json::Object ShowCredential(const CredentialRecord& credential);

// The fields of all credentials of an integration's configuration: what ${credentials.name} stands for. Empty for an
// integration without any, and for one that does not exist.
CredentialFields IntegrationCredentials(Transaction& transaction, std::string_view integration_id);
// The ids of the integrations, not deleted, whose configuration names the credential.
std::vector<std::string> IntegrationsUsing(Transaction& transaction, std::string_view credential_id);

}  // namespace genesys_cfn::emulator
