// SPDX-License-Identifier: Apache-2.0
#include "aws/ini_file.h"

#include <gtest/gtest.h>

namespace genesys_cfn::aws {
namespace {

IniFile Parsed(std::string_view text) {
  auto file = ParseIni(text);
  EXPECT_TRUE(file) << file.error().message;
  return file ? *std::move(file) : IniFile();
}

std::string Problem(std::string_view text) {
  const auto file = ParseIni(text);
  return file ? std::string("no problem") : file.error().message;
}

TEST(Ini, SectionsAndSettings) {
  const IniFile file = Parsed(
      "# a comment\n[default]\r\nAWS_Access_Key_Id = AKIA\naws_secret_access_key=a=b;c#d\n\n[profile x y ]\n; no\n"
      "region: eu-west-1\n");
  const IniFile expected{{"default", {{"aws_access_key_id", "AKIA"}, {"aws_secret_access_key", "a=b;c#d"}}},
                         {"profile x y", {{"region", "eu-west-1"}}}};
  EXPECT_EQ(file, expected);
}

TEST(Ini, AByteOrderMarkIsNoContent) {
  EXPECT_EQ(Parsed("\xef\xbb\xbf[a]\nb = c"), (IniFile{{"a", {{"b", "c"}}}}));
}

TEST(Ini, NestedSettingsAreLeftOut) {
  EXPECT_EQ(Parsed("[a]\ns3 =\n  addressing_style = path\n\tx = y\nregion = r\n"),
            (IniFile{{"a", {{"s3", ""}, {"region", "r"}}}}));
}

TEST(Ini, AnIndentedLineGoesOnWithTheValue) {
  EXPECT_EQ(Parsed("[a]\nb = c\n  d\n"), (IniFile{{"a", {{"b", "c\nd"}}}}));
  EXPECT_EQ(Parsed("[a]\n  b = c\n"), (IniFile{{"a", {{"b", "c"}}}}));
}

TEST(Ini, WhatComesTwice) {
  EXPECT_EQ(Parsed("[a]\nb = 1\n[c]\n[a]\nb = 2\nd = 3\n"), (IniFile{{"a", {{"b", "2"}, {"d", "3"}}}, {"c", {}}}));
}

TEST(Ini, MistakesNameTheLineAndNoContent) {
  EXPECT_EQ(Problem("[a]\nvery-secret\n"), "line 2 is no setting: it should be NAME = VALUE");
  EXPECT_EQ(Problem("[a]\n= very-secret\n"), "line 2 is no setting: it should be NAME = VALUE");
  EXPECT_EQ(Problem("a = very-secret\n"), "line 1 stands before the first [section]");
  EXPECT_EQ(Problem("\n[a\n"), "line 2 begins a section without the bracket that ends its name");
}

TEST(Ini, NothingIsAFileWithoutSections) {
  EXPECT_EQ(Parsed(""), IniFile());
  EXPECT_EQ(Parsed("\n \n#\n"), IniFile());
}

}  // namespace
}  // namespace genesys_cfn::aws
