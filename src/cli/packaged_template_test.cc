// SPDX-License-Identifier: Apache-2.0
#include "cli/packaged_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

using ::testing::HasSubstr;

// Properties as they are written, from the line of DefinitionUri's mapping on.
Result<std::string> Package(const std::string& text, const std::string& uri = "s3://b/p/abc.json") {
  const auto loaded = cloudformation::LoadTemplate(text);
  EXPECT_TRUE(loaded.value) << text;
  std::vector<PackagedDefinition> definitions;
  for (const LocalDefinition& local : FindLocalDefinitions(*loaded.value)) definitions.push_back({local, uri, "abc"});
  return PackagedText(text, *loaded.value, definitions);
}

const std::string kHead = "Resources:\n  A:\n    Type: Custom::GenesysDataAction\n    Properties:\n";

TEST(PackagedTemplate, TheDigestIsALineOfItsOwn) {
  const auto text = Package(kHead + "      DefinitionUri: a/x.json  # by hand\n      ServiceToken: t  # kept\n");
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, kHead +
                       "      DefinitionUri: \"s3://b/p/abc.json\"\n      DefinitionDigest: abc  # by hand\n"
                       "      ServiceToken: t  # kept\n");
}

TEST(PackagedTemplate, OrAMemberAsItsNeighboursAre) {
  const auto flow =
      Package("Resources:\n  A: {Type: Custom::GenesysDataAction, Properties: {DefinitionUri: 'x.json'}}\n");
  ASSERT_TRUE(flow) << flow.error().message;
  EXPECT_THAT(*flow, HasSubstr(R"({DefinitionUri: "s3://b/p/abc.json", "DefinitionDigest": "abc"}})"));
  const auto json = Package(
      "{\"Resources\": {\"A\": {\"Type\": \"Custom::GenesysDataAction\", \"Properties\": {\n"
      "  \"ServiceToken\": \"t\",\n  \"DefinitionUri\": \"x.json\"\n}}}}");
  ASSERT_TRUE(json) << json.error().message;
  EXPECT_THAT(*json, HasSubstr("\"DefinitionUri\": \"s3://b/p/abc.json\", \"DefinitionDigest\": \"abc\"\n"));
}

TEST(PackagedTemplate, ADigestThatIsThereStaysWhenItIsRight) {
  const auto right = Package(kHead + "      DefinitionUri: x.json\n      DefinitionDigest: ABC\n");
  ASSERT_TRUE(right) << right.error().message;
  EXPECT_THAT(*right, HasSubstr("abc.json\"\n      DefinitionDigest: ABC\n"));
  const auto wrong = Package(kHead + "      DefinitionUri: x.json\n      DefinitionDigest: abd\n");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("5:22: the resource A has a DefinitionDigest"));
}

TEST(PackagedTemplate, AnUnusualPlaceIsRefusedRatherThanGuessed) {
  const auto text = Package(
      "Resources:\n  A:\n    Type: Custom::GenesysDataAction\n    Properties: {\n"
      "      DefinitionUri: x.json\n      }\n");
  ASSERT_FALSE(text);
  EXPECT_THAT(text.error().message, HasSubstr("give it a line of its own"));
}

TEST(PackagedTemplate, DefinitionsAreCheckedWithWhatTheResourceAdds) {
  const std::string text = R"({"config": {"timeoutSeconds": "@{T}", "request": {"requestType": "GET",
      "requestUrlTemplate": "https://x/"}, "response": {}}, "contract": {"input": {"inputSchema": {"type": "object"}},
      "output": {"successSchema": {"type": "object"}}}})";
  EXPECT_TRUE(CheckDefinitionText({{"Name", "n"}, {"Substitutions", json::Object{{"T", "5"}}}}, text));
  const auto without = CheckDefinitionText({}, text);
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error().message, HasSubstr("/config/timeoutSeconds"));
  EXPECT_THAT(without.error().message, HasSubstr("name"));
  EXPECT_FALSE(CheckDefinitionText({}, "{\"config\": "));
  EXPECT_FALSE(CheckDefinitionText({}, "[]"));
}

}  // namespace
}  // namespace genesys_cfn::cli
