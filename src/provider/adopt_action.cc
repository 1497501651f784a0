// SPDX-License-Identifier: Apache-2.0
#include "provider/adopt_action.h"

#include <variant>

#include "base/text.h"
#include "genesys/actions_client.h"
#include "provider/create_action.h"
#include "provider/live_action.h"

namespace genesys_cfn::provider {
namespace {

constexpr int kMostConflicts = 5;

}  // namespace

Error NoActionToAdopt(const std::string& id) {
  return {ErrorCode::kNotFound,
          Concat("the action ", id,
                 " does not exist in this Genesys Cloud organisation; check AdoptActionId, and that the function's "
                 "credentials and region are those of the organisation that has it")};
}

Result<AdoptionStep> PlanAdoption(const std::string& id, const ActionState& desired, const ActionState& live,
                                  ContractChange contract_change) {
  const UpdateStep step = PlanUpdate(desired, std::nullopt, live, OnDrift::kFail, contract_change);
  if (const auto* replace = std::get_if<Replace>(&step)) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("the action ", id, " cannot be adopted: it differs from the properties in ",
                        Join(replace->reasons, ", "),
                        ", which Genesys Cloud cannot change of an action that exists. Nothing was written. Export the "
                        "action and take its definition over, or leave AdoptActionId out to create a new one")};
  }
  return std::holds_alternative<NoChange>(step) ? AdoptionStep::kNothing : AdoptionStep::kPatch;
}

Result<json::Value> AdoptAction(genesys::Session& session, StillWanted& wanted, const DataActionProperties& properties,
                                PublishGate* gate) {
  const std::string& id = *properties.adopt_action_id;
  genesys::ActionsClient actions(session);
  TRY_ASSIGN(const auto integration, ChooseIntegration(session, properties));
  ActionState desired{properties.action, integration.id};
  FunctionWork* const function = gate == nullptr ? nullptr : gate->function();
  if (function != nullptr) {
    TRY_ASSIGN(desired.function, function->Desired());
  }
  for (int conflicts = 0; conflicts < kMostConflicts; ++conflicts) {
    TRY_ASSIGN(auto live, actions.Read(id));
    if (!live) return NoActionToAdopt(id);
    TRY_ASSIGN(ActionState state, StateOf(*live));
    if (function != nullptr) {
      TRY_ASSIGN(state.function, function->Live(id));
    }
    TRY_ASSIGN(const AdoptionStep step, PlanAdoption(id, desired, state, ContractChangeOf(session)));
    if (step == AdoptionStep::kNothing) return std::move(live->action);
    if (gate != nullptr) {
      TRY_ASSIGN(auto published, gate->PublishChange(*live, desired));
      if (published) return *std::move(published);
      wanted.Doubt();
      continue;
    }
    TRY_ASSIGN(auto patched, actions.Patch(id, WriteBody(session, properties, desired, live->action),
                                           [&] { return wanted.Demand(); }));
    if (patched.outcome == genesys::PatchOutcome::kDone) return std::move(patched.action);
    wanted.Doubt();
  }
  return Error{ErrorCode::kConflict, Concat("adopting the action ", id, " failed: its version changed ", kMostConflicts,
                                            " times while it was being written")};
}

}  // namespace genesys_cfn::provider
