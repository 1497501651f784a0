// SPDX-License-Identifier: Apache-2.0
#include "cli/revert_drift.h"

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "cli/action_drift.h"
#include "cli/object_drift.h"
#include "provider/integration.h"
#include "provider/integration_table.h"
#include "provider/live_action.h"
#include "provider/object_state.h"

namespace genesys_cfn::cli {
namespace {

constexpr int kMostConflicts = 3;
constexpr const char* kNotPatchable =
    "contract, secure setting and integration cannot be written back: only a new action can have them (OnDrift: "
    "Recreate)";
constexpr const char* kTypeStays = "its type cannot be written back: only a new integration can have it";

bool SameValues(const ResourceDrift& a, const ResourceDrift& b) {
  return std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(),
                    [](const auto& x, const auto& y) {
                      return x.pointer == y.pointer && x.before == y.before && x.after == y.after;
                    });
}

bool AllUnpatchable(const ResourceDrift& drift) {
  return std::all_of(drift.differences.begin(), drift.differences.end(), IsUnpatchable);
}

// How one kind is written and judged anew.
struct Way {
  std::function<Result<bool>()> write;  // false: somebody wrote meanwhile
  std::function<Result<void>()> look;   // reads it, and judges what was read
};

Way WayOf(genesys::Session& session, ResourceDrift& drift, ActionSides& sides) {
  // The integration is compared as it was before: its id cannot change.
  const auto integration = std::find_if(drift.differences.begin(), drift.differences.end(),
                                        [](const auto& one) { return one.field == "integrationId"; });
  const std::string integration_id = integration == drift.differences.end() ? "" : integration->before;
  return {[&]() -> Result<bool> {
            const json::Object body = provider::PatchBody(sides.recorded, sides.live->action);
            TRY_ASSIGN(const auto patched, genesys::ActionsClient(session).Patch(drift.physical_id, body));
            return patched.outcome != genesys::PatchOutcome::kVersionConflict;
          },
          [&, integration_id]() -> Result<void> {
            TRY_ASSIGN(sides.live, genesys::ActionsClient(session).Read(drift.physical_id));
            return JudgeActionDrift(integration_id, drift);
          }};
}

Way WayOf(genesys::Session& session, ResourceDrift& drift, AuthActionSides& sides) {
  return {[&]() -> Result<bool> {
            TRY_ASSIGN(const provider::ActionState live, provider::StateOf(*sides.live));
            const auto desired = provider::WithConfig(live, sides.recorded.config);
            const json::Object body = provider::CustomAuthPatchBody(desired, sides.live->action);
            TRY_ASSIGN(const auto patched, genesys::ActionsClient(session).Patch(drift.physical_id, body));
            return patched.outcome != genesys::PatchOutcome::kVersionConflict;
          },
          [&]() -> Result<void> {
            TRY_ASSIGN(sides.live, genesys::ActionsClient(session).Read(drift.physical_id));
            return JudgeAuthActionDrift(drift);
          }};
}

Way WayOf(provider::ManagedObject& object, ResourceDrift& drift, ObjectSides& sides) {
  return {[&]() -> Result<bool> {
            const json::Object target = provider::Merge({sides.recorded, sides.recorded, sides.live->state});
            TRY_ASSIGN(const auto written,
                       object.Write(*sides.live, target, provider::StackDirection::kForward, genesys::Permit()));
            return written != genesys::EntityWrite::kReadAgain;
          },
          [&]() -> Result<void> {
            TRY_ASSIGN(sides.live, object.Read(drift.physical_id));
            JudgeObjectDrift({}, drift);
            return {};
          }};
}

Result<void> Follow(const Way& way, ResourceDrift& drift) {
  const ResourceDrift shown = drift;
  std::string conflict;
  for (int conflicts = 0; conflicts <= kMostConflicts; ++conflicts) {
    TRY_ASSIGN(const bool written, way.write());
    drift.notes.clear();
    TRY(way.look());
    if (written || !WhyNotReverted(drift).empty()) break;
    conflict = "somebody wrote to it meanwhile, so it was read again";
    if (SameValues(shown, drift)) continue;
    drift.notes.push_back(Concat(conflict, " and differs in another way now: nothing was written"));
    return {};
  }
  if (!conflict.empty()) drift.notes.push_back(conflict);
  if (drift.differences.empty()) return {};
  drift.notes.emplace_back(AllUnpatchable(drift) ? WhyNotReverted(drift)
                                                 : "Genesys Cloud does not show yet what was written: look again");
  return {};
}

}  // namespace

std::string WhyNotReverted(const ResourceDrift& drift) {
  if (drift.state != DriftState::kDrifted) return "there is nothing to write back";
  if (std::holds_alternative<std::monostate>(drift.sides)) return "a look-up has nothing to write back";
  if (drift.has_unknown) return "not written back: not all of what the stack recorded is known";
  if (std::holds_alternative<ObjectSides>(drift.sides)) {
    if (drift.type != provider::kIntegrationTable.type) {
      return "not written back: a credential is written as a whole, with its values, by an update of the resource "
             "(OnDrift: Overwrite and another Version)";
    }
    return AllUnpatchable(drift) ? kTypeStays : "";
  }
  const auto* action = std::get_if<ActionSides>(&drift.sides);
  if (action != nullptr && action->recorded.function) {
    return "not written back: an action with a function is written through a draft, by an update of the resource "
           "(OnDrift: Overwrite and another Version)";
  }
  return AllUnpatchable(drift) ? kNotPatchable : "";
}

Result<void> Revert(genesys::Session& session, Clock& clock, ResourceDrift& drift) {
  if (auto* action = std::get_if<ActionSides>(&drift.sides)) return Follow(WayOf(session, drift, *action), drift);
  if (auto* action = std::get_if<AuthActionSides>(&drift.sides)) return Follow(WayOf(session, drift, *action), drift);
  const auto integrations = provider::ConnectIntegrations(session, clock);
  return Follow(WayOf(*integrations, drift, std::get<ObjectSides>(drift.sides)), drift);
}

}  // namespace genesys_cfn::cli
