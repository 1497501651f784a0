// SPDX-License-Identifier: Apache-2.0
// Runs a command line of the user's shell and takes what it writes.
#pragma once

#include <string>

#include "base/result.h"

namespace genesys_cfn::cli {

// Standard output, at most 1 MiB; standard input and error are this process's own, so that the program can ask. It gets
// the signals that this process may have blocked. kIo when it cannot be started or does not end with 0.
Result<std::string> RunProgram(const std::string& command);

}  // namespace genesys_cfn::cli
