// SPDX-License-Identifier: Apache-2.0
// What a caller is told of its own roles, in the model of the vendor's SDK (AuthzSubject).
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// GET /api/v2/authorization/subjects/me. Permissions that a client has without a role are shown as those of a role.
Outcome GetOwnSubject(const ApiCall& call);

}  // namespace genesys_cfn::emulator
