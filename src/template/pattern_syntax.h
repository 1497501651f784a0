// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::cloudformation {

// A regular expression of Java as an extended one of POSIX, for the C locale; see pattern.h.
Result<std::string> ToPosixPattern(std::string_view text);

}  // namespace genesys_cfn::cloudformation
