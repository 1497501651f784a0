// SPDX-License-Identifier: Apache-2.0
#include "provider/plan.h"

namespace genesys_cfn::provider {
namespace {

bool IntegrationDiffers(const ActionState& a, const ActionState& b) {
  return !a.integration_id.empty() && !b.integration_id.empty() && a.integration_id != b.integration_id;
}

// What differs between the two that a PATCH cannot change (genesys-cloud-api.md 2.8).
std::vector<std::string> Unpatchable(const ActionState& from, const ActionState& to) {
  const definition::ReplacementCheck check = definition::CompareForReplacement(from.action, to.action);
  std::vector<std::string> reasons;
  if (check.contract_differs) reasons.emplace_back("contract");
  if (check.secure_differs) reasons.emplace_back("secure");
  if (IntegrationDiffers(from, to)) reasons.emplace_back("integration");
  return reasons;
}

// Of a package that the platform does not tell, the record tells.
bool FunctionsEqual(const ActionState& desired, const std::optional<ActionState>& recorded, const ActionState& live) {
  if (!desired.function || !live.function) return true;
  if (!CompareFunctions(*desired.function, *live.function).empty()) return false;
  if (live.function->digest) return true;
  return recorded && recorded->function && recorded->function->digest == desired.function->digest;
}

// Apart from what a PATCH cannot change.
bool Equal(const ActionState& desired, const std::optional<ActionState>& recorded, const ActionState& live) {
  if (!definition::Compare(desired.action, live.action).empty()) return false;
  if (!FunctionsEqual(desired, recorded, live)) return false;
  return !recorded || definition::CompareRemoved(recorded->action, desired.action, live.action).empty();
}

}  // namespace

std::vector<definition::FieldDifference> DriftBetween(const ActionState& recorded, const ActionState& live) {
  std::vector<definition::FieldDifference> differences = definition::Compare(recorded.action, live.action);
  if (IntegrationDiffers(recorded, live)) {
    differences.push_back({"integrationId", recorded.integration_id, live.integration_id});
  }
  if (recorded.function && live.function) {
    const auto functions = CompareFunctions(*recorded.function, *live.function);
    differences.insert(differences.end(), functions.begin(), functions.end());
  }
  return differences;
}

const std::vector<definition::FieldDifference>& DriftIn(const UpdateStep& step) {
  static const std::vector<definition::FieldDifference> kNone;
  if (const auto* patch = std::get_if<Patch>(&step)) return patch->drift;
  if (const auto* replace = std::get_if<Replace>(&step)) return replace->drift;
  if (const auto* drifted = std::get_if<Drifted>(&step)) return drifted->drift;
  return kNone;
}

bool NeedsReplacement(const ActionState& from, const ActionState& to) {
  return !Unpatchable(from, to).empty();
}

UpdateStep PlanUpdate(const ActionState& desired, const std::optional<ActionState>& recorded, const ActionState& live,
                      OnDrift on_drift, ContractChange contract_change) {
  const std::vector<std::string> against_live = Unpatchable(desired, live);
  if (against_live.empty() && Equal(desired, recorded, live)) return NoChange{};
  const bool in_place = contract_change == ContractChange::kInPlace;
  if (!recorded) {
    if (in_place || against_live.empty()) return Patch{};
    return Replace{against_live};
  }
  std::vector<definition::FieldDifference> drift = DriftBetween(*recorded, live);
  if (!drift.empty() && on_drift == OnDrift::kFail) return Drifted{std::move(drift)};
  if (!drift.empty() && on_drift == OnDrift::kRecreate) return Replace{{"OnDrift is Recreate"}, std::move(drift)};
  if (in_place) return Patch{std::move(drift)};
  // What the record leaves open means whatever stood at that time; drift aside, that is what stands now.
  ActionState before = *recorded;
  if (!before.action.secure) before.action.secure = live.action.secure;
  if (before.integration_id.empty()) before.integration_id = live.integration_id;
  const std::vector<std::string> against_recorded = Unpatchable(before, desired);
  if (!against_recorded.empty() && !against_live.empty()) return Replace{against_recorded, std::move(drift)};
  // What a PATCH cannot bring back drifted: that is no reason for another id, unless Recreate asks for it.
  if (!against_live.empty()) return Drifted{std::move(drift)};
  return Patch{std::move(drift)};
}

}  // namespace genesys_cfn::provider
