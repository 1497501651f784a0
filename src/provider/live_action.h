// SPDX-License-Identifier: Apache-2.0
// Between the platform's JSON and the definitions that the plan compares.
#pragma once

#include "base/result.h"
#include "genesys/actions_client.h"
#include "json/value.h"
#include "provider/plan.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

// A live action as one side of a comparison, without its tag.
Result<ActionState> StateOf(const genesys::LiveAction& live);

// Which of the two bodies below the organisation takes, and what it changes in place.
ContractChange ContractChangeOf(const genesys::Session& session);
json::Object WriteBody(const genesys::Session& session, const DataActionProperties& properties,
                       const ActionState& desired, const json::Value& live);

// The whole action, for an API that changes contract, secure and integration in place: what the properties leave open
// stays as it is live.
json::Object PutBody(const ActionState& desired, const json::Value& live);

// The version that a write of the action must name.
std::optional<int64_t> VersionOf(const json::Value& action);

// The whole configuration of a definition, with the platform's defaults stated.
json::Object WholeConfig(const definition::DataAction& action);

// UpdateActionInput (genesys-cloud-api.md 3.1) that makes `live` what the properties want: name, category, the version
// that was read, and the whole configuration with defaults stated, so that it does not matter whether the platform
// merges or replaces it. Without a category in the properties the live one stands.
json::Object PatchBody(const DataActionProperties& properties, const json::Value& live);

// The same of an authentication action, which has neither name nor time-out of a template.
json::Object CustomAuthPatchBody(const ActionState& desired, const json::Value& live);

}  // namespace genesys_cfn::provider
