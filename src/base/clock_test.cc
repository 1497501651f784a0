// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <gtest/gtest.h>

namespace genesys_cfn {
namespace {

TEST(Iso8601, IsReadInBothForms) {
  for (const char* text : {"2026-01-02T03:04:05.678Z", "2026-01-02T03:04:05.6789Z"}) {
    EXPECT_EQ(ToEpochMilliseconds(ParseIso8601(text).value()), 1'767'323'045'678) << text;
  }
  for (const char* text : {"2026-01-02T03:04:05Z", "20260102T030405Z", "2026-01-02T03:04:05.0Z"}) {
    EXPECT_EQ(ToEpochMilliseconds(ParseIso8601(text).value()), 1'767'323'045'000) << text;
  }
  const WallTime time = FromEpochMilliseconds(1'767'323'045'070);
  EXPECT_EQ(ParseIso8601(FormatIso8601(time)), time);
}

TEST(Iso8601, AnythingElseIsNoTime) {
  for (const char* text :
       {"", "soon", "2026-13-02T03:04:05Z", "2026-02-30T03:04:05Z", "2026-01-02T24:04:05Z", "2026-01-02T03:60:05Z",
        "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05.-1Z",
        "2026-102T030405Z", "20260102T030405.Z1"}) {
    EXPECT_EQ(ParseIso8601(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace genesys_cfn
