// SPDX-License-Identifier: Apache-2.0
// The draft of an action in the database. A published action and its draft share one id; the id of an action that was
// never published names a draft only.
#pragma once

#include <optional>
#include <string_view>

#include "emulator/genesys/action_record.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kDraftTables = R"(
  CREATE TABLE genesys_action_draft (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    integration TEXT NOT NULL REFERENCES genesys_integration (id) ON DELETE CASCADE,
    name TEXT NOT NULL, category TEXT NOT NULL, secure INTEGER NOT NULL, version INTEGER NOT NULL,
    config TEXT NOT NULL, input_schema TEXT NOT NULL, success_schema TEXT NOT NULL, created INTEGER NOT NULL
  );
  CREATE INDEX genesys_action_draft_integration ON genesys_action_draft (integration);
)";

// `made_until` as in visibility.h; without it the draft as it is.
std::optional<ActionRecord> FindDraft(Transaction& transaction, std::string_view id);
std::optional<ActionRecord> FindVisibleDraft(Transaction& transaction, std::string_view id, int64_t made_until);
void InsertDraft(Transaction& transaction, const ActionRecord& draft, WallTime now);
// Writes everything but the integration.
void UpdateDraft(Transaction& transaction, const ActionRecord& draft);
// False when there is none.
bool DeleteDraft(Transaction& transaction, std::string_view id);

}  // namespace genesys_cfn::emulator
