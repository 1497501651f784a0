// SPDX-License-Identifier: Apache-2.0
// From inputs to the request that an action sends (genesys-cloud-api.md 5.1 steps 1 and 2, 5.2, 5.3).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "action_runtime/action.h"
#include "action_runtime/execution.h"
#include "base/clock.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

struct OutgoingRequest {
  std::string method = {};
  // Genesys Cloud: a path below /api/v2/. Web services and Salesforce: an absolute URL. Lambda: the function's ARN or
  // name. Functions: "".
  std::string url = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  // of Lambda and functions: the client context
  std::string body = {};                                          // "" for GET
  Milliseconds timeout{0};
};

struct PreparedRequest {
  Execution execution;
  std::optional<OutgoingRequest> request;  // absent when a step failed
};

PreparedRequest PrepareRequest(const Action& action, const json::Object& inputs, const IntegrationContext& context);

}  // namespace genesys_cfn::action_runtime
