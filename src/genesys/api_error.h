// SPDX-License-Identifier: Apache-2.0
// A refused Genesys call, turned into an Error that names operation, path, status, the platform's code and message, the
// correlation id and what to do (genesys-cloud-api.md 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/message.h"

namespace genesys_cfn::genesys {

// What a caller may need to decide on.
struct ApiError {
  int status = 0;
  std::string code;     // "bad.request"; empty when the body had none
  std::string message;  // the platform's own, at most 500 bytes
  std::string correlation_id;
  bool names_a_field = false;     // details[].fieldName is present
  bool version_conflict = false;  // 409, or 400 whose message speaks of a version (2.9)
  bool rate_limited = false;      // 429, or the token endpoint's 400 "rate limit exceeded"
  std::optional<int> retry_after_seconds;
};

// Reads an ErrorBody, the login service's body, or none at all (gateways answer HTML).
ApiError ParseApiError(const http::Response& response);

// `operation` in plain words ("creating the data action"), method and path as called, `permission` the one that a 403
// would ask for ("integrations:action:add").
Error ToError(const ApiError& error, std::string_view operation, std::string_view method, std::string_view path,
              std::string_view permission);

}  // namespace genesys_cfn::genesys
