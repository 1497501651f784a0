// SPDX-License-Identifier: Apache-2.0
// How many actions there may be (genesys-cloud-api.md 4.5): actions.integration.max and actions.total.max.
#pragma once

#include <optional>
#include <string_view>

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

// Why no further action may be made in the integration; nullopt when one may.
std::optional<ApiFailure> CheckActionLimits(const ApiCall& call, std::string_view integration_id);

}  // namespace genesys_cfn::emulator
