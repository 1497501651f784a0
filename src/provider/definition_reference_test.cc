// SPDX-License-Identifier: Apache-2.0
#include "provider/definition_reference.h"

#include <gtest/gtest.h>

namespace genesys_cfn::provider {
namespace {

DefinitionReference Secret(std::string id, std::optional<std::string> version = std::nullopt) {
  return {"DefinitionSecretId", SecretReference{std::move(id), std::move(version)}, std::nullopt};
}
DefinitionReference Parameter(std::string name) {
  return {"DefinitionParameter", ParameterReference{std::move(name)}, std::nullopt};
}
DefinitionReference Object(std::optional<std::string> version) {
  return {"DefinitionS3", aws::S3Location{"bucket", "key", std::move(version)}, std::nullopt};
}

TEST(DefinitionReference, OnlyAVersionOrADigestFixesTheText) {
  EXPECT_TRUE(IsFixed(Object("3sL4kqtJlcpXroDTDmJ")));
  EXPECT_FALSE(IsFixed(Object(std::nullopt)));
  EXPECT_FALSE(IsFixed(Object("null")));
  EXPECT_TRUE(IsFixed(Parameter("/a/b:12")));
  EXPECT_TRUE(IsFixed(Parameter("arn:aws:ssm:eu-west-1:000000000000:parameter/a/b:12")));
  EXPECT_FALSE(IsFixed(Parameter("/a/b")));
  EXPECT_FALSE(IsFixed(Parameter("/a/b:production")));
  EXPECT_FALSE(IsFixed(Parameter("arn:aws:ssm:eu-west-1:000000000000:parameter/a/b")));
  EXPECT_TRUE(IsFixed(Secret("a", "0b1c")));
  EXPECT_FALSE(IsFixed(Secret("a")));
  DefinitionReference with_digest = Secret("a");
  with_digest.digest = "00";
  EXPECT_TRUE(IsFixed(with_digest));
}

TEST(DefinitionReference, ParametersAndSecretsAreConfidential) {
  EXPECT_FALSE(IsConfidential(Object(std::nullopt)));
  EXPECT_TRUE(IsConfidential(Parameter("a")));
  EXPECT_TRUE(IsConfidential(Secret("a")));
}

TEST(DefinitionReference, OwnCredentialsAreFoundInEverySpelling) {
  const std::string arn = "arn:aws:secretsmanager:eu-west-1:000000000000:secret:";
  const OwnCredentials by_name{"/genesys/oauth/credentials", ""};
  const OwnCredentials by_arn{arn + "/genesys/oauth/credentials-AbCdEf", ""};
  for (const OwnCredentials& own : {by_name, by_arn}) {
    EXPECT_TRUE(IsOwnCredentials(Secret("/genesys/oauth/credentials"), own));
    EXPECT_TRUE(IsOwnCredentials(Secret("/genesys/oauth/credentials", "v"), own));
    EXPECT_TRUE(IsOwnCredentials(Secret(arn + "/genesys/oauth/credentials-AbCdEf"), own));
    EXPECT_TRUE(IsOwnCredentials(Secret(arn + "/genesys/oauth/credentials"), own));
    EXPECT_TRUE(IsOwnCredentials(Parameter("/aws/reference/secretsmanager//genesys/oauth/credentials"), own));
    EXPECT_FALSE(IsOwnCredentials(Secret("/genesys/oauth/credentials2"), own));
    EXPECT_FALSE(IsOwnCredentials(Secret(arn + "other-AbCdEf"), own));
    EXPECT_FALSE(IsOwnCredentials(Parameter("/genesys/oauth/credentials"), own));
    EXPECT_FALSE(IsOwnCredentials(Object(std::nullopt), own));
  }
  const OwnCredentials parameter{"", "/genesys/oauth"};
  for (const char* name : {"/genesys/oauth", "genesys/oauth", "/genesys/oauth:3", "/genesys/oauth:label",
                           "arn:aws:ssm:eu-west-1:000000000000:parameter/genesys/oauth:3"}) {
    EXPECT_TRUE(IsOwnCredentials(Parameter(name), parameter)) << name;
  }
  EXPECT_FALSE(IsOwnCredentials(Parameter("/genesys/oauth2"), parameter));
  EXPECT_FALSE(IsOwnCredentials(Secret("/genesys/oauth"), parameter));
  const OwnCredentials through{"", "/aws/reference/secretsmanager/mine"};
  EXPECT_TRUE(IsOwnCredentials(Secret("mine"), through));
  EXPECT_FALSE(IsOwnCredentials(Secret("yours"), {"", ""}));
}

}  // namespace
}  // namespace genesys_cfn::provider
