// SPDX-License-Identifier: Apache-2.0
// Roles: named sets of permissions, which OAuth clients have. On the platform they are made in its administration; here
// by an administrator's calls (docs/local-genesys.md).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// GET /genesys-cfn/admin/roles.
Outcome ListRoles(const ApiCall& call);
// POST {"name", "permissions": [...]}; PATCH of either; DELETE, which takes it from its clients.
Outcome CreateRole(const ApiCall& call);
Outcome PatchRole(const ApiCall& call);
Outcome DeleteRole(const ApiCall& call);

// A member of the body that is an array of strings; empty when it is absent.
std::variant<std::vector<std::string>, ApiFailure> ReadTexts(const ApiCall& call, const char* member);

}  // namespace genesys_cfn::emulator
