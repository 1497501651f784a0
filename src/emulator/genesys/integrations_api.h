// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations and /api/v2/integrations/types (genesys-cloud-api.md 2.4, 3.5), for reading.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kIntegrationTables = R"(
  CREATE TABLE genesys_integration (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, type TEXT NOT NULL,
    intended_state TEXT NOT NULL, reported_state TEXT NOT NULL
  );
)";

struct IntegrationType {
  std::string_view id;
  std::string_view name;
  std::string_view credential_key;  // empty when it is not known
  std::string_view credential_type;
};
// The types that host data actions.
std::span<const IntegrationType> IntegrationTypes();

// Adds an enabled, active integration and gives its id; kInvalidInput for an unknown type.
Result<std::string> AddIntegration(Transaction& transaction, Random& random, std::string_view name,
                                   std::string_view type);

// Deletes the actions of the integration; the integration itself stays with the intendedState DELETED, for
// OrganisationOptions::deleted_integration_status to hide or show. False when there is none, or it is deleted.
bool DeleteIntegration(Transaction& transaction, std::string_view id);

// The type of an integration; nullopt when there is no such integration, or it is deleted.
std::optional<std::string> FindIntegrationType(Transaction& transaction, std::string_view id);

Outcome ListIntegrations(const ApiCall& call);
Outcome GetIntegration(const ApiCall& call);
Outcome ListIntegrationTypes(const ApiCall& call);
Outcome GetIntegrationType(const ApiCall& call);

}  // namespace genesys_cfn::emulator
