// SPDX-License-Identifier: Apache-2.0
// A directory whose name says its content: made once, and complete whenever it is there.
#pragma once

#include <filesystem>
#include <functional>

#include "base/random.h"
#include "base/result.h"

namespace genesys_cfn::emulator {

// Fills a directory beside `place`, whose parents are made, and renames it to `place`. Nothing is done when `place` is
// there; of two threads, either's directory is as good. kIo, or the error of `fill`; nothing is left behind then.
Result<void> MakeDirectoryOnce(const std::filesystem::path& place, Random& random,
                               const std::function<Result<void>(const std::filesystem::path&)>& fill);

}  // namespace genesys_cfn::emulator
