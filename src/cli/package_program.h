// SPDX-License-Identifier: Apache-2.0
// The program in a function's package.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::cli {

// The first bytes of `bootstrap` in a zip; kInvalidInput when the zip cannot be read or has none.
Result<std::string> ProgramInZip(std::string_view zip);
// Of a file that is the program itself.
Result<std::string> BeginOfFile(const std::string& path);

}  // namespace genesys_cfn::cli
