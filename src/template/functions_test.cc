// SPDX-License-Identifier: Apache-2.0
#include "template/functions.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

std::string Parts(std::string_view text) {
  const auto parts = ParseSub(text);
  if (!parts) return parts.error().message;
  std::string out;
  for (const SubPart& part : *parts) {
    out += part.is_variable ? Concat('<', part.text, '>') : Concat('"', part.text, '"');
  }
  return out;
}

TEST(ParseSub, TellsVariablesFromText) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},
      {"text", "\"text\""},
      {"${A}", "<A>"},
      {"a${A.B.C}b${AWS::Region}", "\"a\"<A.B.C>\"b\"<AWS::Region>"},
      {"${!Literal} ${A}", "\"${Literal} \"<A>"},
      {"${!}", "\"${}\""},
      {"$A {B} $", "\"$A {B} $\""},
      {"$${A}", "\"$\"<A>"},
      {"open ${A", "\"open ${A\""},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(Parts(text), expected) << text;
  for (const char* text : {"${}", "${ A }", "${A-B}", "${a${b}}"}) {
    EXPECT_EQ(
        Parts(text),
        "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, "
        "periods, and colons")
        << text;
  }
}

TEST(AsAttributeReference, SplitsAtTheFirstDot) {
  const json::Value dotted("A.B.C");
  const auto text = AsAttributeReference(dotted);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->logical_id, "A");
  EXPECT_EQ(text->attribute, json::Value("B.C"));
  const json::Value list(json::Array{"A", "B.C"});
  ASSERT_TRUE(AsAttributeReference(list));
  EXPECT_EQ(AsAttributeReference(list)->attribute, json::Value("B.C"));
  for (const json::Value& wrong :
       {json::Value("A"), json::Value(".B"), json::Value("A."), json::Value(1), json::Value(json::Array{"A"}),
        json::Value(json::Array{"A", ""}), json::Value(json::Array{"", "B"}), json::Value(json::Array{"A", 1}),
        json::Value(json::Array{"A", "B", "C"})}) {
    EXPECT_FALSE(AsAttributeReference(wrong));
  }
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
