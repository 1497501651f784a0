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

}  // namespace
}  // namespace genesys_cfn::emulator
