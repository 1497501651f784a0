// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/rate_limit.h"

#include "emulator/genesys/organisation_fixture.h"

namespace genesys_cfn::emulator {
namespace {

using testing::StartsWith;

constexpr char kActions[] = "/api/v2/integrations/actions";

class RateLimitTest : public OrganisationTest {
 protected:
  // 1'700'000'000 is 20 seconds after a full minute.
  RateLimitTest() { clock_.Advance(Milliseconds(500)); }

  static std::string HeaderOf(const http::Response& response, std::string_view name) {
    return response.headers.Get(name).value_or("(absent)");
  }
  static std::string CountsOf(const http::Response& response) {
    return Concat(HeaderOf(response, "inin-ratelimit-count"), " of ", HeaderOf(response, "inin-ratelimit-allowed"),
                  ", ", HeaderOf(response, "inin-ratelimit-reset"), " s");
  }
};

TEST_F(RateLimitTest, DoesNotLimitByDefault) {
  for (int i = 0; i < 400; ++i) ASSERT_EQ(Call("GET", kActions).status, 200);
  EXPECT_EQ(CountsOf(Call("GET", kActions)), "(absent) of (absent), (absent) s");
}

TEST_F(RateLimitTest, LimitsTheCallsOfATokenInAMinute) {
  Restart({.requests_per_minute = 2});
  EXPECT_EQ(CountsOf(Call("GET", kActions)), "1 of 2, 40 s");
  const http::Response second = Call("GET", "/api/v2/unknown");
  EXPECT_EQ(second.status, 404) << "refused calls count too";
  EXPECT_EQ(CountsOf(second), "2 of 2, 40 s");
  clock_.Advance(Milliseconds(9'500));
  const http::Response third = Call("GET", kActions);
  ExpectError(third, 429, "too.many.requests", "Rate limit exceeded the maximum. Retry the request in [30] seconds");
  EXPECT_EQ(CountsOf(third), "2 of 2, 30 s");
  EXPECT_EQ(HeaderOf(third, "Retry-After"), "30");
  clock_.Advance(Milliseconds(29'999));
  EXPECT_EQ(HeaderOf(Call("GET", kActions), "Retry-After"), "1");
  clock_.Advance(Milliseconds(1));
  EXPECT_EQ(CountsOf(Call("GET", kActions)), "1 of 2, 60 s");
  EXPECT_EQ(HeaderOf(Call("GET", kActions), "Retry-After"), "(absent)");
}

TEST_F(RateLimitTest, CountsEachTokenForItself) {
  Restart({.requests_per_minute = 1});
  EXPECT_EQ(Call("GET", kActions).status, 200);
  EXPECT_EQ(Call("GET", kActions).status, 429);
  token_ = TokenFor("client", "secret");
  EXPECT_EQ(Call("GET", kActions).status, 200);
  token_ = "guessed";
  EXPECT_EQ(Call("GET", kActions).status, 401);
}

TEST_F(RateLimitTest, TheAdministratorHasNoLimit) {
  Restart({.requests_per_minute = 1});
  for (int i = 0; i < 3; ++i) {
    const http::Response published = organisation_->Handle({"POST",
                                                            "",
                                                            "/genesys-cfn/admin/flows",
                                                            {{"Content-Type", "application/json"}},
                                                            R"({"name":"Main","type":"WORKFLOW","actions":[]})"});
    EXPECT_EQ(published.status, 200);
    EXPECT_EQ(CountsOf(published), "(absent) of (absent), (absent) s");
  }
}

TEST_F(RateLimitTest, CanLeaveRetryAfterOut) {
  Restart({.requests_per_minute = 1,
           .token_requests_per_minute = 1,
           .token_throttle_status = 429,
           .retry_after = RetryAfter::kOmitted});
  EXPECT_EQ(Call("GET", kActions).status, 200);
  const http::Response limited = Call("GET", kActions);
  EXPECT_EQ(CountsOf(limited), "1 of 1, 40 s");
  EXPECT_EQ(HeaderOf(limited, "Retry-After"), "(absent)");
  EXPECT_EQ(AskForToken("client", "secret").status, 200);
  EXPECT_EQ(HeaderOf(AskForToken("client", "secret"), "Retry-After"), "(absent)");
}

TEST_F(RateLimitTest, ThrottlesTheTokensOfAClientInTheLoginServicesOwnShape) {
  ASSERT_TRUE(organisation_->AddClient({.id = "other", .secret = Secret<std::string>("s")}).has_value());
  Restart({.token_requests_per_minute = 2});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(AskForToken("client", "secret").status, 200);
  const http::Response throttled = AskForToken("client", "secret");
  EXPECT_EQ(throttled.status, 400);
  const json::Value body = JsonOf(throttled);
  EXPECT_EQ(At(body, "/error"), "invalid_request");
  EXPECT_THAT(At(body, "/error_description"), StartsWith("rate limit exceeded;"));
  EXPECT_EQ(At(body, "/description"), At(body, "/error_description"));
  EXPECT_EQ(HeaderOf(throttled, "Retry-After"), "(absent)");
  EXPECT_EQ(AskForToken("other", "s").status, 200);
  EXPECT_EQ(At(JsonOf(AskForToken("client", "wrong")), "/error"), "invalid_client");
  clock_.Advance(Milliseconds(40'000));
  EXPECT_EQ(AskForToken("client", "secret").status, 200);
}

TEST_F(RateLimitTest, CanThrottleTokensWith429) {
  Restart({.token_requests_per_minute = 1, .token_throttle_status = 429});
  EXPECT_EQ(AskForToken("client", "secret").status, 200);
  const http::Response throttled = AskForToken("client", "secret");
  EXPECT_EQ(throttled.status, 429);
  EXPECT_THAT(At(JsonOf(throttled), "/error_description"), StartsWith("rate limit exceeded;"));
  EXPECT_EQ(HeaderOf(throttled, "Retry-After"), "40");
}

}  // namespace
}  // namespace genesys_cfn::emulator
