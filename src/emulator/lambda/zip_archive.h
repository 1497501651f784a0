// SPDX-License-Identifier: Apache-2.0
// Unpacking a foreign zip archive: nothing is written outside of the directory, and no more than the limits allow,
// whatever the archive's headers say.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::emulator {

struct ZipLimits {
  uint64_t bytes = 262'144'000;  // unpacked, over all files: Lambda's 250 MiB
  uint64_t entries = 20'000;
};

// `directory` must exist and be empty. Files get the mode 0755 or 0644, after the archive's executable bits. Refused
// with kInvalidInput: names that lead outside or are there twice, symbolic links and other special files, encrypted
// entries, damaged data, more than the limits. What was written before stays: the caller removes the directory.
Result<void> UnpackZip(std::string_view archive, const std::filesystem::path& directory, const ZipLimits& limits = {});

}  // namespace genesys_cfn::emulator
