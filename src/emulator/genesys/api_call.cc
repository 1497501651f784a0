// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/api_call.h"

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {

http::Response JsonAnswer(const json::Value& body) {
  return {200, {{"Content-Type", "application/json"}}, json::Write(body)};
}

std::variant<bool, ApiFailure> BooleanParameter(const ApiCall& call, std::string_view name, bool fallback) {
  const auto text = http::FindParameter(call.parameters, name);
  if (!text.has_value()) return fallback;
  if (EqualsIgnoreCase(*text, "true")) return true;
  if (EqualsIgnoreCase(*text, "false")) return false;
  return InvalidField(std::string(name), "must be true or false");
}

}  // namespace genesys_cfn::emulator
