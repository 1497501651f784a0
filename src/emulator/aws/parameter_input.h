// SPDX-License-Identifier: Apache-2.0
// What Parameter Store takes: names, values and labels, as checks over the request alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/aws/json_protocol.h"
#include "emulator/aws/parameter_records.h"

namespace genesys_cfn::emulator {

JsonServiceError ParameterValidation(std::string message);

std::optional<JsonServiceError> CheckParameterName(std::string_view name);
// Type, value, tier and pattern of a version that is to be written.
std::optional<JsonServiceError> CheckParameter(const ParameterVersion& parameter);
bool IsParameterLabel(std::string_view label);

}  // namespace genesys_cfn::emulator
