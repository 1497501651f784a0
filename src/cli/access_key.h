// SPDX-License-Identifier: Apache-2.0
// The access key that somebody gave the local cloud: its id from the command line or the environment, its secret from a
// file or the environment, never from the command line, where every process could read it.
#pragma once

#include <optional>

#include "aws/credentials.h"
#include "base/environment.h"
#include "base/result.h"
#include "cli/command_line.h"

namespace genesys_cfn::cli {

// nullopt when none was given. kInvalidInput for an id without a secret, a secret file without an id, or texts that
// cannot be such; the secret is never repeated.
Result<std::optional<aws::Credentials>> ConfiguredAccessKey(const CommandLine& line, const Environment& environment);

}  // namespace genesys_cfn::cli
