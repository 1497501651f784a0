// SPDX-License-Identifier: Apache-2.0
// The properties of Custom::GenesysIntegration (docs/integrations.md), from CloudFormation's strings to the state that
// is desired. Types inside Properties and Advanced are restored later, by the type's own schema. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

struct IntegrationProperties {
  // "integrationType" and "name"; "notes", "properties", "advanced", "credentials" (slot -> credential id) and "state"
  // as far as they are stated.
  json::Object desired;
  OnDrift on_drift = OnDrift::kFail;
};

struct IntegrationPropertiesResult {
  std::optional<IntegrationProperties> properties;  // present if and only if there are no problems
  std::vector<definition::Problem> problems;
};
IntegrationPropertiesResult ParseIntegrationProperties(const json::Object& properties, Whose whose = Whose::kNew);

}  // namespace genesys_cfn::provider
