// SPDX-License-Identifier: Apache-2.0
#include "provider/settings.h"

#include <gmock/gmock.h>

namespace genesys_cfn::provider {
namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

Variables Minimal() {
  return {{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"},
          {"AWS_ACCESS_KEY_ID", "AKIA"},
          {"AWS_SECRET_ACCESS_KEY", "key-canary"},
          {"AWS_REGION", "eu-west-1"}};
}

TEST(Settings, DefaultsAreThoseOfAws) {
  const auto settings = ReadSettings(MapEnvironment(Minimal()));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->secret_id, "/genesys/oauth/credentials");
  EXPECT_EQ(settings->secrets_manager_endpoint, "https://secretsmanager.eu-west-1.amazonaws.com");
  EXPECT_FALSE(settings->genesys_region);
  EXPECT_EQ(settings->token_cache, genesys::TokenCache::kOn);
  EXPECT_EQ(settings->answer_hosts, custom_resource::AllowedHosts::kAmazonOnly);
}

TEST(Settings, EveryVariableIsRead) {
  Variables variables = Minimal();
  variables.insert({{"GENESYS_SECRET_ID", "/mine"},
                    {"GENESYS_REGION", "eu-central-1"},
                    {"GENESYS_API_URL", "http://127.0.0.1:1"},
                    {"GENESYS_LOGIN_URL", "http://127.0.0.1:2"},
                    {"GENESYS_TOKEN_CACHE", "OFF"},
                    {"GENESYS_ACTIONS_API", "data"},
                    {"GENESYS_ENVIRONMENT", "test"},
                    {"GENESYS_CFN_LOOPBACK", "allow"}});
  const auto settings = ReadSettings(MapEnvironment(variables));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->secret_id, "/mine");
  EXPECT_EQ(settings->genesys_region, "eu-central-1");
  EXPECT_EQ(settings->api_origin, "http://127.0.0.1:1");
  EXPECT_EQ(settings->login_origin, "http://127.0.0.1:2");
  EXPECT_EQ(settings->token_cache, genesys::TokenCache::kOff);
  EXPECT_EQ(settings->actions_api, genesys::ActionsApi::kData);
  EXPECT_EQ(settings->environment_label, "test");
  EXPECT_EQ(settings->answer_hosts, custom_resource::AllowedHosts::kLoopbackToo);
}

TEST(Settings, AWrongVariableIsNamedAndNoSecretIs) {
  const std::pair<std::string, std::string> wrong[] = {
      {"AWS_LAMBDA_RUNTIME_API", ""},      {"AWS_ACCESS_KEY_ID", ""},        {"AWS_REGION", ""},
      {"GENESYS_API_URL", "http://x/api"}, {"GENESYS_LOGIN_URL", "no url"},  {"GENESYS_TOKEN_CACHE", "false"},
      {"GENESYS_CFN_LOOPBACK", "true"},    {"GENESYS_ACTIONS_API", "guide"},
  };
  for (const auto& [name, value] : wrong) {
    Variables variables = Minimal();
    variables[name] = value;
    const auto settings = ReadSettings(MapEnvironment(variables));
    ASSERT_FALSE(settings) << name;
    EXPECT_THAT(settings.error().message, testing::HasSubstr(name));
    EXPECT_THAT(settings.error().message, testing::Not(testing::HasSubstr("canary")));
  }
}

TEST(Settings, CredentialsAreInOnePlace) {
  Variables variables = Minimal();
  variables["GENESYS_SECRET_PARAMETER"] = "/genesys/oauth";
  auto settings = ReadSettings(MapEnvironment(variables));
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->secret_parameter, "/genesys/oauth");
  EXPECT_EQ(settings->secret_id, "");
  variables["GENESYS_SECRET_ID"] = "/mine";
  settings = ReadSettings(MapEnvironment(variables));
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error().message, testing::HasSubstr("GENESYS_SECRET_ID and GENESYS_SECRET_PARAMETER"));
}

TEST(Settings, EndpointsOfEveryService) {
  Variables variables = Minimal();
  auto settings = ReadSettings(MapEnvironment(variables));
  EXPECT_EQ(settings->s3_endpoint, "https://s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(settings->parameter_store_endpoint, "https://ssm.eu-west-1.amazonaws.com");
  variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4566";
  variables["AWS_ENDPOINT_URL_S3"] = "http://127.0.0.1:9000";
  settings = ReadSettings(MapEnvironment(variables));
  EXPECT_EQ(settings->s3_endpoint, "http://127.0.0.1:9000");
  EXPECT_EQ(settings->parameter_store_endpoint, "http://127.0.0.1:4566");
}

}  // namespace
}  // namespace genesys_cfn::provider
