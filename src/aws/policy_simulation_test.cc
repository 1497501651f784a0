// SPDX-License-Identifier: Apache-2.0
#include "aws/policy_simulation.h"

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

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};

class PolicySimulationTest : public ::testing::Test {
 protected:
  Result<PolicyDecision> Ask(const SimulatedCall& simulated) {
    PolicySimulation simulation({client_, clock_, random_}, credentials_, {"https://iam.amazonaws.com", "us-east-1"});
    return simulation.Ask("arn:aws:iam::1:role/f", simulated, clock_.SteadyNow() + Milliseconds(8'000));
  }
  void Decide(std::string_view decision) {
    client_.ThenRespond(
        200, Concat("<SimulatePrincipalPolicyResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                    "<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member>"
                    "<EvalActionName>a</EvalActionName><EvalDecision>",
                    decision,
                    "</EvalDecision><MissingContextValues/></member></EvaluationResults>"
                    "</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"));
  }
  std::optional<std::string> Sent(std::string_view name) {
    return http::FindParameter(http::ParseQuery(client_.requests().back().body), name);
  }

  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt};
  ScriptedClient client_;
  FakeClock clock_{kNow};
  SystemRandom random_;
};

TEST_F(PolicySimulationTest, AsksOneQuestion) {
  Decide("allowed");
  const auto decision = Ask({"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf"});
  ASSERT_TRUE(decision) << decision.error().message;
  EXPECT_EQ(*decision, PolicyDecision::kAllowed);
  EXPECT_EQ(Sent("Action"), "SimulatePrincipalPolicy");
  EXPECT_EQ(Sent("Version"), "2010-05-08");
  EXPECT_EQ(Sent("PolicySourceArn"), "arn:aws:iam::1:role/f");
  EXPECT_EQ(Sent("ActionNames.member.1"), "secretsmanager:GetSecretValue");
  EXPECT_EQ(Sent("ResourceArns.member.1"), "arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf");
  EXPECT_EQ(Sent("ContextEntries.member.1.ContextKeyName"), std::nullopt);
  const auto authorization = ParseAuthorization(*client_.requests()[0].headers.Get("Authorization"));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "iam");
  EXPECT_EQ(authorization->region, "us-east-1");
  EXPECT_TRUE(Verify(client_.requests()[0], *authorization, credentials_, kNow));
}

TEST_F(PolicySimulationTest, AKeyIsUsedThroughItsService) {
  Decide("implicitDeny");
  EXPECT_EQ(*Ask({"kms:Decrypt", "arn:k", "secretsmanager.eu-west-1.amazonaws.com"}), PolicyDecision::kNotGranted);
  EXPECT_EQ(Sent("ContextEntries.member.1.ContextKeyName"), "kms:ViaService");
  EXPECT_EQ(Sent("ContextEntries.member.1.ContextKeyType"), "string");
  EXPECT_EQ(Sent("ContextEntries.member.1.ContextKeyValues.member.1"), "secretsmanager.eu-west-1.amazonaws.com");
  Decide("explicitDeny");
  EXPECT_EQ(*Ask({"kms:Decrypt", "arn:k"}), PolicyDecision::kDenied);
}

TEST_F(PolicySimulationTest, WhatIsNoDecision) {
  client_.ThenRespond(403,
                      "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>");
  const auto denied = Ask({"a:b", "arn:c"});
  EXPECT_EQ(denied.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(denied.error().message,
              AllOf(HasSubstr("arn:aws:iam::1:role/f may a:b"), HasSubstr("allow iam:SimulatePrincipalPolicy")));
  client_.ThenRespond(501, "The local cloud has no service iam.");
  EXPECT_EQ(Ask({"a:b", "arn:c"}).error().code, ErrorCode::kUnavailable);
  for (const std::string_view decision : {"", "perhaps"}) {
    Decide(decision);
    EXPECT_THAT(Ask({"a:b", "arn:c"}).error().message, HasSubstr("cannot be used"));
  }
  client_.ThenRespond(200, "<SimulatePrincipalPolicyResponse/>");
  EXPECT_THAT(Ask({"a:b", "arn:c"}).error().message, HasSubstr("the answer of IAM cannot be used"));
  EXPECT_TRUE(client_.finished());
}

TEST(FindIam, IsOneForAPartition) {
  using Variables = std::map<std::string, std::string, std::less<>>;
  const MapEnvironment none(Variables{});
  EXPECT_EQ(FindIam(none, "eu-west-1").endpoint, "https://iam.amazonaws.com");
  EXPECT_EQ(FindIam(none, "eu-west-1").region, "us-east-1");
  EXPECT_EQ(FindIam(none, "cn-northwest-1").region, "cn-north-1");
  EXPECT_EQ(FindIam(none, "us-gov-east-1").endpoint, "https://iam.us-gov.amazonaws.com");
  const MapEnvironment all(Variables{{"AWS_ENDPOINT_URL", "http://a"}});
  EXPECT_EQ(FindIam(all, "eu-west-1").endpoint, "http://a");
  const MapEnvironment own(Variables{{"AWS_ENDPOINT_URL", "http://a"}, {"AWS_ENDPOINT_URL_IAM", "http://b"}});
  EXPECT_EQ(FindIam(own, "eu-west-1").endpoint, "http://b");
}

}  // namespace
}  // namespace genesys_cfn::aws
