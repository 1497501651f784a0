// SPDX-License-Identifier: Apache-2.0
// A set-up that is wrong is named in the reason, with what to do (docs/errors.md).
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class WrongSetUpTest : public LifecycleTest {
 protected:
  // What a Create says, which must fail and leave nothing.
  std::string Reason() {
    const Answer answer = Create();
    EXPECT_EQ(answer.status, Status::kFailed);
    EXPECT_EQ(network_.Count("POST /api/v2/integrations/actions"), 0);
    return answer.reason;
  }

  // Secrets Manager answers so.
  void SecretsManagerSays(const std::string& type, const std::string& message) {
    network_.answers = [type, message](const http::Request& request) -> std::optional<http::Response> {
      if (request.headers.Get("X-Amz-Target").value_or("").find("GetSecretValue") == std::string::npos) {
        return std::nullopt;
      }
      return http::Response{400, {}, json::Write(json::Object{{"__type", type}, {"message", message}})};
    };
  }
};

TEST_F(WrongSetUpTest, ARoleThatMayNotReadTheSecret) {
  SecretsManagerSays("AccessDeniedException", "User is not authorized");
  const std::string reason = Reason();
  EXPECT_THAT(reason, HasSubstr("allow secretsmanager:GetSecretValue"));
  EXPECT_THAT(reason, HasSubstr("/creds"));
}

TEST_F(WrongSetUpTest, ASecretThatIsNotThere) {
  SecretsManagerSays("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  EXPECT_THAT(Reason(), HasSubstr("create the secret in this region and account, or correct its name"));
}

TEST_F(WrongSetUpTest, ASecretWithOtherKeys) {
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"clientId":"canary-1","clientSecret":"canary-2"})"));
  const std::string reason = Reason();
  EXPECT_THAT(reason, HasSubstr("has no client_id (among its keys: clientId, clientSecret)"));
  EXPECT_THAT(reason, HasSubstr("it must be a JSON object with client_id, client_secret and optionally region"));
  EXPECT_THAT(reason, Not(HasSubstr("canary")));
}

TEST_F(WrongSetUpTest, ASecretOfAnotherRegion) {
  settings_.secret_id = "arn:aws:secretsmanager:eu-west-3:123456789012:secret:creds-AbCdEf";
  const std::string reason = Reason();
  EXPECT_THAT(reason, HasSubstr("this is an ARN in the region 'eu-west-3', and the function asks in"));
  EXPECT_THAT(reason, HasSubstr("take one that is there"));
}

TEST_F(WrongSetUpTest, AnOrganisationOfAnotherRegion) {
  ASSERT_TRUE(secrets_.PutSecret("/creds", R"({"client_id":"of-another-organisation","client_secret":"x"})"));
  EXPECT_THAT(Reason(), HasSubstr("a wrong region looks the same"));
}

TEST_F(WrongSetUpTest, ARegionThatIsNone) {
  settings_.api_origin.reset();
  settings_.login_origin.reset();
  settings_.genesys_region = "eu-centrl-1";
  EXPECT_THAT(Reason(), HasSubstr("is neither a Genesys Cloud region nor a domain; did you mean eu-central-1?"));
}

TEST_F(WrongSetUpTest, AFunctionWithoutAWayToTheSecret) {
  network_.faults = [](const http::Request& request) {
    return request.headers.Get("X-Amz-Target") ? Fault::kUnavailable : Fault::kNone;
  };
  EXPECT_THAT(Reason(), HasSubstr("in a VPC a function needs a NAT gateway, or an endpoint of this service"));
}

TEST_F(WrongSetUpTest, AFunctionWithoutAWayToGenesysCloud) {
  network_.faults = [](const http::Request& request) {
    return request.target == "/oauth/token" ? Fault::kUnavailable : Fault::kNone;
  };
  EXPECT_THAT(Reason(), HasSubstr("in a VPC a function needs a NAT gateway to reach it"));
}

TEST_F(WrongSetUpTest, AClockThatIsWrong) {
  SecretsManagerSays("InvalidSignatureException", "Signature expired: 20260102T030405Z is now earlier than ...");
  EXPECT_THAT(Reason(), HasSubstr("check AWS_SECRET_ACCESS_KEY, the region and this machine's clock"));
}

TEST_F(WrongSetUpTest, AnOAuthClientWithoutThePermission) {
  Allow({"integrations:integration:view"});
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("The OAuth client's roles need the permission integrations:action:add."));
  EXPECT_THAT(Ids(), IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn
