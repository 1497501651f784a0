// SPDX-License-Identifier: Apache-2.0
// Whether an action may be deleted although published flows may use it: calls that are live must go on working.
#pragma once

#include <string>

#include "base/log.h"
#include "base/result.h"
#include "genesys/session.h"

namespace genesys_cfn::provider {

// An error that names the flows (kConflict), or says that nobody could tell. Without the permission to ask, the action
// may be deleted, and the log says so.
Result<void> RefuseIfUsed(genesys::Session& session, Logger& logger, const std::string& action_id);

}  // namespace genesys_cfn::provider
