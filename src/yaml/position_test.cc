// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "yaml/load.h"

namespace genesys_cfn::yaml {
namespace {

struct Case {
  std::string pointer;
  Mark mark;
};

Positions PositionsOf(std::string_view text) {
  auto loaded = Load(text);
  EXPECT_TRUE(std::holds_alternative<Document>(loaded)) << text;
  auto* document = std::get_if<Document>(&loaded);
  return document != nullptr ? std::move(document->positions) : Positions{};
}

TEST(YamlPositions, AreThoseOfNamesValuesAndShortTags) {
  const Positions positions = PositionsOf(
      "Resources:\n"
      "  Ä: {x: é, y: !Sub a}\n"
      "  A/B~:\n"
      "    List:\n"
      "      - one\n"
      "      - !GetAtt C.D\n"
      "      - k: v\n");
  const Case values[] = {
      {"", {1, 1}},
      {"/Resources", {2, 3}},
      {"/Resources/Ä/x", {2, 11}},
      {"/Resources/Ä/y", {2, 18}},
      {"/Resources/Ä/y/Fn::Sub", {2, 18}},
      {"/Resources/A~1B~0/List/0", {5, 9}},
      {"/Resources/A~1B~0/List/1/Fn::GetAtt/1", {6, 9}},
      {"/Resources/A~1B~0/List/2/k", {7, 12}},
  };
  for (const auto& [pointer, mark] : values) {
    const auto at = positions.values.find(pointer);
    ASSERT_NE(at, positions.values.end()) << pointer;
    EXPECT_EQ(at->second, mark) << pointer << " " << at->second.line << ":" << at->second.column;
  }
  EXPECT_EQ(positions.names.at("/Resources/A~1B~0"), (Mark{3, 3}));
  EXPECT_EQ(positions.names.at("/Resources/Ä/y"), (Mark{2, 15}));
}

TEST(YamlPositions, OfJsonAreThoseOfItsTokens) {
  const Positions positions =
      PositionsOf("{ \"a\\u0062\" : [1, {\"é\": \"x\\\"]\" , \"c\":true}\n, [ ] , -1e5],\r\n  \"d\": {} }");
  EXPECT_EQ(positions.names.at("/ab"), (Mark{1, 3}));
  EXPECT_EQ(positions.values.at("/ab"), (Mark{1, 15}));
  EXPECT_EQ(positions.values.at("/ab/0"), (Mark{1, 16}));
  EXPECT_EQ(positions.values.at("/ab/1/é"), (Mark{1, 26}));
  EXPECT_EQ(positions.names.at("/ab/1/c"), (Mark{1, 35}));
  EXPECT_EQ(positions.values.at("/ab/2"), (Mark{2, 3}));
  EXPECT_EQ(positions.values.at("/ab/3"), (Mark{2, 9}));
  EXPECT_EQ(positions.names.at("/d"), (Mark{3, 3}));
  EXPECT_EQ(positions.values.at("/d"), (Mark{3, 8}));
}

TEST(YamlPositions, FindPrefersTheNameAndFallsBackToAncestors) {
  const Positions positions = PositionsOf("a:\n  b: [x, y]\n");
  EXPECT_EQ(positions.Find("/a/b"), (Mark{2, 3}));
  EXPECT_EQ(positions.Find("/a/b/1"), (Mark{2, 10}));
  EXPECT_EQ(positions.Find("/a/b/1/deeper/still"), (Mark{2, 10}));
  EXPECT_EQ(positions.Find("/a/missing"), (Mark{1, 1}));
  EXPECT_EQ(positions.Find("/nothing"), (Mark{1, 1}));
  EXPECT_EQ(positions.Find(""), (Mark{1, 1}));
  EXPECT_EQ(Positions{}.Find("/x"), (Mark{1, 1}));
}

}  // namespace
}  // namespace genesys_cfn::yaml
