// SPDX-License-Identifier: Apache-2.0
// Drift for people and for programs. Pure.
#pragma once

#include <vector>

#include "cli/drift_search.h"
#include "cli/plan_text.h"
#include "json/value.h"

namespace genesys_cfn::cli {

std::vector<ToneLine> DriftText(const std::vector<StackDrift>& stacks);
// After `drift --revert`: what differed before or differs now, and the summary of everything.
std::vector<ToneLine> RevertText(const std::vector<StackDrift>& before, const std::vector<StackDrift>& now);
json::Object DriftDocument(const std::vector<StackDrift>& stacks);

size_t CountOf(const std::vector<StackDrift>& stacks, DriftState state);

}  // namespace genesys_cfn::cli
