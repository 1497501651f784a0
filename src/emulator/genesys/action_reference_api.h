// SPDX-License-Identifier: Apache-2.0
// What clients look up about actions (genesys-cloud-api.md 2.3, 3.3): categories in use, and the certificates of both
// sides of a mutual TLS connection. The certificate is that of no real party.
#pragma once

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

Outcome ListActionCategories(const ApiCall& call);
Outcome ListActionCertificates(const ApiCall& call);
Outcome GetTrustStore(const ApiCall& call);

}  // namespace genesys_cfn::emulator
