// SPDX-License-Identifier: Apache-2.0
// `drift --revert`: what a stack recorded, written back to Genesys Cloud.
#pragma once

#include "base/result.h"
#include "cli/action_drift.h"
#include "genesys/session.h"

namespace genesys_cfn::cli {

// Why some differences stay.
inline constexpr const char* kNotPatchable =
    "contract, secure setting and integration cannot be written back: only a new action can have them (OnDrift: "
    "Recreate)";

// Whether the action differs in something that a write can restore and all of its record is known.
bool CanRevert(const ActionDrift& drift);

// One PATCH under the version that was read, and a look at what it did: `drift` is as it is then, with notes. When
// somebody wrote meanwhile, the action is read again; it is written over only if it differs in the same way as what was
// shown. Errors as of the clients: nothing was written, or it is not known.
Result<void> Revert(genesys::Session& session, ActionDrift& drift);

}  // namespace genesys_cfn::cli
