// SPDX-License-Identifier: Apache-2.0
// OAuth clients (genesys-cloud-api.md 1.4) by an administrator's calls (docs/local-genesys.md). A client may do what
// its roles allow, at once when they change; a disabled one gets no token, and its tokens are invalid for good.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// GET /genesys-cfn/admin/oauth/clients, and of one. Never with a secret.
Outcome ListClients(const ApiCall& call);
Outcome GetClient(const ApiCall& call);
// POST {"name", "roles": [names or ids], "accessTokenValiditySeconds"}: the only answer with the client's "secret".
Outcome CreateClient(const ApiCall& call);
// PATCH of any of these, and of "state": "active" or "disabled".
Outcome PatchClient(const ApiCall& call);
Outcome DeleteClient(const ApiCall& call);
// POST .../secret: a new one in place of the old; tokens stay valid.
Outcome RenewClientSecret(const ApiCall& call);

}  // namespace genesys_cfn::emulator
