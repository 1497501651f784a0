// SPDX-License-Identifier: Apache-2.0
// A data action as its execution needs it, read from the JSON of its configuration and its contract.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

// What decides how a request is sent.
enum class IntegrationKind { kGenesysCloud, kWebServices, kSalesforce, kLambda, kFunction };
// Of an integration type's id: "custom-rest-actions". An unknown one is treated as web services.
IntegrationKind KindOfIntegration(std::string_view type);

struct Action {
  using Texts = std::vector<std::pair<std::string, std::string>>;

  std::string method;
  std::string url_template;
  Texts headers;  // the values are templates
  std::string request_template;
  Texts translation_map;           // names and JSONPaths
  Texts translation_map_defaults;  // names and raw texts
  std::string success_template;
  json::Value input_schema;
  json::Value success_schema;
  Milliseconds timeout{60'000};
};

// What is absent is what the platform fills in: POST, ${input.rawRequest}, ${rawResult}, 60 seconds. kInvalidInput
// names the member that has another type than it must have.
Result<Action> ReadAction(const json::Object& config, json::Value input_schema, json::Value success_schema);

}  // namespace genesys_cfn::action_runtime
