// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/draft_record.h"

#include <limits>

#include "base/text.h"

namespace genesys_cfn::emulator {

std::optional<ActionRecord> FindDraft(Transaction& transaction, std::string_view id) {
  return FindVisibleDraft(transaction, id, std::numeric_limits<int64_t>::max());
}

std::optional<ActionRecord> FindVisibleDraft(Transaction& transaction, std::string_view id, int64_t made_until) {
  Statement row = transaction.Query(
      Concat("SELECT ", kActionColumns, " FROM genesys_action_draft WHERE id = ? AND created <= ?"), id, made_until);
  if (!row.Step()) return std::nullopt;
  return ReadAction(row);
}

void InsertDraft(Transaction& transaction, const ActionRecord& draft, WallTime now) {
  transaction.Execute(
      Concat("INSERT INTO genesys_action_draft (", kActionColumns, ", created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      draft.id, draft.integration_id, draft.name, draft.category, draft.secure, draft.version, draft.config,
      draft.input_schema, draft.success_schema, ToEpochMilliseconds(now));
}

void UpdateDraft(Transaction& transaction, const ActionRecord& draft) {
  transaction.Execute(
      "UPDATE genesys_action_draft SET name = ?, category = ?, secure = ?, version = ?, config = ?, input_schema = ?, "
      "success_schema = ? WHERE id = ?",
      draft.name, draft.category, draft.secure, draft.version, draft.config, draft.input_schema, draft.success_schema,
      draft.id);
}

bool DeleteDraft(Transaction& transaction, std::string_view id) {
  return transaction.Execute("DELETE FROM genesys_action_draft WHERE id = ?", id) > 0;
}

}  // namespace genesys_cfn::emulator
