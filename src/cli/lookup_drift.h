// SPDX-License-Identifier: Apache-2.0
// Whether a look-up still finds the action whose id its stack has. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/resource_drift.h"
#include "provider/sought_action.h"

namespace genesys_cfn::cli {

struct LookupFacts {
  provider::SoughtAction wanted;
  std::vector<std::string> integrations;        // the ids of those that are meant; one, if all is well
  std::vector<genesys::ActionSummary> meant;    // the actions that are meant now
  std::optional<genesys::ActionSummary> there;  // what has the stack's id, looked for when no action is meant
};

// Fills in state, differences, values and notes.
void JudgeLookupDrift(const LookupFacts& facts, ResourceDrift& drift);

}  // namespace genesys_cfn::cli
