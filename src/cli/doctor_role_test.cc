// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor_role.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kSecret = "arn:aws:secretsmanager:eu-west-1:1:secret:s-AbCdEf";

aws::FunctionDetails Function(std::string_view region = "eu-west-1", std::string_view partition = "aws") {
  aws::FunctionDetails function;
  function.arn = Concat("arn:", partition, ":lambda:", region, ":1:function:f");
  return function;
}

std::vector<std::string> Texts(const std::vector<NeededCall>& needed) {
  std::vector<std::string> texts;
  for (const NeededCall& one : needed) {
    texts.push_back(Concat(one.call.action, " ", one.call.resource, one.call.via_service.empty() ? "" : " via ",
                           one.call.via_service));
  }
  return texts;
}

std::vector<std::string> OfSecret(std::string_view key, const aws::FunctionDetails& function = Function()) {
  return Texts(NeededCalls(function, aws::SecretDescription{std::string(kSecret), std::string(key)}, nullptr));
}

TEST(DoctorRole, ReadsTheSecretAndUsesItsKey) {
  const std::string read = Concat("secretsmanager:GetSecretValue ", kSecret);
  EXPECT_THAT(OfSecret(""), ElementsAre(read));
  EXPECT_THAT(
      OfSecret("arn:aws:kms:eu-west-1:2:key/k"),
      ElementsAre(read, "kms:Decrypt arn:aws:kms:eu-west-1:2:key/k via secretsmanager.eu-west-1.amazonaws.com"));
  EXPECT_THAT(OfSecret("k", Function("cn-north-1", "aws-cn")),
              ElementsAre(read,
                          "kms:Decrypt arn:aws-cn:kms:cn-north-1:1:key/k via "
                          "secretsmanager.cn-north-1.amazonaws.com.cn"));
  EXPECT_THAT(OfSecret("alias/k"), ElementsAre(read));
  EXPECT_THAT(OfSecret("arn:aws:kms:eu-west-1:1:alias/k"), ElementsAre(read));
  EXPECT_THAT(NeededCalls(Function(), std::nullopt, nullptr), IsEmpty());
}

TEST(DoctorRole, OrTheParameter) {
  auto function = Function();
  for (const char* name : {"/a/b", "a/b", "arn:aws:ssm:eu-west-1:1:parameter/a/b"}) {
    function.environment["GENESYS_SECRET_PARAMETER"] = name;
    EXPECT_THAT(Texts(NeededCalls(function, std::nullopt, nullptr)),
                ElementsAre("ssm:GetParameter arn:aws:ssm:eu-west-1:1:parameter/a/b"));
  }
}

TEST(DoctorRole, ReadsTheDefinitionsOfTheTemplate) {
  const auto loaded = cloudformation::LoadTemplate(R"({
    "Parameters": {"Bucket": {"Type": "String", "Default": "b"}, "Unknown": {"Type": "String"}},
    "Resources": {
      "A": {"Type": "Custom::GenesysDataAction", "Properties": {"DefinitionUri": "s3://b/a.json"}},
      "B": {"Type": "Custom::GenesysDataAction", "Properties": {"DefinitionS3": {"Bucket": {"Ref": "Bucket"}, "Key": "a.json"}}},
      "C": {"Type": "Custom::GenesysDataAction", "Properties": {"DefinitionS3": {"Bucket": {"Ref": "Unknown"}, "Key": "c"}}},
      "D": {"Type": "Custom::GenesysDataAction", "Properties": {"DefinitionS3": {"Bucket": "b", "Key": "d", "VersionId": "1"}}},
      "E": {"Type": "Custom::GenesysDataAction", "Properties": {"DefinitionUri": "e.json"}},
      "F": {"Type": "Custom::GenesysDataAction"}}})");
  ASSERT_TRUE(loaded.value);
  EXPECT_THAT(Texts(NeededCalls(Function(), std::nullopt, &*loaded.value)),
              ElementsAre("s3:GetObject arn:aws:s3:::b/a.json", "s3:GetObjectVersion arn:aws:s3:::b/d"));
}

TEST(DoctorRole, WhatADecisionMeans) {
  const auto needed = NeededCalls(Function(), aws::SecretDescription{std::string(kSecret), "k"}, nullptr);
  ASSERT_EQ(needed.size(), 2u);
  EXPECT_EQ(JudgeDecision(needed[0], aws::PolicyDecision::kAllowed).state, CheckState::kOk);
  const Check lacking = JudgeDecision(needed[0], aws::PolicyDecision::kNotGranted);
  EXPECT_EQ(lacking.name, "the function's role, secretsmanager:GetSecretValue");
  EXPECT_EQ(lacking.state, CheckState::kFailed);
  EXPECT_THAT(lacking.detail, HasSubstr(std::string(kSecret)));
  EXPECT_THAT(lacking.remedy, HasSubstr("CredentialsSecret"));
  // The key's own policy may say it.
  EXPECT_EQ(JudgeDecision(needed[1], aws::PolicyDecision::kNotGranted).state, CheckState::kWarning);
  EXPECT_EQ(JudgeDecision(needed[1], aws::PolicyDecision::kDenied).state, CheckState::kFailed);
}

}  // namespace
}  // namespace genesys_cfn::cli
