// SPDX-License-Identifier: Apache-2.0
// An integration in the database, and as the API shows it (genesys-cloud-api.md 3.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "emulator/store/database.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// Times are epoch milliseconds; 0: before anything that lags. `state_changed` is when intended_state got its value.
inline constexpr std::string_view kIntegrationTables = R"(
  CREATE TABLE genesys_integration (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL,
    intended_state TEXT NOT NULL, state_changed INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL DEFAULT 0,
    notes TEXT NOT NULL DEFAULT '', config_version INTEGER NOT NULL DEFAULT 1,
    properties TEXT NOT NULL DEFAULT '{}', advanced TEXT NOT NULL DEFAULT '{}'
  );
  CREATE TABLE genesys_integration_credential (
    integration TEXT NOT NULL REFERENCES genesys_integration (id) ON DELETE CASCADE, key TEXT NOT NULL,
    credential TEXT NOT NULL, PRIMARY KEY (integration, key)
  ) WITHOUT ROWID;
  CREATE INDEX genesys_integration_credential_used ON genesys_integration_credential (credential);
)";

struct IntegrationRecord {
  std::string id = {};
  std::string name = {};
  std::string type = {};
  std::string intended_state = {};  // ENABLED, DISABLED, DELETED
  int64_t state_changed = 0;
  std::string notes = {};
  int64_t config_version = 1;
  std::string properties = "{}";  // JSON objects as they were given
  std::string advanced = "{}";

  [[nodiscard]] bool deleted() const { return intended_state == "DELETED"; }
  // ACTIVE, ACTIVATING, INACTIVE or DEACTIVATING, to a reader of that moment (visibility.h).
  [[nodiscard]] std::string_view ReportedState(int64_t seen_until) const;
};

// The columns that ReadIntegration reads, in its order.
inline constexpr std::string_view kIntegrationColumns =
    "id, name, type, intended_state, state_changed, notes, config_version, properties, advanced";
IntegrationRecord ReadIntegration(const Statement& row);

// Deleted ones too; `made_until` as in visibility.h.
std::optional<IntegrationRecord> FindIntegration(Transaction& transaction, std::string_view id, int64_t made_until);
std::optional<IntegrationRecord> FindIntegration(Transaction& transaction, std::string_view id);
void InsertIntegration(Transaction& transaction, const IntegrationRecord& integration, int64_t created);
void UpdateIntegration(Transaction& transaction, const IntegrationRecord& integration);

enum class IntegrationView { kPlain, kWithConfig };
json::Object ShowIntegration(Transaction& transaction, const IntegrationRecord& integration, int64_t seen_until,
                             IntegrationView view = IntegrationView::kPlain);
// The IntegrationConfiguration.
json::Object ShowIntegrationConfig(Transaction& transaction, const IntegrationRecord& integration);

}  // namespace genesys_cfn::emulator
