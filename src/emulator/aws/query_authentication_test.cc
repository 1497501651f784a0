// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/query_authentication.h"

#include <gmock/gmock.h>

#include "aws/sigv4.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;

class Behind final : public http::Handler {
 public:
  http::Response Handle(const http::Request& /*request*/) override { return {200, {}, "behind"}; }
};

class QueryAuthenticationTest : public ::testing::Test {
 protected:
  http::Request Signed(const std::string& id, const std::string& secret, const std::string& region = "us-east-1",
                       const std::string& service = "cloudformation") {
    http::Request request{"POST", "http://127.0.0.1", "/", {}, "Action=ListStacks"};
    aws::Sign(request, {id, Secret<std::string>(secret), std::nullopt}, {.region = region, .service = service},
              clock_.Now());
    return request;
  }
  QueryAuthentication Guard(AccessKeys::Others others) {
    return {{behind_, clock_, random_},
            "cloudformation",
            "http://namespace/",
            {aws::Credentials{"OWN", Secret<std::string>("secret"), std::nullopt}, others}};
  }

  Behind behind_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'000)};
  SeededRandom random_{3};
};

TEST_F(QueryAuthenticationTest, RefusesInTheWordsOfTheQueryProtocol) {
  QueryAuthentication guard = Guard(AccessKeys::Others::kRefused);
  EXPECT_EQ(guard.Handle(Signed("OWN", "secret")).body, "behind");
  EXPECT_EQ(guard.Handle(Signed("OWN", "secret", "eu-west-1")).body, "behind");
  http::Request old = Signed("OWN", "secret");
  clock_.Advance(Milliseconds(301'000));
  http::Request garbled = Signed("OWN", "secret");
  garbled.headers.Set("Authorization", "AWS4-HMAC-SHA256 x");
  const std::tuple<http::Request, int, const char*> cases[] = {
      {old, 403, "<Code>SignatureDoesNotMatch</Code><Message>Signature expired: "},
      {Signed("OWN", "wrong"), 403, "<Code>SignatureDoesNotMatch</Code>"},
      {Signed("OTHER", "secret"), 403, "<Code>InvalidClientTokenId</Code>"},
      {Signed("OWN", "secret", "us-east-1", "s3"), 403, "<Code>SignatureDoesNotMatch</Code>"},
      {{"POST", "", "/", {}, ""}, 403, "<Code>MissingAuthenticationToken</Code>"},
      {garbled, 400, "<Code>IncompleteSignature</Code>"},
  };
  for (const auto& [request, status, text] : cases) {
    const http::Response answer = guard.Handle(request);
    EXPECT_EQ(answer.status, status) << text;
    EXPECT_THAT(answer.body, HasSubstr(text));
    EXPECT_THAT(answer.body, HasSubstr("<ErrorResponse xmlns=\"http://namespace/\"><Error><Type>Sender</Type>"));
  }
}

TEST_F(QueryAuthenticationTest, TakesAnybodyElseWithoutAConfiguredKey) {
  QueryAuthentication guard = Guard(AccessKeys::Others::kAccepted);
  EXPECT_EQ(guard.Handle(Signed("OTHER", "any")).body, "behind");
  EXPECT_EQ(guard.Handle({"POST", "", "/", {}, ""}).body, "behind");
  EXPECT_THAT(guard.Handle(Signed("OWN", "wrong")).body, HasSubstr("SignatureDoesNotMatch"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
