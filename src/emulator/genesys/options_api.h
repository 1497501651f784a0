// SPDX-License-Identifier: Apache-2.0
// An administrator's calls for the organisation's switches, and the limits that the platform shows to every client
// (genesys-cloud-api.md 4.5).
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// GET /genesys-cfn/admin/options: every switch by its name. PATCH changes those that the body names, all or none.
Outcome GetOptions(const ApiCall& call);
Outcome PatchOptions(const ApiCall& call);

// GET /api/v2/organizations/limits/namespaces/{name}.
Outcome ListLimits(const ApiCall& call);

}  // namespace genesys_cfn::emulator
