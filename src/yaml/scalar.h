// SPDX-License-Identifier: Apache-2.0
// What an untagged plain scalar means: see load.h.
#pragma once

#include <string_view>

#include "json/value.h"

namespace genesys_cfn::yaml {

// Whether the text is a number in JSON's grammar; its exponent has nine digits at most.
bool IsJsonNumber(std::string_view text);

// A boolean, a number with its text, null, or a string.
json::Value PlainScalar(std::string_view text);

}  // namespace genesys_cfn::yaml
