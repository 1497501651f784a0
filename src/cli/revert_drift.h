// SPDX-License-Identifier: Apache-2.0
// `drift --revert`: what a stack recorded, written back to Genesys Cloud.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "cli/resource_drift.h"
#include "genesys/session.h"

namespace genesys_cfn::cli {

// Why a drifted resource cannot be written back from here, in words; empty when something of it can.
std::string WhyNotReverted(const ResourceDrift& drift);

// One write under the version that was read, and a look at what it did: `drift` is as it is then, with notes. When
// somebody wrote meanwhile, it is read again; it is written over only if it differs in the same way as what was shown.
// Errors as of the clients: nothing was written, or it is not known.
Result<void> Revert(genesys::Session& session, Clock& clock, ResourceDrift& drift);

}  // namespace genesys_cfn::cli
