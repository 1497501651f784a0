// SPDX-License-Identifier: Apache-2.0
// The properties of Custom::GenesysCustomAuthAction (docs/custom-auth.md), and its two sides of a comparison. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "definition/data_action.h"
#include "json/value.h"
#include "provider/plan.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

struct CustomAuthProperties {
  std::string integration_id;
  json::Object config;
  OnDrift on_drift = OnDrift::kFail;

  // The action's, which follows from the integration's.
  [[nodiscard]] std::string id() const;
};

struct CustomAuthPropertiesResult {
  std::optional<CustomAuthProperties> properties;  // present if and only if there are no problems
  std::vector<definition::Problem> problems;
};
CustomAuthPropertiesResult ParseCustomAuthProperties(const json::Object& properties, Whose whose = Whose::kNew);

// What is desired, as one side of a comparison with `live`: all but the configuration as it is.
ActionState WithConfig(const ActionState& live, const json::Object& config);

// kNotFound: what makes the platform make it.
Error NoCustomAuthAction(std::string_view id);

}  // namespace genesys_cfn::provider
