// SPDX-License-Identifier: Apache-2.0
#include "cli/since.h"

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

std::optional<Milliseconds> UnitOf(char letter) {
  switch (letter) {
    case 's':
      return std::chrono::seconds(1);
    case 'm':
      return std::chrono::minutes(1);
    case 'h':
      return std::chrono::hours(1);
    case 'd':
      return std::chrono::hours(24);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<WallTime> ParseSince(std::string_view text, WallTime now) {
  if (text.empty()) return std::nullopt;
  const auto unit = UnitOf(text.back());
  if (!unit.has_value()) return ParseIso8601(text);
  const auto count = ParseInteger<int>(text.substr(0, text.size() - 1));
  constexpr int kMost = 100'000;
  if (!count.has_value() || *count < 0 || *count > kMost) return std::nullopt;
  return now - *count * *unit;
}

}  // namespace genesys_cfn::cli
