// SPDX-License-Identifier: Apache-2.0
#include "lint/concrete.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace genesys_cfn::lint {
namespace {

SourceDocument Load(const std::string& text) {
  auto loaded = SourceDocument::Load({text, {}});
  EXPECT_TRUE(std::holds_alternative<SourceDocument>(loaded));
  return std::move(std::get<SourceDocument>(loaded));
}

TEST(Concrete, FollowsOneBranchAndKeepsPlaces) {
  const std::string text = "a: {x: !If [C, [1, !Ref AWS::NoValue, 'two'], !Ref AWS::NoValue], y: !Ref P}\n";
  const SourceDocument document = Load(text);
  const Concrete chosen = Concrete::Of(document, "/a", true);
  EXPECT_EQ(json::Write(*chosen.value().Find("x")), R"([1,"two"])");
  EXPECT_EQ(chosen.Value("/x/1").begin, text.find("'two'"));
  EXPECT_TRUE(chosen.IsUnknownAt("/y"));
  EXPECT_FALSE(chosen.IsUnknownAt("/x/1"));
  const Concrete other = Concrete::Of(document, "/a", false);
  EXPECT_EQ(other.value().Find("x"), nullptr);
  EXPECT_TRUE(Concrete::Of(document, "/a", std::nullopt).IsUnknownAt("/x/0"));
  EXPECT_EQ(ConditionsIn(document.root()), std::set<std::string>{"C"});
}

TEST(Concrete, KeepsTheTextOfSubAroundItsVariables) {
  const std::string text = "a: !Sub 'x ${P} ${!input.y} z'\n";
  const SourceDocument document = Load(text);
  const Concrete concrete = Concrete::Of(document, "", std::nullopt);
  const auto inner = concrete.Text("/a");
  ASSERT_TRUE(inner);
  EXPECT_EQ(inner->text, std::string("x ") + std::string(kUnknown) + " ${input.y} z");
  const size_t at = inner->text.find("${input.y}");
  EXPECT_EQ(inner->At(at, at + 10), (Range{text.find("${!input.y}"), text.find(" z'")}));
  EXPECT_TRUE(concrete.IsUnknownAt("/a"));
}

TEST(SourceDocument, GoesIntoJsonInsideOfStrings) {
  const std::string text = R"(s: '{"a": {"b": "{\"c\": 1}"}}')";
  const SourceDocument document = Load(text);
  EXPECT_EQ(document.Name("/s/a/b").begin, text.find("\"b\""));
  EXPECT_EQ(document.Value("/s/a/b/c").begin, text.find("1}"));
  EXPECT_EQ(document.Value("/s/a/none"), document.Name("/s/a"));
}

}  // namespace
}  // namespace genesys_cfn::lint
