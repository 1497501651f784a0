// SPDX-License-Identifier: Apache-2.0
#include "cli/local_definitions.h"

#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kTemplate =
    "Resources:\n"
    "  A: {Type: Custom::GenesysDataAction, Properties: {DefinitionUri: a/x.json, ServiceToken: t}}  # stays\n"
    "  B:\n"
    "    Type: Custom::GenesysDataAction\n"
    "    Properties: {DefinitionUri: s3://b/k, ServiceToken: t}\n"
    "  C:\n"
    "    Type: Custom::GenesysDataAction\n"
    "    Properties:\n"
    "      DefinitionUri: 'a/y.json'\n"
    "      ServiceToken: t\n"
    "  D: {Type: Custom::Other, Properties: {DefinitionUri: z.json, ServiceToken: t}}\n";

TEST(LocalDefinitions, PathsAreReplacedAndNothingElse) {
  const auto loaded = cloudformation::LoadTemplate(kTemplate);
  ASSERT_TRUE(loaded.value);
  const auto found = FindLocalDefinitions(*loaded.value);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].path, "a/x.json");
  EXPECT_EQ(found[1].logical_id, "C");
  const auto replaced = ReplacePaths(kTemplate, found, {"\"s3://b/1\"", "\"s3://b/2\""});
  ASSERT_TRUE(replaced);
  std::string expected(kTemplate);
  expected.replace(expected.find("a/x.json"), 8, "\"s3://b/1\"");
  expected.replace(expected.find("'a/y.json'"), 10, "\"s3://b/2\"");
  EXPECT_EQ(*replaced, expected);
}

TEST(LocalDefinitions, JsonTemplatesToo) {
  constexpr std::string_view kText =
      R"({"Resources": {"A": {"Type": "Custom::GenesysDataAction",
          "Properties": {"ServiceToken": "t", "DefinitionUri": "a.json"}}}})";
  const auto loaded = cloudformation::LoadTemplate(kText);
  ASSERT_TRUE(loaded.value);
  const auto replaced = ReplacePaths(kText, FindLocalDefinitions(*loaded.value), {"\"s3://b/1\""});
  ASSERT_TRUE(replaced);
  EXPECT_NE(replaced->find(R"("DefinitionUri": "s3://b/1")"), std::string::npos);
}

TEST(LocalDefinitions, APathThatIsWrittenOtherwiseIsRefused) {
  constexpr std::string_view kText =
      "Resources:\n  A:\n    Type: Custom::GenesysDataAction\n    Properties:\n      ServiceToken: t\n"
      "      DefinitionUri: >-\n        a.json\n";
  const auto loaded = cloudformation::LoadTemplate(kText);
  ASSERT_TRUE(loaded.value);
  const auto replaced = ReplacePaths(kText, FindLocalDefinitions(*loaded.value), {"s3://b/1"});
  ASSERT_FALSE(replaced);
  EXPECT_NE(replaced.error().message.find("DefinitionUri of A in line 6"), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::cli
