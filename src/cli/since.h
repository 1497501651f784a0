// SPDX-License-Identifier: Apache-2.0
// "10m", "90s", "2h", "3d" before now, or a time such as 2026-01-02T03:04:05Z.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace genesys_cfn::cli {

// nullopt when the text is neither.
std::optional<WallTime> ParseSince(std::string_view text, WallTime now);

}  // namespace genesys_cfn::cli
