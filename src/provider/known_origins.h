// SPDX-License-Identifier: Apache-2.0
// The hosts that the first event will need, as far as the settings say: their connections are opened side by side while
// the function waits for it.
#pragma once

#include <string>
#include <vector>

#include "provider/settings.h"

namespace genesys_cfn::provider {

// Where the credentials are (Secrets Manager or Parameter Store), login and API; the latter two only when they do not
// come from the secret. https only: over http there is little to gain, and it is the local cloud. An unknown region is
// none here; the first event reports it.
std::vector<std::string> KnownOrigins(const Settings& settings);

}  // namespace genesys_cfn::provider
