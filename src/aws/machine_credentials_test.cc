// SPDX-License-Identifier: Apache-2.0
#include "aws/machine_credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kDocument =
    R"({"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"hush","Token":"tok","Expiration":"2026-01-01T00:00:00Z"})";

class MachineCredentialsTest : public ::testing::Test {
 protected:
  Result<std::optional<Credentials>> OfContainer(std::map<std::string, std::string, std::less<>> variables) {
    const MapEnvironment environment(std::move(variables));
    return MachineCredentials({environment, client_, clock_}).OfContainer();
  }
  Result<std::optional<Credentials>> OfInstance(std::map<std::string, std::string, std::less<>> variables = {}) {
    const MapEnvironment environment(std::move(variables));
    return MachineCredentials({environment, client_, clock_}).OfInstance();
  }

  ScriptedClient client_;
  FakeClock clock_{WallTime(Milliseconds(1'767'323'045'000))};
};

TEST_F(MachineCredentialsTest, AContainerIsAskedAtItsHost) {
  client_.ThenRespond(200, std::string(kDocument));
  const auto credentials = OfContainer({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}});
  ASSERT_TRUE(credentials) << credentials.error().message;
  EXPECT_EQ((*credentials)->access_key_id, "ASIA1");
  EXPECT_EQ((*credentials)->secret_access_key.Reveal(), "hush");
  EXPECT_EQ((*credentials)->session_token->Reveal(), "tok");
  EXPECT_THAT(client_.calls(), ElementsAre("GET http://169.254.170.2/v2/x"));
  EXPECT_EQ(client_.options()[0].proxy, http::CallOptions::Proxy::kNever);
}

TEST_F(MachineCredentialsTest, AFullAddressGetsTheToken) {
  client_.ThenRespond(200, std::string(kDocument));
  ASSERT_TRUE(OfContainer({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1338/creds?a=b"},
                           {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "let-me-in"}}));
  EXPECT_THAT(client_.calls(), ElementsAre("GET http://127.0.0.1:1338/creds?a=b"));
  EXPECT_EQ(client_.requests()[0].headers.Get("Authorization"), "let-me-in");
}

TEST_F(MachineCredentialsTest, ATokenLeavesNoMachine) {
  for (const char* address : {"http://example.com/x", "http://127.0.0.1.example.com/", "http://169.254.170.200/"}) {
    const auto credentials = OfContainer(
        {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", address}, {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "let-me-in"}});
    ASSERT_FALSE(credentials) << address;
    EXPECT_EQ(credentials.error().code, ErrorCode::kInvalidInput);
  }
  EXPECT_THAT(client_.calls(), ElementsAre());
}

TEST_F(MachineCredentialsTest, AContainerMayFailForAMoment) {
  client_.ThenRespond(500, "x").ThenFail(ErrorCode::kUnavailable).ThenRespond(200, std::string(kDocument));
  EXPECT_TRUE(OfContainer({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}}));
  client_.ThenRespond(403, "hush");
  const auto refused = OfContainer({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, AllOf(HasSubstr("HTTP status 403"), Not(HasSubstr("hush"))));
}

TEST_F(MachineCredentialsTest, WithoutAVariableThereIsNoContainer) {
  EXPECT_FALSE(OfContainer({})->has_value());
}

TEST_F(MachineCredentialsTest, AnInstanceHasTheRoleItsMetadataNames) {
  client_.ThenRespond(200, "imds-token").ThenRespond(200, "deploy\n").ThenRespond(200, std::string(kDocument));
  const auto credentials = OfInstance();
  ASSERT_TRUE(credentials) << credentials.error().message;
  EXPECT_EQ((*credentials)->access_key_id, "ASIA1");
  EXPECT_THAT(client_.calls(),
              ElementsAre("PUT http://169.254.169.254/latest/api/token",
                          "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/",
                          "GET http://169.254.169.254/latest/meta-data/iam/security-credentials/deploy"));
  EXPECT_EQ(client_.requests()[2].headers.Get("X-aws-ec2-metadata-token"), "imds-token");
}

TEST_F(MachineCredentialsTest, MostMachinesAreNoInstances) {
  client_.ThenFail(ErrorCode::kUnavailable);
  EXPECT_FALSE(OfInstance()->has_value());
  client_.ThenRespond(200, "imds-token").ThenRespond(404);
  EXPECT_FALSE(OfInstance()->has_value());
  EXPECT_FALSE(OfInstance({{"AWS_EC2_METADATA_DISABLED", "TRUE"}})->has_value());
  EXPECT_EQ(client_.calls().size(), 3U);
}

TEST_F(MachineCredentialsTest, ADocumentWithoutAKeyIsNamedAndNotQuoted) {
  client_.ThenRespond(200, "imds-token")
      .ThenRespond(200, "deploy")
      .ThenRespond(200, R"({"Code":"Failed","SecretAccessKey":"hush"})");
  const auto credentials = OfInstance();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message, AllOf(HasSubstr("has no AccessKeyId"), Not(HasSubstr("hush"))));
}

}  // namespace
}  // namespace genesys_cfn::aws
