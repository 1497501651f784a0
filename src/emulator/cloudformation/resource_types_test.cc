// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/resource_types.h"

#include <gmock/gmock.h>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

const NativeResource kFunction{"AWS::Lambda::Function", "demo", "arn:stack", "Handler", "handler"};

class ResourceTypesTest : public TestCloud {
 protected:
  static json::Object FunctionProperties() {
    return {{"Role", "r"},
            {"Runtime", "provided.al2023"},
            {"Code", json::Object{{"S3Bucket", "code"}, {"S3Key", "bootstrap.zip"}}}};
  }
};

TEST_F(ResourceTypesTest, NameIsThePropertyOrGenerated) {
  json::Object properties = FunctionProperties();
  EXPECT_THAT(types->NewPhysicalId(kFunction, properties, random).value(),
              MatchesRegex("demo-Handler-[A-Za-z0-9]{12}"));
  properties.Set("FunctionName", "f");
  EXPECT_EQ(types->NewPhysicalId(kFunction, properties, random).value(), "f");
  properties.Set("FunctionName", "");
  EXPECT_FALSE(types->NewPhysicalId(kFunction, properties, random).has_value());
}

TEST_F(ResourceTypesTest, UnknownArtifactIsNamedWithWhatThereIs) {
  json::Object properties = FunctionProperties();
  properties.Set("Code", json::Object{{"S3Bucket", "code"}, {"S3Key", "other.zip"}});
  const auto made = types->Create(kFunction, properties);
  EXPECT_THAT(made.error().message, HasSubstr("s3://code/other.zip is not known to the local cloud"));
  EXPECT_THAT(made.error().message, HasSubstr("s3://code/bootstrap.zip"));
}

TEST_F(ResourceTypesTest, InlineCodeAndOtherRuntimesAreRefused) {
  json::Object properties = FunctionProperties();
  properties.Set("Code", json::Object{{"ZipFile", "x"}});
  EXPECT_THAT(types->Create(kFunction, properties).error().message, HasSubstr("ZipFile"));
  properties = FunctionProperties();
  properties.Set("Runtime", "nodejs20.x");
  EXPECT_THAT(types->Create(kFunction, properties).error().message, HasSubstr("not nodejs20.x"));
}

TEST_F(ResourceTypesTest, FunctionIsPutWithItsSettings) {
  json::Object properties = FunctionProperties();
  properties.Set("Timeout", "30");
  EXPECT_EQ(*types->Create(kFunction, properties).value().Find("Arn"),
            json::Value("arn:aws:lambda:us-east-1:000000000000:function:handler"));
  EXPECT_EQ(functions.functions.at("handler").timeout_seconds, 30);
  EXPECT_EQ(functions.functions.at("handler").executable, "/bin/true");
  properties.Set("Timeout", "901");
  EXPECT_THAT(types->Create(kFunction, properties).error().message, HasSubstr("Timeout"));
}

TEST_F(ResourceTypesTest, RoleHasItsAttributes) {
  const NativeResource role{"AWS::IAM::Role", "demo", "arn:stack", "R", "my-role"};
  const json::Object attributes = types->Create(role, {}).value();
  EXPECT_EQ(*attributes.Find("Arn"), json::Value("arn:aws:iam::000000000000:role/my-role"));
  EXPECT_THAT(*attributes.Find("RoleId")->AsString(), MatchesRegex("AROA[0-9A-F]{17}"));
}

TEST_F(ResourceTypesTest, NameChangeReplaces) {
  EXPECT_TRUE(types->NeedsReplacement("AWS::Lambda::Function", {{"FunctionName", "a"}}, {{"FunctionName", "b"}}));
  EXPECT_FALSE(types->NeedsReplacement("AWS::Lambda::Function", {{"Timeout", 1}}, {{"Timeout", 2}}));
}

TEST_F(ResourceTypesTest, ReplacedFunctionFollowsTheNativeSequence) {
  const auto function = [](const std::string& name) {
    return Concat(R"("F":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":")", name,
                  R"(","Runtime":"provided.al2023","Role":"r","Code":{"S3Bucket":"code","S3Key":"bootstrap.zip"}}})");
  };
  Deploy(Template({function("one")}));
  ASSERT_TRUE(Update(Template({function("two")})).has_value());
  EXPECT_THAT(Events(), testing::ElementsAre(
                            "demo UPDATE_IN_PROGRESS User Initiated",
                            "F UPDATE_IN_PROGRESS (one) Requested update requires the creation of a new physical "
                            "resource; hence creating one.",
                            "F UPDATE_IN_PROGRESS (two) Resource creation Initiated", "F UPDATE_COMPLETE (two)",
                            "demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "F DELETE_IN_PROGRESS (one)",
                            "F DELETE_COMPLETE (one)", "demo UPDATE_COMPLETE"));
  EXPECT_FALSE(functions.functions.contains("one"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
