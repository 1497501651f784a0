// SPDX-License-Identifier: Apache-2.0
// What an Update does, decided before anything is done: a pure function of what the new properties want, what the old
// properties recorded and what the organisation holds. The provider performs it; `genesys-cfn plan` prints it.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "definition/data_action.h"
#include "definition/normalise.h"
#include "provider/function_properties.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

// One side of the comparison: a definition and the integration it hangs on.
struct ActionState {
  definition::DataAction action;
  std::string integration_id;                  // empty: not known (a recorded IntegrationName that was not looked up)
  std::optional<FunctionState> function = {};  // compared when both sides have one
};

// Live equals desired: nothing is written.
struct NoChange {};
// PATCH with the version that was read.
struct Patch {
  std::vector<definition::FieldDifference> drift = {};  // recorded -> live
};
// A new action under a new id; CloudFormation deletes the old one afterwards.
struct Replace {
  std::vector<std::string> reasons;                     // "contract", "secure", "integration", "OnDrift is Recreate"
  std::vector<definition::FieldDifference> drift = {};  // recorded -> live
};
// Somebody changed the action since the last deployment, and the policy is to stop.
struct Drifted {
  std::vector<definition::FieldDifference> drift;  // recorded -> live
};
using UpdateStep = std::variant<NoChange, Patch, Replace, Drifted>;

// What somebody changed and the step goes over, or stops at. Empty when nothing is to be written: then it is not known.
const std::vector<definition::FieldDifference>& DriftIn(const UpdateStep& step);

// Where live differs from what the record states.
std::vector<definition::FieldDifference> DriftBetween(const ActionState& recorded, const ActionState& live);

// True when a PATCH cannot lead from one to the other: contract, secure or integration differ, as far as both state
// them.
bool NeedsReplacement(const ActionState& from, const ActionState& to);

// `recorded` is nullopt when the old properties cannot be read (an older provider's shape): then drift is not judged,
// and what PATCH cannot change is judged against live.
// kInPlace: a Patch can change contract, secure and integration too.
enum class ContractChange { kReplaces, kInPlace };
UpdateStep PlanUpdate(const ActionState& desired, const std::optional<ActionState>& recorded, const ActionState& live,
                      OnDrift on_drift, ContractChange contract_change = ContractChange::kReplaces);

}  // namespace genesys_cfn::provider
