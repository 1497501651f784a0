// SPDX-License-Identifier: Apache-2.0
// What `export` has read of an organisation: data actions, and what they hang on. No value of a credential is among it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::project {

// The platform gives a function's settings, and never its package (genesys-cloud-api.md 2.1, 3.2).
struct ExportedFunction {
  std::string handler;
  std::string runtime;
  std::string description;
  int64_t timeout_seconds = 15;
  std::optional<std::string> digest;  // of a package that was uploaded by the provider, whose name says it
};

struct ExportedAction {
  std::string id;
  definition::DataAction action;  // without ownership tag
  std::string integration_name;   // empty: none is known, or several integrations have it; then the id is written
  std::optional<ExportedFunction> function = std::nullopt;
};

struct ExportedCredential {
  std::string id;
  std::string name;  // without ownership tag
  std::string type;
  std::vector<std::string> fields;  // their names; empty: not known
};

struct ExportedIntegration {
  std::string id;
  std::string type;
  std::string name;
  std::string notes;  // without ownership tag
  std::string state;  // "ENABLED"
  json::Object properties;
  json::Object advanced;
  std::vector<std::pair<std::string, std::string>> credentials;  // slot -> id
};

// The authentication action of an integration.
struct ExportedLogin {
  std::string integration_id;
  json::Object config;
};

// An action that is not exported, to which one that is may refer.
struct OtherAction {
  std::string id;
  std::string name;
  std::string category;
  std::string integration_id;
  std::string integration_name;  // as of ExportedAction
};

struct ExportedFamily {
  std::vector<ExportedAction> actions;
  std::vector<ExportedIntegration> integrations = {};
  std::vector<ExportedCredential> credentials = {};
  std::vector<ExportedLogin> logins = {};
  std::vector<OtherAction> others = {};
};

}  // namespace genesys_cfn::project
