// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/environment.h"

namespace genesys_cfn {

// Path of the program, as a shell finds it by PATH; "" when there is none.
std::string FindProgram(std::string_view name, const Environment& environment);

}  // namespace genesys_cfn
