// SPDX-License-Identifier: Apache-2.0
// The integration types that host data actions (genesys-cloud-api.md 3.5), and /api/v2/integrations/types.
#pragma once

#include <span>
#include <string_view>

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kFunctionIntegrationType = "function-data-actions";
inline constexpr std::string_view kWebServicesIntegrationType = "custom-rest-actions";

struct IntegrationType {
  std::string_view id;
  std::string_view name;
  std::string_view credential_key;  // in the configuration's "credentials"; empty when it is not known
  std::span<const std::string_view> credential_types;

  [[nodiscard]] bool Accepts(std::string_view credential_type) const;
};
std::span<const IntegrationType> IntegrationTypes();
// nullptr when there is none.
const IntegrationType* FindType(std::string_view id);

Outcome ListIntegrationTypes(const ApiCall& call);
Outcome GetIntegrationType(const ApiCall& call);
// .../{typeId}/configschemas/properties and /advanced: schemas of any object.
Outcome GetConfigSchema(const ApiCall& call);

}  // namespace genesys_cfn::emulator
