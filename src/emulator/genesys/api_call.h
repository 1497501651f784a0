// SPDX-License-Identifier: Apache-2.0
// One authenticated API call as an endpoint sees it, and what an endpoint answers.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/genesys/error_body.h"
#include "emulator/genesys/execution_services.h"
#include "emulator/genesys/fault_script.h"
#include "emulator/genesys/organisation_options.h"
#include "emulator/genesys/shared_options.h"
#include "emulator/store/database.h"
#include "http/message.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

struct ApiCall {
  std::string_view host;                         // where the caller found this organisation: "127.0.0.1:4566"
  std::string_view path;                         // "/api/v2/integrations/actions", still encoded
  std::string_view client_id;                    // of the OAuth client that calls; empty for an administrator
  std::vector<std::string> arguments;            // the {} parts of the route's pattern, decoded
  std::vector<http::QueryParameter> parameters;  // of the query
  json::Object body;                             // empty for calls without one
  Transaction& transaction;
  Random& random;
  WallTime now;
  const OrganisationOptions& options;
  FaultScript& faults;
  SharedOptions& switches;  // for an administrator
  ExecutionServices execution;
  // An endpoint whose work must not hold the transaction puts it here; its outcome replaces that of the endpoint.
  std::function<std::variant<http::Response, ApiFailure>()>& afterwards;
};

// Endpoints check everything before they write anything: a failure has changed nothing.
using Outcome = std::variant<http::Response, ApiFailure>;

http::Response JsonAnswer(const json::Value& body);

// The query parameter as a boolean: "true", "false" in any case; `fallback` when it is absent.
std::variant<bool, ApiFailure> BooleanParameter(const ApiCall& call, std::string_view name, bool fallback);

}  // namespace genesys_cfn::emulator
