// SPDX-License-Identifier: Apache-2.0
#include "cli/live_screen.h"

#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

constexpr TerminalSize kSize{40, 10};

TEST(LiveScreen, DrawsInThePlaceOfTheLinesOfBefore) {
  LiveScreen screen(LiveScreen::Colour::kOff);
  EXPECT_EQ(screen.Draw({}, {{Tone::kPlain, "a"}, {Tone::kPlain, "b"}}, kSize), "a\nb\n");
  EXPECT_EQ(screen.Draw({{Tone::kAdded, "done"}}, {{Tone::kPlain, "b"}}, kSize), "\x1b[2A\r\x1b[Jdone\nb\n");
  EXPECT_EQ(screen.Draw({{Tone::kPlain, "end"}}, {}, kSize), "\x1b[1A\r\x1b[Jend\n");
  EXPECT_EQ(screen.Draw({{Tone::kPlain, "more"}}, {}, kSize), "more\n");
}

TEST(LiveScreen, DrawsNothingWhenNothingChanges) {
  LiveScreen screen(LiveScreen::Colour::kOff);
  EXPECT_EQ(screen.Draw({}, {}, kSize), "");
  EXPECT_NE(screen.Draw({}, {{Tone::kPlain, "a"}}, kSize), "");
  EXPECT_EQ(screen.Draw({}, {{Tone::kPlain, "a"}}, kSize), "");
}

TEST(LiveScreen, ANarrowerTerminalHasWrappedTheLines) {
  LiveScreen screen(LiveScreen::Colour::kOff);
  EXPECT_EQ(screen.Draw({}, {{Tone::kPlain, "0123456789\xC3\xA9"}, {Tone::kPlain, ""}}, kSize),
            "0123456789\xC3\xA9\n\n");
  EXPECT_EQ(screen.Draw({}, {{Tone::kPlain, "x"}}, {5, 10}), "\x1b[4A\r\x1b[Jx\n");
}

TEST(LiveScreen, ColoursByToneAndLetsNobodyElseSteer) {
  LiveScreen screen(LiveScreen::Colour::kOn);
  EXPECT_EQ(screen.Draw({}, {{Tone::kRemoved, "a\x1b[2Jb"}, {Tone::kPlain, "c"}}, kSize),
            "\x1b[31ma\\x1b[2Jb\x1b[0m\nc\n");
}

}  // namespace
}  // namespace genesys_cfn::cli
