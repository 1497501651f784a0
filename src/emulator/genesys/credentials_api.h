// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations/credentials (genesys-cloud-api.md 2.4, 3.5). Secret fields never come back.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// The deprecated list, by pages, and the one by cursors.
Outcome ListCredentials(const ApiCall& call);
Outcome ListCredentialsByCursor(const ApiCall& call);
Outcome CreateCredential(const ApiCall& call);
Outcome GetCredential(const ApiCall& call);
Outcome PutCredential(const ApiCall& call);
// 409 while an integration's configuration names it.
Outcome DeleteCredential(const ApiCall& call);
Outcome ListCredentialTypes(const ApiCall& call);

}  // namespace genesys_cfn::emulator
