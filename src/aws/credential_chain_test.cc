// SPDX-License-Identifier: Apache-2.0
#include "aws/credential_chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string RoleAnswer(const std::string& action = "AssumeRole") {
  return Concat("<", action, "Response><", action,
                "Result><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey>"
                "<SessionToken>role-token</SessionToken></Credentials></",
                action, "Result></", action, "Response>");
}

using Variables = std::map<std::string, std::string, std::less<>>;

class CredentialChainTest : public ::testing::Test {
 protected:
  Result<FoundCredentials> Find(const Variables& variables, std::string_view profiles = "",
                                const std::optional<std::string>& profile = std::nullopt) {
    const MapEnvironment environment(variables);
    const Profiles known = Profiles::Of({}, ParseIni(profiles).value());
    CredentialChain chain({environment, client_, clock_, random_,
                           [this](const std::string& command) -> Result<std::string> {
                             commands_.push_back(command);
                             return program_;
                           }},
                          known, "eu-west-1");
    return chain.Find(profile, clock_.SteadyNow() + Milliseconds(60'000));
  }
  static std::string KeyOf(const Result<FoundCredentials>& found) {
    return found ? found->credentials.access_key_id : found.error().message;
  }

  ScriptedClient client_;
  FakeClock clock_{WallTime(Milliseconds(1'767'323'045'000))};
  SystemRandom random_;
  std::vector<std::string> commands_;
  Result<std::string> program_ = std::string(R"({"Version":1,"AccessKeyId":"ASIA2","SecretAccessKey":"hush"})");
};

const Variables kKeys{{"AWS_ACCESS_KEY_ID", "AKIAENV"}, {"AWS_SECRET_ACCESS_KEY", "s"}};
const Variables kNoInstance{{"AWS_EC2_METADATA_DISABLED", "true"}};
constexpr std::string_view kProfiles =
    "[default]\naws_access_key_id=AKIADEF\naws_secret_access_key=s\n"
    "[dev]\naws_access_key_id=AKIADEV\naws_secret_access_key=s\naws_session_token=t\n";

TEST_F(CredentialChainTest, TheEnvironmentComesBeforeTheProfileItNames) {
  Variables variables = kKeys;
  variables["AWS_PROFILE"] = "dev";
  const auto found = Find(variables, kProfiles);
  EXPECT_EQ(KeyOf(found), "AKIAENV");
  EXPECT_EQ(found->source, "the environment");
}

TEST_F(CredentialChainTest, AProfileThatIsAskedForComesFirst) {
  const auto found = Find(kKeys, kProfiles, "dev");
  EXPECT_EQ(KeyOf(found), "AKIADEV");
  EXPECT_EQ(found->credentials.session_token->Reveal(), "t");
  EXPECT_EQ(found->source, "the profile dev");
}

TEST_F(CredentialChainTest, TheProfileOfTheEnvironmentElseDefault) {
  EXPECT_EQ(KeyOf(Find({{"AWS_PROFILE", "dev"}}, kProfiles)), "AKIADEV");
  EXPECT_EQ(KeyOf(Find({}, kProfiles)), "AKIADEF");
}

TEST_F(CredentialChainTest, AnUnknownProfileIsNamedWithTheOthers) {
  EXPECT_EQ(KeyOf(Find({{"AWS_PROFILE", "devv"}}, kProfiles)),
            "there is no AWS profile devv; did you mean dev?; profiles: default, dev");
}

TEST_F(CredentialChainTest, HalfAKeyIsAMistake) {
  EXPECT_THAT(KeyOf(Find({{"AWS_ACCESS_KEY_ID", "AKIAENV"}}, kProfiles)), HasSubstr("AWS_SECRET_ACCESS_KEY"));
  EXPECT_EQ(KeyOf(Find({}, "[default]\naws_access_key_id=AKIA\n")),
            "the AWS profile default has no aws_secret_access_key");
}

TEST_F(CredentialChainTest, ARoleIsAssumedFromItsSource) {
  client_.ThenRespond(200, RoleAnswer());
  const auto found =
      Find({}, Concat(kProfiles, "[ops]\nrole_arn=arn:aws:iam::1:role/ops\nsource_profile=dev\n"), "ops");
  EXPECT_EQ(KeyOf(found), "ASIA1");
  EXPECT_EQ(found->source, "the profile ops");
  ASSERT_THAT(client_.calls(), ElementsAre("POST https://sts.eu-west-1.amazonaws.com/"));
  EXPECT_THAT(*client_.requests()[0].headers.Get("Authorization"), HasSubstr("Credential=AKIADEV/"));
  EXPECT_THAT(client_.requests()[0].body, HasSubstr("RoleSessionName=genesys-cfn"));
}

TEST_F(CredentialChainTest, RolesMayStandInARowButNotInACircle) {
  client_.ThenRespond(200, RoleAnswer()).ThenRespond(200, RoleAnswer());
  const std::string row = Concat(kProfiles,
                                 "[a]\nrole_arn=arn:1\nsource_profile=b\n"
                                 "[b]\nrole_arn=arn:2\nsource_profile=dev\n");
  EXPECT_EQ(KeyOf(Find({}, row, "a")), "ASIA1");
  EXPECT_THAT(client_.requests()[1].body, HasSubstr("RoleArn=arn%3A1"));
  EXPECT_EQ(KeyOf(Find({}, "[a]\nrole_arn=r\nsource_profile=b\n[b]\nrole_arn=r\nsource_profile=a\n", "a")),
            "the AWS profile a is its own source_profile, by way of a, b");
}

TEST_F(CredentialChainTest, AProfileMayBeItsOwnSource) {
  client_.ThenRespond(200, RoleAnswer());
  EXPECT_EQ(KeyOf(Find({},
                       "[a]\nrole_arn=arn:1\nsource_profile=a\naws_access_key_id=AKIAOWN\n"
                       "aws_secret_access_key=s\n",
                       "a")),
            "ASIA1");
  EXPECT_THAT(*client_.requests()[0].headers.Get("Authorization"), HasSubstr("Credential=AKIAOWN/"));
}

TEST_F(CredentialChainTest, ARoleMayStandOnTheEnvironment) {
  client_.ThenRespond(200, RoleAnswer());
  EXPECT_EQ(KeyOf(Find(kKeys, "[a]\nrole_arn=arn:1\ncredential_source=Environment\n", "a")), "ASIA1");
  EXPECT_THAT(KeyOf(Find({}, "[a]\nrole_arn=arn:1\ncredential_source=Magic\n", "a")), HasSubstr("credential_source"));
  EXPECT_THAT(KeyOf(Find({}, "[a]\nrole_arn=arn:1\n", "a")), HasSubstr("source_profile or credential_source"));
}

TEST_F(CredentialChainTest, AProgramGivesCredentials) {
  const std::string_view profile = "[a]\ncredential_process = /opt/get --account 1\n";
  EXPECT_EQ(KeyOf(Find({}, profile, "a")), "ASIA2");
  EXPECT_THAT(commands_, ElementsAre("/opt/get --account 1"));
  program_ = std::string("hush");
  EXPECT_THAT(KeyOf(Find({}, profile, "a")),
              AllOf(HasSubstr("the credential_process of the profile a"), Not(HasSubstr("hush"))));
  program_ = Error{ErrorCode::kIo, "it ended with 3"};
  EXPECT_THAT(KeyOf(Find({}, profile, "a")), HasSubstr("it ended with 3"));
}

TEST_F(CredentialChainTest, WhatIsNotSupportedSaysWhatToDo) {
  constexpr std::string_view kRemedy = "aws configure export-credentials --profile a --format env";
  EXPECT_THAT(KeyOf(Find({}, "[a]\nsso_session=s\nsso_account_id=1\n", "a")), HasSubstr(kRemedy));
  EXPECT_THAT(KeyOf(Find({}, Concat(kProfiles, "[a]\nrole_arn=r\nsource_profile=dev\nmfa_serial=m\n"), "a")),
              HasSubstr(kRemedy));
}

TEST_F(CredentialChainTest, AWebIdentityOfTheEnvironment) {
  const std::string file = Concat(::testing::TempDir(), "/web-identity-token");
  ASSERT_TRUE(WriteFileAtomically(file, "web-token\n"));
  client_.ThenRespond(200, RoleAnswer("AssumeRoleWithWebIdentity"));
  EXPECT_EQ(KeyOf(Find({{"AWS_WEB_IDENTITY_TOKEN_FILE", file}, {"AWS_ROLE_ARN", "arn:1"}}, kProfiles)), "ASIA1");
  EXPECT_THAT(client_.requests()[0].body, HasSubstr("WebIdentityToken=web-token"));
}

TEST_F(CredentialChainTest, TheContainerComesAfterTheProfiles) {
  client_.ThenRespond(200, R"({"AccessKeyId":"ASIA3","SecretAccessKey":"s","Token":"t"})");
  const auto found = Find({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}}, "[default]\nregion=eu-west-1\n");
  EXPECT_EQ(KeyOf(found), "ASIA3");
  EXPECT_EQ(found->source, "the container");
}

TEST_F(CredentialChainTest, NothingAnywhereSaysWhereWasLooked) {
  EXPECT_THAT(KeyOf(Find(kNoInstance)), AllOf(HasSubstr("AWS_ACCESS_KEY_ID"), HasSubstr("the profile default"),
                                              HasSubstr("aws configure"), HasSubstr("--profile")));
}

}  // namespace
}  // namespace genesys_cfn::aws
