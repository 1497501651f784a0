// SPDX-License-Identifier: Apache-2.0
// Which endpoint answers a path, and who may call it (genesys-cloud-api.md section 2).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// POST, PATCH and PUT have a body; some POSTs do not.
enum class RequestBody { kOfMethod, kNone };

struct Route {
  std::string_view method;
  std::string_view pattern;                     // "/api/v2/integrations/actions/{}": {} is one segment
  std::array<std::string_view, 2> permissions;  // any of them suffices; "" is none; an administrator's calls need none
  Outcome (*endpoint)(const ApiCall& call);
  RequestBody body = RequestBody::kOfMethod;

  [[nodiscard]] bool has_body() const {
    return body == RequestBody::kOfMethod && (method == "POST" || method == "PATCH" || method == "PUT");
  }
};

struct RouteMatch {
  const Route* route = nullptr;
  std::vector<std::string> arguments;  // decoded
};

// A literal segment goes before {}. 404 for a path that no pattern has, 405 for a path that has other methods.
std::variant<RouteMatch, ApiFailure> FindRoute(std::string_view method, std::string_view path);

}  // namespace genesys_cfn::emulator
