// SPDX-License-Identifier: Apache-2.0
// GetRandomPassword, which touches no secret.
#pragma once

#include <string>
#include <variant>

#include "base/random.h"
#include "emulator/aws/json_protocol.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// A password as the input wants it: 32 characters of every kind unless it says otherwise.
std::variant<std::string, JsonServiceError> RandomPassword(const json::Value& input, Random& random);

}  // namespace genesys_cfn::emulator
