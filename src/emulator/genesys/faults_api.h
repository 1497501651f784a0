// SPDX-License-Identifier: Apache-2.0
// An administrator's calls for scripted faults (docs/faults.md).
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// GET /genesys-cfn/admin/faults: {"faults": [...]}, each with its id, "matched" and "struck".
Outcome ListFaults(const ApiCall& call);
// POST with one fault; answers it with its id.
Outcome AddFault(const ApiCall& call);
// DELETE of all, and of one.
Outcome ClearFaults(const ApiCall& call);
Outcome RemoveFault(const ApiCall& call);

}  // namespace genesys_cfn::emulator
