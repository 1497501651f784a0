// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/rest_authentication.h"

#include <gtest/gtest.h>

#include "aws/sigv4.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

class Behind final : public http::Handler {
 public:
  http::Response Handle(const http::Request& /*request*/) override { return {200, {}, "behind"}; }
};

class RestAuthenticationTest : public ::testing::Test {
 protected:
  http::Request Signed(const std::string& id, const std::string& secret) {
    http::Request request{"GET", "http://127.0.0.1", "/2015-03-31/functions/", {}, ""};
    aws::Sign(request, {id, Secret<std::string>(secret), std::nullopt}, {.region = "us-east-1", .service = "lambda"},
              clock_.Now());
    return request;
  }
  // What the error type of the refusal is; "behind" when there is none.
  std::string Ask(AccessKeys::Others others, const http::Request& request) {
    RestAuthentication guard({behind_, clock_}, "lambda",
                             {aws::Credentials{"OWN", Secret<std::string>("secret"), std::nullopt}, others});
    const http::Response answer = guard.Handle(request);
    return answer.status == 403 ? answer.headers.Get("x-amzn-ErrorType").value_or("none") : answer.body;
  }

  Behind behind_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'000)};
};

TEST_F(RestAuthenticationTest, RefusesWhatIsNotSignedWithTheKey) {
  constexpr auto kRefused = AccessKeys::Others::kRefused;
  EXPECT_EQ(Ask(kRefused, Signed("OWN", "secret")), "behind");
  EXPECT_EQ(Ask(kRefused, Signed("OWN", "wrong")), "InvalidSignatureException");
  EXPECT_EQ(Ask(kRefused, Signed("OTHER", "secret")), "UnrecognizedClientException");
  EXPECT_EQ(Ask(kRefused, {"GET", "", "/2015-03-31/functions/", {}, ""}), "MissingAuthenticationTokenException");
}

TEST_F(RestAuthenticationTest, WithoutAKeyOfOnesOwnAnyIsTaken) {
  constexpr auto kAccepted = AccessKeys::Others::kAccepted;
  EXPECT_EQ(Ask(kAccepted, Signed("OTHER", "any")), "behind");
  EXPECT_EQ(Ask(kAccepted, {"GET", "", "/2015-03-31/functions/", {}, ""}), "behind");
  EXPECT_EQ(Ask(kAccepted, Signed("OWN", "wrong")), "InvalidSignatureException");
}

}  // namespace
}  // namespace genesys_cfn::emulator
