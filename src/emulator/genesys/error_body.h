// SPDX-License-Identifier: Apache-2.0
// How the emulated organisation says no: the platform's ErrorBody, and the login service's own three fields
// (genesys-cloud-api.md 1.3, 3.4, 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

struct ErrorDetail {
  std::string error_code;
  std::string field_name;
};

// The limit of the organisation that a call would have gone beyond.
struct ExceededLimit {
  std::string key;
  std::string name_space;
  int64_t value = 0;
};

// A refused call, before it is written down.
struct ApiFailure {
  int status = 500;
  std::string code;     // "bad.request"
  std::string message;  // "... maximum bytes: %{bytes}": each %{name} is filled in from `parameters`
  std::vector<std::pair<std::string, std::string>> parameters;
  std::vector<ErrorDetail> details;
  std::optional<ExceededLimit> limit = {};
};

// 400 that names no field.
ApiFailure BadRequest(std::string message);
// 400 whose details name the wrong field, as a path from the body's root: "config.timeoutSeconds".
ApiFailure InvalidField(std::string field, std::string_view message);
// 404 for an entity: "action", "custom_-_...".
ApiFailure NotFound(std::string_view kind, std::string_view id);

inline constexpr std::string_view kCorrelationHeader = "ININ-Correlation-Id";

// The ErrorBody as it stands inside an answer, where it has no contextId of its own.
json::Object ErrorBody(const ApiFailure& failure);
// The ErrorBody; `correlation_id` is its contextId and the header.
http::Response ErrorResponse(const ApiFailure& failure, std::string_view correlation_id);

// The login service: {"error": code, "description": text, "error_description": text}.
http::Response LoginError(int status, std::string_view error, std::string_view description);

}  // namespace genesys_cfn::emulator
