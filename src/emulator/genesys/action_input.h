// SPDX-License-Identifier: Apache-2.0
// What the bodies of PostActionInput, UpdateActionInput and UpdateDraftInput (genesys-cloud-api.md 3.1) say about an
// action. Nothing is written; each failure is a 400 that names the field.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "emulator/genesys/action_record.h"
#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// A draft may break the rules of contracts until it is published; its two schemas must be objects all the same.
enum class ContractCheck { kFull, kShape };

// The type of the integration that a new action is to hang on. An unknown one is a 400 without a field: a new
// integration may not be visible yet, and clients retry that.
std::variant<std::string, ApiFailure> TypeForNewAction(const ApiCall& call, const ActionRecord& action);

// All of PostActionInput but the integration's existence.
std::optional<ApiFailure> ReadNewAction(const ApiCall& call, ContractCheck check, ActionRecord& action);
// The members of UpdateActionInput that are there: name, category and the whole configuration.
std::optional<ApiFailure> ReadActionChanges(const ApiCall& call, ActionRecord& action);
// The contract of `body`, as it is stored.
std::optional<ApiFailure> ReadContract(const ApiCall& call, ContractCheck check, ActionRecord& action);

// The answer to a version that is not the current one, by OrganisationOptions::version_conflict_status.
ApiFailure VersionConflict(const ApiCall& call, int64_t supplied, int64_t current);

}  // namespace genesys_cfn::emulator
