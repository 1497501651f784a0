// SPDX-License-Identifier: Apache-2.0
#include "genesys/credentials_secret.h"

#include <gmock/gmock.h>

namespace genesys_cfn::genesys {
namespace {

TEST(CredentialsSecret, ReadsBothKeysAndTheRegion) {
  const auto secret = ParseCredentialsSecret(
      Secret<std::string>(R"({"client_id":"id","client_secret":"s","region":"eu-west-1","other":1})"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(secret->credentials.client_id, "id");
  EXPECT_EQ(secret->credentials.client_secret.Reveal(), "s");
  EXPECT_EQ(secret->region, "eu-west-1");
}

TEST(CredentialsSecret, SaysWhatIsWrongWithoutAWordOfTheSecret) {
  const std::pair<std::string, std::string> cases[] = {
      {"canary", "is not JSON"},
      {R"(["canary"])", "is not a JSON object"},
      {R"({"client_secret":"canary"})", "has no client_id"},
      {R"({"client_id":"canary"})", "has no client_secret"},
      {R"({"client_id":"canary","client_secret":""})", "has no client_secret"},
      {R"({"client_id":"canary","client_secret":"canary","region":5})", "has a region that is no string"},
  };
  for (const auto& [text, expected] : cases) {
    const auto secret = ParseCredentialsSecret(Secret<std::string>(text));
    ASSERT_FALSE(secret) << text;
    EXPECT_THAT(secret.error().message, testing::StartsWith(expected));
    EXPECT_THAT(secret.error().message, testing::Not(testing::HasSubstr("canary")));
  }
}

TEST(CredentialsSecret, NamesTheKeysThatAreThereInstead) {
  const auto secret = ParseCredentialsSecret(
      Secret<std::string>(R"({"clientId":"canary","clientSecret":"canary","a1b2c3d4-canary":"","9f8e7d6c5b4a":1})"));
  ASSERT_FALSE(secret);
  EXPECT_THAT(secret.error().message,
              testing::StartsWith("has no client_id (among its keys: clientId, clientSecret); it must be"));
  EXPECT_THAT(secret.error().message, testing::Not(testing::HasSubstr("canary")));
}

}  // namespace
}  // namespace genesys_cfn::genesys
