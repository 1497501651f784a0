// SPDX-License-Identifier: Apache-2.0
// Whether a live data action, or an integration's authentication action, is still what its stack recorded. Pure.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/resource_drift.h"

namespace genesys_cfn::cli {

// Fill in name, state, differences, values and notes from `drift.sides`: ActionSides, or AuthActionSides.
// `integration_id` is the recorded one, empty when it is not known. Errors: the live action cannot be read as one.
Result<void> JudgeActionDrift(const std::string& integration_id, ResourceDrift& drift);
Result<void> JudgeAuthActionDrift(ResourceDrift& drift);

// The fields that no write to an existing object can change: contract, secure, integration, an integration's type.
bool IsUnpatchable(const definition::FieldDifference& difference);

}  // namespace genesys_cfn::cli
