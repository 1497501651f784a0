// SPDX-License-Identifier: Apache-2.0
// Taking over an action that exists already (AdoptActionId) instead of making one.
#pragma once

#include "base/result.h"
#include "genesys/session.h"
#include "json/value.h"
#include "provider/properties.h"
#include "provider/publish_gate.h"
#include "provider/still_wanted.h"

namespace genesys_cfn::provider {

// The Action model of the adopted action, which then is what the properties want: a PATCH when it is not so already. An
// action that differs in what a PATCH cannot change (contract, Secure, integration) is refused, and left as it is.
// With a `gate` (not nullptr) what is to be written goes through it.
Result<json::Value> AdoptAction(genesys::Session& session, StillWanted& wanted, const DataActionProperties& properties,
                                PublishGate* gate);

}  // namespace genesys_cfn::provider
