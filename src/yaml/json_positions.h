// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

// Fills in the places of a text that json::Parse has accepted.
void FindJsonPlaces(std::string_view text, Places places, Document& document);

}  // namespace genesys_cfn::yaml
