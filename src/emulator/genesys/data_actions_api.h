// SPDX-License-Identifier: Apache-2.0
// /api/v2/data/actions: not the platform's API, but that of a gateway as some guides describe it, beside the real one
// and over the same actions. POST, GET, PUT and DELETE; templates are in place, a PUT changes everything, and no
// version is asked for. The permissions are data:actions:create, read, update and delete.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

Outcome CreateDataAction(const ApiCall& call);
Outcome GetDataAction(const ApiCall& call);
Outcome PutDataAction(const ApiCall& call);
// The actions, as GetDataAction shows each, in pages.
Outcome ListDataActions(const ApiCall& call);

}  // namespace genesys_cfn::emulator
