// SPDX-License-Identifier: Apache-2.0
// Reading and writing whole files. Errors name the path and the system's reason ("No such file or directory").
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn {

// The bytes of a regular file of at most `limit` bytes. kNotFound when there is none, kInvalidInput when it is larger
// or a directory, kIo otherwise.
Result<std::string> ReadFile(const std::filesystem::path& path, size_t limit = size_t{64} << 20);
// Replaces the file's content in one step: a reader sees the old text or the new one. An existing
// file keeps its mode; a new one has what the process's mask leaves of 0666.
Result<void> WriteFileAtomically(const std::filesystem::path& path, std::string_view content);

}  // namespace genesys_cfn
