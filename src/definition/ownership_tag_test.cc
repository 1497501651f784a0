// SPDX-License-Identifier: Apache-2.0
#include "definition/ownership_tag.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "definition/normalise.h"
#include "definition/test_support.h"
#include "json/canonical.h"

namespace genesys_cfn::definition {
namespace {

const OwnershipTag kTag{"0123456789abcdef", "fedcba9876543210", "00000000deadbeef", "65a0f1c2"};
constexpr std::string_view kText = " [genesys-cfn 0123456789abcdef.fedcba9876543210.00000000deadbeef.65a0f1c2]";

std::optional<std::string> DescriptionOf(const DataAction& action) {
  return action.contract.Find("input")->Find("inputSchema")->FindString("description");
}

TEST(OwnershipTag, IsSixteenDigitsOfSha256) {
  EXPECT_EQ(TagDigest("abc"), "ba7816bf8f01cfea");
  EXPECT_EQ(TagDigest(""), "e3b0c44298fc1c14");
}

TEST(OwnershipTag, ComesBackFromADescription) {
  EXPECT_EQ(FormatTag(kTag), kText);
  for (const char* before : {"", "Finds a case.", "ends with a blank ", "[genesys-cfn a.b.c.d] quoted", "é"}) {
    const std::string description = before + FormatTag(kTag);
    EXPECT_EQ(FindTag(description), kTag) << description;
    EXPECT_EQ(StripTag(description), before);
  }
  // The platform may trim a description that is nothing but the tag.
  EXPECT_EQ(FindTag(kText.substr(1)), kTag);
  EXPECT_EQ(StripTag(kText.substr(1)), "");
}

TEST(OwnershipTag, TextThatOnlyLooksLikeATagIsLeftAlone) {
  const std::string text(kText);
  for (const std::string& description : {std::string(),
                                         std::string("plain"),
                                         text + " ",
                                         text + ".",
                                         "x" + text.substr(1),
                                         text.substr(0, text.size() - 1),
                                         std::string("x [genesys-cfn ]"),
                                         std::string("x [genesys-cfn ...]"),
                                         std::string("[genesys-cfn "),
                                         ReplaceAll(text, "dead", "DEAD"),
                                         ReplaceAll(text, "dead", "dea"),
                                         ReplaceAll(text, "dead", "dead0"),
                                         ReplaceAll(text, "65a0f1c2", ""),
                                         ReplaceAll(text, "65a0f1c2", "65a0.f1c2"),
                                         ReplaceAll(text, "65a0f1c2", "xyz"),
                                         ReplaceAll(text, "65a0f1c2", "00000000000000001"),
                                         ReplaceAll(text, "genesys-cfn", "genesys-cf"),
                                         ReplaceAll(text, "[", "[["),
                                         ReplaceAll(text, "]", "]]"),
                                         ReplaceAll(text, ".", "\n")}) {
    EXPECT_EQ(FindTag(description), std::nullopt) << description;
    EXPECT_EQ(StripTag(description), description);
  }
}

TEST(OwnershipTag, StrippingLeavesNoTagBehind) {
  const std::string description = "x" + std::string(kText) + std::string(kText);
  EXPECT_EQ(FindTag(description), kTag);
  EXPECT_EQ(StripTag(description), "x");
}

TEST(OwnershipTag, SetAndRemoveLeaveTheActionAsItWas) {
  const DataAction plain = MustLoad(SmallDefinition());
  DataAction action = plain;
  SetTag(action, kTag);
  EXPECT_EQ(DescriptionOf(action), kText);
  EXPECT_EQ(TagOf(action.contract), kTag);
  RemoveTag(action);
  EXPECT_EQ(action.contract, plain.contract);

  json::Value described = SmallDefinition();
  At(described, {"contract", "input", "inputSchema", "description"}) = "Finds a case";
  DataAction with_text = MustLoad(described);
  SetTag(with_text, OwnershipTag{kTag.scope, kTag.owner, kTag.owner, "1"});
  SetTag(with_text, kTag);
  EXPECT_EQ(DescriptionOf(with_text), "Finds a case" + std::string(kText));
  RemoveTag(with_text);
  EXPECT_EQ(DescriptionOf(with_text), "Finds a case");
}

TEST(OwnershipTag, NeverTakesPartInAComparison) {
  json::Value empty_description = SmallDefinition();
  At(empty_description, {"contract", "input", "inputSchema", "description"}) = "";
  const DataAction plain = MustLoad(SmallDefinition());
  DataAction tagged = MustLoad(empty_description);
  SetTag(tagged, kTag);
  EXPECT_TRUE(Compare(plain, tagged).empty());
  EXPECT_TRUE(Compare(tagged, plain).empty());
  EXPECT_FALSE(CompareForReplacement(plain, tagged).contract_differs);
  EXPECT_TRUE(json::Equivalent(Normalise(plain), Normalise(tagged)));
}

TEST(OwnershipTag, ContractsOfAnyShapeAreSurvived) {
  for (const char* text :
       {"{}", R"({"input":1})", R"({"input":{"inputSchema":"x"}})", R"({"input":{"inputSchema":{"description":5}}})"}) {
    DataAction action;
    action.contract = *MustParse(text).AsObject();
    EXPECT_EQ(TagOf(action.contract), std::nullopt);
    RemoveTag(action);
    EXPECT_EQ(json::Write(action.contract), json::Write(MustParse(text)));
    SetTag(action, kTag);
  }
}

}  // namespace
}  // namespace genesys_cfn::definition
