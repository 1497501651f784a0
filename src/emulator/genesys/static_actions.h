// SPDX-License-Identifier: Apache-2.0
// The actions that ship with an integration (genesys-cloud-api.md 3.6): their ids start with "static", their names
// repeat with every integration of the type, and they can be read only.
#pragma once

#include "base/clock.h"
#include "emulator/genesys/integration_record.h"

namespace genesys_cfn::emulator {

// For OrganisationOptions::static_actions.
void AddStaticActions(Transaction& transaction, const IntegrationRecord& integration, WallTime now);

}  // namespace genesys_cfn::emulator
