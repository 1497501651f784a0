// SPDX-License-Identifier: Apache-2.0
#include "aws/security_token_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/sigv4.h"
#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};
constexpr std::string_view kRoleAnswer =
    "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>"
    "<SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken></Credentials>"
    "</AssumeRoleResult></AssumeRoleResponse>";

class SecurityTokenServiceTest : public ::testing::Test {
 protected:
  std::optional<std::string> Sent(std::string_view name) {
    return http::FindParameter(http::ParseQuery(client_.requests().back().body), name);
  }
  [[nodiscard]] SteadyTime Deadline() const { return clock_.SteadyNow() + Milliseconds(60'000); }

  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt};
  ScriptedClient client_;
  FakeClock clock_{kNow};
  SystemRandom random_;
  SecurityTokenService service_{{client_, clock_, random_}, "eu-west-1", "https://sts.eu-west-1.amazonaws.com"};
};

TEST_F(SecurityTokenServiceTest, SaysWhoOneIs) {
  client_.ThenRespond(200,
                      "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::1:user/a</Arn><UserId>U"
                      "</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>");
  const auto identity = service_.GetCallerIdentity(credentials_, Deadline());
  ASSERT_TRUE(identity) << identity.error().message;
  EXPECT_EQ(identity->account, "1");
  EXPECT_EQ(identity->arn, "arn:aws:iam::1:user/a");
  EXPECT_EQ(Sent("Action"), "GetCallerIdentity");
  const auto authorization = ParseAuthorization(*client_.requests()[0].headers.Get("Authorization"));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "sts");
  EXPECT_TRUE(Verify(client_.requests()[0], *authorization, credentials_, kNow));
}

TEST_F(SecurityTokenServiceTest, GivesTheCredentialsOfARole) {
  client_.ThenRespond(200, std::string(kRoleAnswer));
  const auto role =
      service_.AssumeRole(credentials_, {"arn:aws:iam::1:role/deploy", "me", "the id", "900"}, Deadline());
  ASSERT_TRUE(role) << role.error().message;
  EXPECT_EQ(role->access_key_id, "ASIA1");
  EXPECT_EQ(role->secret_access_key.Reveal(), "role-secret");
  EXPECT_EQ(role->session_token->Reveal(), "role-token");
  EXPECT_EQ(Sent("RoleArn"), "arn:aws:iam::1:role/deploy");
  EXPECT_EQ(Sent("RoleSessionName"), "me");
  EXPECT_EQ(Sent("ExternalId"), "the id");
  EXPECT_EQ(Sent("DurationSeconds"), "900");
}

TEST_F(SecurityTokenServiceTest, AWebIdentityNeedsNoSignature) {
  client_.ThenRespond(200, ReplaceAll(kRoleAnswer, "AssumeRole", "AssumeRoleWithWebIdentity"));
  const auto role = service_.AssumeRoleWithWebIdentity({"arn:aws:iam::1:role/deploy", "me"},
                                                       Secret<std::string>("web-token"), Deadline());
  ASSERT_TRUE(role) << role.error().message;
  EXPECT_EQ(Sent("WebIdentityToken"), "web-token");
  EXPECT_EQ(client_.requests()[0].headers.Get("Authorization"), std::nullopt);
}

TEST_F(SecurityTokenServiceTest, ARefusalIsNamedAtOnce) {
  client_.ThenRespond(403,
                      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User x is not "
                      "authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>");
  const auto role = service_.AssumeRole(credentials_, {"arn:aws:iam::1:role/deploy", "me"}, Deadline());
  ASSERT_FALSE(role);
  EXPECT_EQ(role.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(role.error().message, AllOf(HasSubstr("arn:aws:iam::1:role/deploy"), HasSubstr("trust policy")));
  EXPECT_TRUE(client_.finished());
}

TEST_F(SecurityTokenServiceTest, AnAnswerThatIsNoneIsNotQuoted) {
  for (const std::string_view body :
       {"role-secret", "<a><AssumeRoleResult>role-secret</AssumeRoleResult></a>", "<AssumeRoleResponse/>"}) {
    client_.ThenRespond(200, std::string(body));
    const auto role = service_.AssumeRole(credentials_, {"arn:aws:iam::1:role/deploy", "me"}, Deadline());
    ASSERT_FALSE(role);
    EXPECT_THAT(role.error().message, AllOf(HasSubstr("cannot be used"), Not(HasSubstr("role-secret"))));
  }
}

}  // namespace
}  // namespace genesys_cfn::aws
