// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/sts_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/sigv4.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StsServiceTest : public ::testing::Test {
 protected:
  http::Response Send(const std::string& method, const std::string& target, const std::string& body,
                      const std::string& region = "us-east-1") {
    http::Request request{method, "http://127.0.0.1:4566", target, {}, body};
    aws::Sign(request, credentials_, {.region = region, .service = "sts"}, clock_.Now());
    return service_.Handle(request);
  }

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'000)};
  SeededRandom random_{3};
  aws::Credentials credentials_{"local", Secret<std::string>("local-secret"), std::nullopt};
  StsService service_{
      {clock_, random_}, {.account = "123456789012", .region = "us-east-1", .origin = ""}, credentials_};
};

TEST_F(StsServiceTest, TellsTheCallerWhoHeIs) {
  const auto posted = Send("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15");
  EXPECT_EQ(posted.status, 200);
  EXPECT_THAT(posted.body, HasSubstr("<Arn>arn:aws:iam::123456789012:root</Arn>"));
  EXPECT_THAT(posted.body, HasSubstr("<Account>123456789012</Account>"));
  EXPECT_EQ(Send("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "").status, 200);
}

TEST_F(StsServiceTest, OtherActionsAreRefusedWithoutEchoingMarkup) {
  const auto response = Send("POST", "/", "Action=%3Cscript%3E");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("<Code>InvalidAction</Code>"));
  EXPECT_THAT(response.body, Not(HasSubstr("<script>")));
}

TEST_F(StsServiceTest, RefusalsHaveTheNamesOfTheQueryProtocol) {
  const auto unsigned_response = service_.Handle({"POST", "", "/", {}, "Action=GetCallerIdentity"});
  EXPECT_EQ(unsigned_response.status, 403);
  EXPECT_THAT(unsigned_response.body, HasSubstr("<Code>MissingAuthenticationToken</Code>"));
  const auto region = Send("POST", "/", "Action=GetCallerIdentity", "eu-west-1");
  EXPECT_EQ(region.status, 403);
  EXPECT_THAT(region.body, HasSubstr("<Code>SignatureDoesNotMatch</Code>"));
  credentials_.access_key_id = "stranger";
  EXPECT_THAT(Send("POST", "/", "Action=GetCallerIdentity").body, HasSubstr("<Code>InvalidClientTokenId</Code>"));
}

TEST_F(StsServiceTest, AssumesAnyRole) {
  const std::string role = "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fpath%2Fdeploy";
  const std::string answer = Send("POST", "/", role + "&RoleSessionName=me&DurationSeconds=900").body;
  const auto text = [&answer](const std::string& element) {
    const size_t start = answer.find('<' + element + '>') + element.size() + 2;
    return answer.substr(start, answer.find('<', start) - start);
  };
  EXPECT_EQ(text("Arn"), "arn:aws:sts::123456789012:assumed-role/deploy/me");
  EXPECT_EQ(text("Expiration").substr(0, 19), "2026-01-02T03:19:05");
  credentials_ = {text("AccessKeyId"), Secret<std::string>(text("SecretAccessKey")),
                  Secret<std::string>(text("SessionToken"))};
  EXPECT_THAT(Send("POST", "/", "Action=GetCallerIdentity").body,
              HasSubstr("<Arn>arn:aws:sts::123456789012:assumed-role/deploy/me</Arn>"));
  clock_.Advance(Milliseconds(900'000));
  EXPECT_THAT(Send("POST", "/", "Action=GetCallerIdentity").body, HasSubstr("<Code>ExpiredToken</Code>"));
}

TEST_F(StsServiceTest, RefusesRolesThatAreNone) {
  const std::string role = "Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdeploy";
  for (const std::string& wrong :
       {std::string("Action=AssumeRole&RoleSessionName=me"),
        std::string("Action=AssumeRole&RoleArn=x&RoleSessionName=me"),
        std::string("Action=AssumeRole&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2F%3C&RoleSessionName=me"), role,
        role + "&RoleSessionName=a%0Ab", role + "&RoleSessionName=me&DurationSeconds=899",
        role + "&RoleSessionName=me&DurationSeconds=43201", role + "&RoleSessionName=me&DurationSeconds=x"}) {
    const auto response = Send("POST", "/", wrong);
    EXPECT_EQ(response.status, 400) << wrong;
    EXPECT_THAT(response.body, HasSubstr("<Code>ValidationError</Code>"));
  }
}

}  // namespace
}  // namespace genesys_cfn::emulator
