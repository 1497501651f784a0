// SPDX-License-Identifier: Apache-2.0
// The properties of Custom::GenesysDataAction, from CloudFormation's strings to values, with every mistake found before
// anything is called (docs/properties.md). Properties once accepted stay accepted: a newer provider must still roll
// back to them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::provider {

enum class OnDrift { kFail, kOverwrite, kRecreate };
enum class OwnershipTagging { kEnabled, kDisabled };

struct DataActionProperties {
  definition::DataAction action;  // with Name, Category and Secure applied, without a tag
  // At least one of the two; the id wins. The definition's own integrationId counts as an id when no property names
  // one.
  std::optional<std::string> integration_id;
  std::optional<std::string> integration_name;
  OnDrift on_drift = OnDrift::kFail;
  OwnershipTagging tagging = OwnershipTagging::kEnabled;
};

struct PropertiesResult {
  std::optional<DataActionProperties> properties;  // present if and only if there are no problems
  // Pointers are into the resource's properties: "/OnDrift", "/Definition/config/request/requestType".
  std::vector<definition::Problem> problems;
};

PropertiesResult ParseProperties(const json::Object& properties);

// The action's name, as far as it can be had from properties that may be wrong: for markers. Empty when there is none.
std::string NameForMessages(const json::Object& properties);

}  // namespace genesys_cfn::provider
