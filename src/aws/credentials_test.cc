// SPDX-License-Identifier: Apache-2.0
#include "aws/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using Variables = std::map<std::string, std::string, std::less<>>;

TEST(Credentials, AreReadWithTheirToken) {
  const auto credentials = CredentialsFromEnvironment(MapEnvironment(
      Variables{{"AWS_ACCESS_KEY_ID", "AK"}, {"AWS_SECRET_ACCESS_KEY", "hidden"}, {"AWS_SESSION_TOKEN", "token"}}));
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->access_key_id, "AK");
  EXPECT_EQ(credentials->secret_access_key.Reveal(), "hidden");
  EXPECT_EQ(credentials->session_token->Reveal(), "token");
}

TEST(Credentials, AnEmptyTokenIsNone) {
  const auto credentials = CredentialsFromEnvironment(MapEnvironment(
      Variables{{"AWS_ACCESS_KEY_ID", "AK"}, {"AWS_SECRET_ACCESS_KEY", "hidden"}, {"AWS_SESSION_TOKEN", ""}}));
  ASSERT_TRUE(credentials);
  EXPECT_FALSE(credentials->session_token.has_value());
}

TEST(Credentials, WhatIsMissingIsNamedAndWhatIsThereIsNotShown) {
  const auto credentials = CredentialsFromEnvironment(MapEnvironment(Variables{{"AWS_SECRET_ACCESS_KEY", "hidden"}}));
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().code, ErrorCode::kUnauthenticated);
  EXPECT_THAT(credentials.error().message, HasSubstr("does not set AWS_ACCESS_KEY_ID."));
  EXPECT_THAT(credentials.error().message, Not(HasSubstr("hidden")));
  const auto none = CredentialsFromEnvironment(MapEnvironment(Variables{{"AWS_ACCESS_KEY_ID", ""}}));
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message, HasSubstr("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
}

TEST(Region, PrefersTheFirstVariableThatIsNotEmpty) {
  EXPECT_EQ(*RegionFromEnvironment(MapEnvironment(Variables{{"AWS_REGION", "a"}, {"AWS_DEFAULT_REGION", "b"}})), "a");
  EXPECT_EQ(*RegionFromEnvironment(MapEnvironment(Variables{{"AWS_REGION", ""}, {"AWS_DEFAULT_REGION", "b"}})), "b");
  const auto none = RegionFromEnvironment(MapEnvironment(Variables{}));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kInvalidInput);
}

TEST(Endpoint, IsTheMostSpecificOne) {
  const MapEnvironment both(
      Variables{{"AWS_ENDPOINT_URL", "http://all"}, {"AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://one"}});
  EXPECT_EQ(EndpointOf(both, "SECRETS_MANAGER", "secretsmanager", "eu-west-1"), "http://one");
  EXPECT_EQ(EndpointOf(both, "CLOUDFORMATION", "cloudformation", "eu-west-1"), "http://all");
  const MapEnvironment none(Variables{});
  EXPECT_EQ(EndpointOf(none, "STS", "sts", "eu-west-1"), "https://sts.eu-west-1.amazonaws.com");
  EXPECT_EQ(EndpointOf(none, "STS", "sts", "cn-north-1"), "https://sts.cn-north-1.amazonaws.com.cn");
}

}  // namespace
}  // namespace genesys_cfn::aws
