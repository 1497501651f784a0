// SPDX-License-Identifier: Apache-2.0
// The files of a user's directory that a command is about.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"

namespace genesys_cfn::cli {

// Every regular file below the directory that is wanted, sorted by path. Hidden directories, `node_modules` and
// `cdk.out` are left out: they hold no sources. kIo when a directory cannot be read.
Result<std::vector<std::string>> FindFiles(const std::string& directory,
                                           const std::function<bool(const std::filesystem::path&)>& is_wanted);

}  // namespace genesys_cfn::cli
