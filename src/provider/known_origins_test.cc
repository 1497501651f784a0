// SPDX-License-Identifier: Apache-2.0
#include "provider/known_origins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::provider {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Settings WithRegion(std::optional<std::string> region) {
  Settings settings;
  settings.secrets_manager_endpoint = "https://secretsmanager.eu-central-1.amazonaws.com";
  settings.genesys_region = std::move(region);
  return settings;
}

TEST(KnownOrigins, AllThreeWhenTheRegionIsSet) {
  EXPECT_THAT(KnownOrigins(WithRegion("eu-central-1")),
              ElementsAre("https://secretsmanager.eu-central-1.amazonaws.com", "https://login.mypurecloud.de",
                          "https://api.mypurecloud.de"));
}

TEST(KnownOrigins, OnlyTheSecretsWhenTheRegionIsInTheSecretOrWrong) {
  EXPECT_THAT(KnownOrigins(WithRegion(std::nullopt)), ElementsAre("https://secretsmanager.eu-central-1.amazonaws.com"));
  EXPECT_THAT(KnownOrigins(WithRegion("eu-centrall-1")),
              ElementsAre("https://secretsmanager.eu-central-1.amazonaws.com"));
}

TEST(KnownOrigins, CredentialsInAParameterAreNotInSecretsManager) {
  Settings settings = WithRegion(std::nullopt);
  settings.secret_parameter = "/genesys/oauth";
  settings.parameter_store_endpoint = "https://ssm.eu-central-1.amazonaws.com";
  EXPECT_THAT(KnownOrigins(settings), ElementsAre("https://ssm.eu-central-1.amazonaws.com"));
}

TEST(KnownOrigins, OverridesComeFirstAndPlainHttpIsLeftOut) {
  Settings settings = WithRegion("eu-central-1");
  settings.api_origin = "https://gateway.example.com:8443";
  EXPECT_THAT(KnownOrigins(settings), ElementsAre("https://secretsmanager.eu-central-1.amazonaws.com",
                                                  "https://login.mypurecloud.de", "https://gateway.example.com:8443"));
  settings.secrets_manager_endpoint = "http://127.0.0.1:4566";
  settings.api_origin = settings.login_origin = "http://127.0.0.1:4566";
  EXPECT_THAT(KnownOrigins(settings), IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn::provider
