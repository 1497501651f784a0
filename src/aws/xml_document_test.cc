// SPDX-License-Identifier: Apache-2.0
#include "aws/xml_document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;

std::string Nested(size_t depth) {
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += "<a>";
  for (size_t i = 0; i < depth; ++i) text += "</a>";
  return text;
}

TEST(XmlDocument, KeepsTheTreeAndDropsPrefixes) {
  const auto root = ParseXml(
      "<?xml version=\"1.0\"?>\n<q:R xmlns:q='urn:x'><q:A>1</q:A><L><member>x</member><other/>"
      "<member/></L></q:R>");
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->name, "R");
  EXPECT_EQ(root->TextOf("A"), "1");
  ASSERT_EQ(root->ListOf("L").size(), 2u);
  EXPECT_EQ(root->ListOf("L")[0]->text, "x");
  EXPECT_EQ(root->ListOf("L")[1]->text, "");
}

TEST(XmlDocument, AbsentChildrenAreEmpty) {
  const auto root = ParseXml("<R/>");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->Find("A"), nullptr);
  EXPECT_EQ(root->TextOf("A"), "");
  EXPECT_TRUE(root->ListOf("A").empty());
}

TEST(XmlDocument, ResolvesEscapesAndCharacterData) {
  const auto root = ParseXml("<R>a &amp;&lt;&gt;&quot;&apos; &#x1F600;&#65;<![CDATA[<b>&amp;]]></R>");
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(root->text,
            "a &<>\"' \xF0\x9F\x98\x80"
            "A<b>&amp;");
}

TEST(XmlDocument, RefusesDocumentTypesAndTheirEntities) {
  for (const char* text : {"<!DOCTYPE html><html/>", "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>",
                           "<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>"}) {
    const auto root = ParseXml(text);
    ASSERT_FALSE(root) << text;
    EXPECT_THAT(root.error().message, HasSubstr("document type"));
  }
  const auto undefined = ParseXml("<r>&secret;</r>");
  ASSERT_FALSE(undefined);
  EXPECT_THAT(undefined.error().message, HasSubstr("undefined entity"));
}

TEST(XmlDocument, SaysWhereBrokenTextBreaks) {
  for (const char* text :
       {"", " ", "<a>", "<a></b>", "<a/><b/>", "plain", "<a>\xff</a>", "<a b=></a>", "<a>&#0;</a>"}) {
    const auto root = ParseXml(text);
    ASSERT_FALSE(root) << text;
    EXPECT_EQ(root.error().code, ErrorCode::kInvalidInput);
    EXPECT_TRUE(root.error().message.starts_with("line ")) << root.error().message;
  }
  EXPECT_TRUE(ParseXml("<a>\n  <b></c></a>").error().message.starts_with("line 2, column "));
}

TEST(XmlDocument, HoldsTheLimitsOfDepthAndSizeExactly) {
  EXPECT_TRUE(ParseXml(Nested(3), {3, 1000}));
  const auto deep = ParseXml(Nested(4), {3, 1000});
  ASSERT_FALSE(deep);
  EXPECT_THAT(deep.error().message, HasSubstr("deeper than 3"));
  EXPECT_FALSE(ParseXml(Nested(100'000)));
  EXPECT_TRUE(ParseXml(Nested(1), {3, 7}));
  const auto large = ParseXml(Nested(1), {3, 6});
  ASSERT_FALSE(large);
  EXPECT_THAT(large.error().message, HasSubstr("7 bytes; at most 6"));
}

}  // namespace
}  // namespace genesys_cfn::aws
