// SPDX-License-Identifier: Apache-2.0
// Published flows, as far as they use data actions: dependency tracking (genesys-cloud-api.md 9), and the calls of an
// administrator that publish a flow and take it back. Architect's own API of flows is not there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// A flow keeps the id of an action that is deleted, as a published flow does.
inline constexpr std::string_view kFlowTables = R"(
  CREATE TABLE genesys_flow (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL
  );
  CREATE TABLE genesys_flow_action (
    flow TEXT NOT NULL REFERENCES genesys_flow (id) ON DELETE CASCADE, action TEXT NOT NULL,
    PRIMARY KEY (flow, action)
  ) WITHOUT ROWID;
  CREATE INDEX genesys_flow_action_action ON genesys_flow_action (action);
)";

// The new flow's id; kInvalidInput for an empty name, a type that is none of a flow ("INBOUNDCALLFLOW"), or an action
// that does not exist.
Result<std::string> AddFlow(Transaction& transaction, Random& random, std::string_view name, std::string_view type,
                            const std::vector<std::string>& action_ids);
// False when there is none.
bool DeleteFlow(Transaction& transaction, std::string_view id);
// The names of the flows that use the action.
std::vector<std::string> FlowsUsing(Transaction& transaction, std::string_view action_id);

// GET /api/v2/architect/dependencytracking/consumingresources.
Outcome ListConsumingResources(const ApiCall& call);

// POST /genesys-cfn/admin/flows with {"name", "type", "actions": [ids]} answers the flow with its id; DELETE
// /genesys-cfn/admin/flows/{id}.
Outcome PublishFlow(const ApiCall& call);
Outcome UnpublishFlow(const ApiCall& call);

}  // namespace genesys_cfn::emulator
