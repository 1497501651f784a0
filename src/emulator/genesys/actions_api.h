// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations/actions (genesys-cloud-api.md 2.1, 2.5-2.9, 3.1): published actions, with their version as the
// optimistic lock. Contracts and maps come back exactly as they were given, in order and number text.
#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "emulator/genesys/action_record.h"
#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// Times are epoch milliseconds. `deleted` and genesys_action_past are used with a lag only (organisation_options.h): a
// deleted action that may still be seen, and what lists show of an action until an edit has reached them.
inline constexpr std::string_view kActionTables = R"(
  CREATE TABLE genesys_action (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    integration TEXT NOT NULL REFERENCES genesys_integration (id) ON DELETE CASCADE,
    name TEXT NOT NULL, category TEXT NOT NULL, secure INTEGER NOT NULL, version INTEGER NOT NULL,
    config TEXT NOT NULL, input_schema TEXT NOT NULL, success_schema TEXT NOT NULL,
    created INTEGER NOT NULL, deleted INTEGER
  );
  CREATE INDEX genesys_action_integration ON genesys_action (integration);
  CREATE INDEX genesys_action_listing ON genesys_action (position, name, category, secure, id) WHERE deleted IS NULL;
  CREATE INDEX genesys_action_order ON genesys_action (position)
    WHERE deleted IS NULL AND substr(id, 1, 10) <> 'customAuth';
  CREATE INDEX genesys_action_deleted ON genesys_action (deleted) WHERE deleted IS NOT NULL;
  CREATE TABLE genesys_action_past (
    position INTEGER PRIMARY KEY, action TEXT NOT NULL REFERENCES genesys_action (id) ON DELETE CASCADE,
    until INTEGER NOT NULL, name TEXT NOT NULL, category TEXT NOT NULL, version INTEGER NOT NULL, config TEXT NOT NULL
  );
  CREATE INDEX genesys_action_past_action ON genesys_action_past (action);
)";

// The body of `call` as an action without an id (PostActionInput); it may hang on the integration that it names.
std::variant<ActionRecord, ApiFailure> ReadWholeAction(const ApiCall& call);
// The parameter "flatten".
std::variant<SchemaForm, ApiFailure> ReadSchemaForm(const ApiCall& call);
// What a GET of an action or of a draft is to show: expand, includeConfig, flatten.
struct ActionView {
  ContractView contract = ContractView::kUris;
  ConfigView config = ConfigView::kAbsent;
};
std::variant<ActionView, ApiFailure> ReadActionView(const ApiCall& call);

Outcome ListActions(const ApiCall& call);
Outcome CreateAction(const ApiCall& call);
Outcome GetAction(const ApiCall& call);
Outcome PatchAction(const ApiCall& call);
Outcome DeleteAction(const ApiCall& call);
Outcome GetActionTemplate(const ApiCall& call);
Outcome GetActionSchema(const ApiCall& call);

}  // namespace genesys_cfn::emulator
