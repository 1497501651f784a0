// SPDX-License-Identifier: Apache-2.0
// The customAuth action of a Web Services integration (genesys-cloud-api.md 3.6): it is there as long as the
// integration's credential has the type userDefinedOAuth, and fetches what other actions see as ${authResponse}.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "emulator/store/database.h"

namespace genesys_cfn::emulator {

// "customAuth_-_" and the integration's id.
std::string CustomAuthActionId(std::string_view integration_id);

// Makes the action or deletes it, as the integration's credentials are now. To be called after each change of these.
void SyncCustomAuthAction(Transaction& transaction, std::string_view integration_id, WallTime now);

}  // namespace genesys_cfn::emulator
