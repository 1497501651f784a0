// SPDX-License-Identifier: Apache-2.0
// Taking over an action that exists already (AdoptActionId) instead of making one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "genesys/session.h"
#include "json/value.h"
#include "provider/plan.h"
#include "provider/properties.h"
#include "provider/publish_gate.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

// AdoptActionId, of an Update of the action `current`.
struct ActionAdoption {
  std::optional<std::string> id;
  std::optional<std::string> former_id;  // of the old properties

  // Another action is to be taken over from now on.
  [[nodiscard]] bool BeginsWith(std::string_view current) const { return id && *id != current && id != former_id; }
  // `current` was adopted, and is to be no longer.
  [[nodiscard]] bool EndsWith(std::string_view current) const { return !id && former_id == current; }
};

// Why an action that is not there cannot be adopted.
Error NoActionToAdopt(const std::string& id);

// What the adoption of `live` does, decided before anything is done.
enum class AdoptionStep { kNothing, kPatch };
// kInvalidInput: it differs in what cannot be changed.
Result<AdoptionStep> PlanAdoption(const std::string& id, const ActionState& desired, const ActionState& live,
                                  ContractChange contract_change);

// The Action model of the adopted action, which then is what the properties want: a PATCH when it is not so already. An
// action that differs in what a PATCH cannot change (contract, Secure, integration) is refused, and left as it is.
// With a `gate` (not nullptr) what is to be written goes through it.
Result<json::Value> AdoptAction(genesys::Session& session, StillWanted& wanted, const DataActionProperties& properties,
                                PublishGate* gate);

}  // namespace genesys_cfn::provider
