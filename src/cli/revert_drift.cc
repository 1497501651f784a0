// SPDX-License-Identifier: Apache-2.0
#include "cli/revert_drift.h"

#include <algorithm>

#include "base/text.h"
#include "provider/live_action.h"

namespace genesys_cfn::cli {
namespace {

constexpr int kMostConflicts = 3;

// Judged anew against the action as it is now. The integration is compared as it was before: its id cannot change.
Result<void> LookAgain(genesys::Session& session, ActionDrift& drift) {
  const auto integration =
      std::find_if(drift.differences.begin(), drift.differences.end(),
                   [](const definition::FieldDifference& one) { return one.field == "integrationId"; });
  const std::string integration_id = integration == drift.differences.end() ? "" : integration->before;
  TRY_ASSIGN(drift.live, genesys::ActionsClient(session).Read(drift.physical_id));
  drift.notes.clear();
  return JudgeDrift(integration_id, drift);
}

bool SameValues(const ActionDrift& a, const ActionDrift& b) {
  return std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                    [](const auto& x, const auto& y) {
                      return x.pointer == y.pointer && x.before == y.before && x.after == y.after;
                    });
}

}  // namespace

bool CanRevert(const ActionDrift& drift) {
  return drift.state == DriftState::kDrifted && !drift.has_unknown &&
         !std::all_of(drift.differences.begin(), drift.differences.end(), IsUnpatchable);
}

Result<void> Revert(genesys::Session& session, ActionDrift& drift) {
  const ActionDrift shown = drift;
  std::string conflict;
  for (int conflicts = 0; conflicts <= kMostConflicts; ++conflicts) {
    const json::Object body = provider::PatchBody(*drift.recorded, drift.live->action);
    TRY_ASSIGN(const auto patched, genesys::ActionsClient(session).Patch(drift.physical_id, body));
    TRY(LookAgain(session, drift));
    if (patched.outcome != genesys::PatchOutcome::kVersionConflict || !CanRevert(drift)) break;
    conflict = "somebody wrote to it meanwhile, so it was read again";
    if (SameValues(shown, drift)) continue;
    drift.notes.push_back(Concat(conflict, " and differs in another way now: nothing was written"));
    return {};
  }
  if (!conflict.empty()) drift.notes.push_back(conflict);
  if (drift.differences.empty()) return {};
  const bool is_final = std::all_of(drift.differences.begin(), drift.differences.end(), IsUnpatchable);
  drift.notes.emplace_back(is_final ? kNotPatchable : "Genesys Cloud does not show yet what was written: look again");
  return {};
}

}  // namespace genesys_cfn::cli
