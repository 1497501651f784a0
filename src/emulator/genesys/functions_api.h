// SPDX-License-Identifier: Apache-2.0
// Functions of actions (genesys-cloud-api.md 2.1-2.3, 3.2): settings, packages and runtimes.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

Outcome ListFunctionRuntimes(const ApiCall& call);
Outcome GetFunction(const ApiCall& call);
Outcome GetDraftFunction(const ApiCall& call);
// Handler, runtime, description and time-out; a package must be Available.
Outcome PutDraftFunction(const ApiCall& call);
// A URL that takes the package with one PUT (function_uploads.h).
Outcome RequestFunctionUpload(const ApiCall& call);

}  // namespace genesys_cfn::emulator
