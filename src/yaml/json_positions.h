// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

// The positions in a text that json::Parse has accepted.
Positions JsonPositions(std::string_view text);

}  // namespace genesys_cfn::yaml
