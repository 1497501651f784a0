// SPDX-License-Identifier: Apache-2.0
// The `config` of a definition (genesys-cloud-api.md 3.1, ActionConfig). Internal to this folder.
#pragma once

#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::definition {

// The members of the action model, timeoutSeconds restored; what breaks a rule is added to `problems`.
json::Object ReadConfig(const json::Object& config, std::vector<Problem>& problems);

}  // namespace genesys_cfn::definition
