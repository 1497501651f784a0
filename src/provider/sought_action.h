// SPDX-License-Identifier: Apache-2.0
// The properties of Custom::GenesysDataActionLookup (docs/lookup.md), and the search that they describe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "definition/data_action.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::provider {

struct SoughtAction {
  std::string name;
  // One of the two.
  std::optional<std::string> integration_id;
  std::optional<std::string> integration_name;
  std::optional<std::string> category;
};

struct SoughtActionResult {
  std::optional<SoughtAction> properties;  // present if and only if there are no problems
  std::vector<definition::Problem> problems;
};
SoughtActionResult ParseSoughtAction(const json::Object& properties);

// Of the actions of that name, those that are meant: on this integration, and in the category if one is stated.
std::vector<genesys::ActionSummary> MeantBy(const SoughtAction& wanted, const std::string& integration_id,
                                            const std::vector<genesys::ActionSummary>& of_that_name);

// The Action model of the one action that fits. kInvalidInput lists what there is, for none and for several. None is
// looked for again until `patience` is over.
Result<json::Value> FindAction(genesys::Session& session, const SoughtAction& wanted, Milliseconds patience);

}  // namespace genesys_cfn::provider
