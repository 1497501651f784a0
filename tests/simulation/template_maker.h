// SPDX-License-Identifier: Apache-2.0
// What the people of a run want: data actions as plain values, and the template that says so.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "simulation/package_store.h"

namespace genesys_cfn::simulation {

inline constexpr const char* kHeaderCanary = "canary-of-a-header";
// Of every function.
inline constexpr const char* kRuntime = "nodejs22.x";
inline constexpr int64_t kFunctionSeconds = 10;
// The platform sets the URL of a function itself, so what varies stands in this header.
inline constexpr const char* kUrlHeader = "varies";

struct WantedAction {
  std::string name = "Look up";
  std::string url = "/1";
  std::string output = "status";  // the property of the output contract
  std::string integration = "Web Services Data Actions";
  std::string integration_id;  // in its place
  std::string on_drift;        // empty: the default
  std::string depends_on;
  std::string adopt;  // an action id
  bool deletes_adopted = false;
  bool is_tagged = true;
  bool is_retained = false;  // DeletionPolicy and UpdateReplacePolicy
  bool delete_when_used = false;
  bool is_validated = false;  // through the publish gate
  bool is_invalid = false;    // a property that the provider does not know
  int service_timeout = 600;
  // Of a function action.
  std::optional<int> package;
  PackagePin pin = PackagePin::kVersion;
  std::string handler = "index.handler";
};

// What the test of a validated action comes to, for this URL.
bool PassesItsTest(std::string_view url);

// By logical id.
using WantedStack = std::map<std::string, WantedAction>;

// The resource of one action.
json::Object ActionResource(const WantedAction& action, std::string_view function_arn);
// "A0 Look up /1 status [retained]; ...", for a run's history.
std::string Describe(const WantedStack& stack);
std::string MakeTemplate(const WantedStack& stack, std::string_view function_arn);

}  // namespace genesys_cfn::simulation
