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
  // An action that exists and is taken over instead of making one.
  std::optional<std::string> adopt_action_id;
};

struct PropertiesResult {
  std::optional<DataActionProperties> properties;  // present if and only if there are no problems
  // Pointers are into the resource's properties: "/OnDrift", "/Definition/config/request/requestType".
  std::vector<definition::Problem> problems;
};

PropertiesResult ParseProperties(const json::Object& properties);

// What a Delete has to know. It must work with the properties of any version, and with invalid ones: what cannot be
// read is as if it was not there.
struct DeletionWishes {
  bool tagged = true;                          // OwnershipTag is not Disabled
  bool delete_when_used = false;               // DeleteWhenUsed: Allow
  std::optional<std::string> adopt_action_id;  // AdoptActionId
  bool delete_adopted = false;                 // OnDelete: Delete
};
DeletionWishes DeletionWishesOf(const json::Object& properties);
// The integration that the properties name; both empty when they name none.
struct IntegrationWish {
  std::string id;
  std::string name;
};
IntegrationWish IntegrationWishOf(const json::Object& properties);

// The action's name, as far as it can be had from properties that may be wrong: for markers. Empty when there is none.
std::string NameForMessages(const json::Object& properties);

}  // namespace genesys_cfn::provider
