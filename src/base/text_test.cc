// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <gtest/gtest.h>

namespace genesys_cfn {
namespace {

TEST(Text, ConcatTakesTextsCharactersAndIntegers) {
  EXPECT_EQ(Concat("a", 'b', 12, std::string("c")), "ab12c");
}

TEST(Text, SplitKeepsEmptyParts) {
  EXPECT_EQ(Split("a,b,,c", ','), (std::vector<std::string_view>{"a", "b", "", "c"}));
  EXPECT_EQ(Split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Text, TrimAndCase) {
  EXPECT_EQ(Trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(Trim("  "), "");
  EXPECT_EQ(ToLower("AbC-É"), "abc-É");
  EXPECT_TRUE(EqualsIgnoreCase("Content-TYPE", "content-type"));
  EXPECT_FALSE(EqualsIgnoreCase("a", "ab"));
}

TEST(Text, ReplaceAllDoesNotRescanWhatItWrote) {
  EXPECT_EQ(ReplaceAll("aXaX", "X", "XX"), "aXXaXX");
}

TEST(Text, ParseIntegerRefusesEverythingElse) {
  EXPECT_EQ(ParseInteger<int>("-42"), -42);
  for (const auto* wrong : {"", " 1", "1 ", "1.0", "0x1", "99999999999"}) {
    EXPECT_FALSE(ParseInteger<int>(wrong)) << wrong;
  }
}

TEST(Text, TruncateCutsBetweenCharacters) {
  EXPECT_EQ(TruncateUtf8("aé", 3), "aé");
  EXPECT_EQ(TruncateUtf8("aé", 2), "a");
  EXPECT_EQ(TruncateUtf8("日本", 5), "日");
  EXPECT_EQ(TruncateUtf8("日本", 0), "");
}

TEST(Text, Utf8ValidationRefusesOverlongSurrogatesAndCutOffs) {
  EXPECT_TRUE(IsValidUtf8("a é 日 \xF0\x9F\x98\x80"));
  for (const char* wrong : {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE6\x97", "\x80", "\xFF"}) {
    EXPECT_FALSE(IsValidUtf8(wrong));
    for (size_t before = 0; before < 20; ++before) {
      EXPECT_FALSE(IsValidUtf8(std::string(before, 'a') + wrong)) << before;
      EXPECT_FALSE(IsValidUtf8(std::string(before, 'a') + wrong + std::string(20, 'a'))) << before;
    }
  }
}

TEST(Text, SuggestFindsTheNearWordOnly) {
  const std::vector<std::string> words{"Definition", "DefinitionS3", "Name", "OnDrift"};
  EXPECT_EQ(Suggest("Defintion", words), "Definition");
  EXPECT_EQ(Suggest("name", words), "Name");
  EXPECT_FALSE(Suggest("Colour", words));
}

}  // namespace
}  // namespace genesys_cfn
