// SPDX-License-Identifier: Apache-2.0
#include "cli/since.h"

#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

TEST(Since, IsADurationOrATime) {
  const WallTime now = FromEpochMilliseconds(1'767'323'045'000);
  const auto ago = [now](std::string_view text) { return now - ParseSince(text, now).value(); };
  EXPECT_EQ(ago("90s"), std::chrono::seconds(90));
  EXPECT_EQ(ago("10m"), std::chrono::minutes(10));
  EXPECT_EQ(ago("2h"), std::chrono::hours(2));
  EXPECT_EQ(ago("3d"), std::chrono::hours(72));
  EXPECT_EQ(ParseSince("2026-01-02T03:04:05Z", now), now);
  for (const std::string_view wrong : {"", "m", "-5m", "5", "5w", "999999999d", "yesterday"}) {
    EXPECT_FALSE(ParseSince(wrong, now).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace genesys_cfn::cli
