// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations (genesys-cloud-api.md 2.4, 3.5).
#pragma once

#include <limits>
#include <string>
#include <string_view>

#include "base/result.h"
#include "emulator/genesys/api_call.h"
#include "emulator/genesys/integration_record.h"
#include "emulator/genesys/integration_types.h"

namespace genesys_cfn::emulator {

// Adds an enabled, active integration and gives its id; kInvalidInput for an unknown type.
Result<std::string> AddIntegration(Transaction& transaction, Random& random, std::string_view name,
                                   std::string_view type);

// Deletes the actions and drafts of the integration; the integration itself stays with the intendedState DELETED, for
// OrganisationOptions::deleted_integration_status to hide or show. False when there is none, or it is deleted.
bool DeleteIntegration(Transaction& transaction, std::string_view id);

// The type of an integration; nullopt when there is no such integration, or it is deleted. `made_until` as in
// visibility.h.
std::optional<std::string> FindIntegrationType(Transaction& transaction, std::string_view id,
                                               int64_t made_until = std::numeric_limits<int64_t>::max());

Outcome ListIntegrations(const ApiCall& call);
// A new integration is disabled; without a name it has that of its type.
Outcome CreateIntegration(const ApiCall& call);
Outcome GetIntegration(const ApiCall& call);
// Name, notes and intendedState; everything else is left alone. DELETED deletes.
Outcome PatchIntegration(const ApiCall& call);
// Answers with the integration as it was left behind.
Outcome DeleteIntegrationById(const ApiCall& call);

// .../{id}/config/current. PUT replaces the whole: every member is required, with the current version.
Outcome GetIntegrationConfig(const ApiCall& call);
Outcome PutIntegrationConfig(const ApiCall& call);

}  // namespace genesys_cfn::emulator
