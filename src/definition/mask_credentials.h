// SPDX-License-Identifier: Apache-2.0
// Requests as they are shown: literal credentials (literal_credentials.h) are "***". Pure.
#pragma once

#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::definition {

std::string MaskCredentials(std::string_view text);

// Two values of one member as JSON, "(none)" where there is no value. A credential that is another one on the other
// side is "*** (differs)" on both; where nothing else tells what differs, " (differs)" follows.
struct ShownSides {
  std::string before;
  std::string after;
  size_t differs_at = 0;  // a byte of both: where they begin to differ
};
// `name` is the member's own, "" when it says nothing.
ShownSides ShowMasked(std::string_view name, const json::Value* before, const json::Value* after);

}  // namespace genesys_cfn::definition
