// SPDX-License-Identifier: Apache-2.0
// The properties of Custom::GenesysDataAction, from CloudFormation's strings to values, with every mistake found before
// anything is called (docs/properties.md). Properties once accepted stay accepted: a newer provider must still roll
// back to them (tests/golden). Pure; read_properties.h puts the two steps and the fetching between them together.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"
#include "provider/definition_reference.h"
#include "provider/function_properties.h"
#include "provider/gate_tests.h"
#include "provider/substitutions.h"

namespace genesys_cfn::provider {

enum class OnDrift { kFail, kOverwrite, kRecreate };
// kValidated: by a draft that is checked and tested first (publish_gate.h).
enum class Publishing { kDirect, kValidated };
enum class OwnershipTagging { kEnabled, kDisabled };

struct DataActionProperties {
  definition::DataAction action;  // with Name, Category and Secure applied, without a tag
  // At least one of the two; the id wins. The definition's own integrationId counts as an id when no property names
  // one.
  std::optional<std::string> integration_id;
  std::optional<std::string> integration_name;
  OnDrift on_drift = OnDrift::kFail;
  OwnershipTagging tagging = OwnershipTagging::kEnabled;
  // An action that exists and is taken over instead of making one.
  std::optional<std::string> adopt_action_id;
  Publishing publish = Publishing::kDirect;
  std::vector<GateTest> tests;                 // with the types of the contract
  std::optional<FunctionProperties> function;  // of a function action
  // The definition is from a secret or a parameter: none of its values may be in a message or in the log.
  bool confidential = false;
};

// Right as far as can be told without the text that the definition stands in.
struct PendingProperties {
  DataActionProperties properties;  // all but the action
  definition::Overrides overrides;
  std::optional<Substitutions> substitutions;
  DefinitionReference reference;
};

// Exactly one of: properties, pending, problems.
struct PropertiesResult {
  std::optional<DataActionProperties> properties;
  std::optional<PendingProperties> pending;
  // Pointers are into the resource's properties: "/OnDrift", "/Definition/config/request/requestType". A confidential
  // definition's name positions only.
  std::vector<definition::Problem> problems;
};

// kOld: what a former deployment accepted; checks for mistakes that do no harm any more are left out.
enum class Whose { kNew, kOld };
// Everything that can be found without the network.
PropertiesResult ParseProperties(const json::Object& properties, const OwnCredentials& own = {},
                                 Whose whose = Whose::kNew);
// The second step, with the text that was fetched: digest, encoding, JSON, substitutions, definition. Never pending.
PropertiesResult CompleteProperties(PendingProperties pending, std::string_view text);

// The action's name, as far as it can be had from properties that may be wrong, without fetching: for markers. Empty
// when there is none.
std::string NameForMessages(const json::Object& properties);

}  // namespace genesys_cfn::provider
