// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/directory_once.h"

#include <system_error>

#include "base/text.h"

namespace genesys_cfn::emulator {

Result<void> MakeDirectoryOnce(const std::filesystem::path& place, Random& random,
                               const std::function<Result<void>(const std::filesystem::path&)>& fill) {
  std::error_code error;
  if (std::filesystem::exists(place, error)) return {};
  const std::filesystem::path unfinished = place.parent_path() / Concat(".new-", RandomUuid(random));
  std::filesystem::create_directories(unfinished, error);
  if (error) return Error{ErrorCode::kIo, Concat("making ", unfinished.native(), ": ", error.message())};
  Result<void> filled = fill(unfinished);
  if (filled.has_value()) {
    std::filesystem::rename(unfinished, place, error);
    if (!error) return {};
    filled = Error{ErrorCode::kIo, Concat("making ", place.native(), ": ", error.message())};
  }
  std::error_code ignored;
  std::filesystem::remove_all(unfinished, ignored);
  if (error && std::filesystem::exists(place, ignored)) return {};
  return filled;
}

}  // namespace genesys_cfn::emulator
