// SPDX-License-Identifier: Apache-2.0
#include "genesys/token_source.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kRefused =
    R"({"error":"invalid_client","description":"authentication failed","error_description":"authentication failed"})";
constexpr std::string_view kThrottled =
    R"({"error":"invalid_request","description":"x","error_description":"rate limit exceeded; retry later"})";

std::string Grant(std::string_view token, std::string_view rest = R"(,"expires_in":86400)") {
  return Concat(R"({"access_token":")", token, R"(","token_type":"bearer")", rest, "}");
}

class TokenSourceTest : public testing::Test {
 protected:
  Result<Secret<std::string>> Get() { return source.Get(credentials, clock.SteadyNow() + Milliseconds{60'000}); }
  std::string GetText() {
    const auto token = Get();
    return token ? token->Reveal() : "error: " + token.error().message;
  }

  ScriptedClient client;
  SeededRandom random{1};
  FakeClock clock{WallTime(Milliseconds{1'767'323'045'000})};
  ClientCredentials credentials{"id", Secret<std::string>("SECRET")};
  TokenSource source{client, clock, random, "https://login.mypurecloud.de"};
};

TEST_F(TokenSourceTest, SendsTheRequestOfTheOfficialClientsAndNothingElse) {
  client.ThenRespond(200, Grant("t1"));
  EXPECT_EQ(GetText(), "t1");
  const http::Request& request = client.requests().at(0);
  EXPECT_EQ(client.calls().at(0), "POST https://login.mypurecloud.de/oauth/token");
  EXPECT_EQ(request.headers.fields(),
            (std::vector<http::Headers::Field>{{"Authorization", "Basic aWQ6U0VDUkVU"},
                                               {"Content-Type", "application/x-www-form-urlencoded"}}));
  EXPECT_EQ(request.body, "grant_type=client_credentials");
}

TEST_F(TokenSourceTest, KeepsATokenUntilAMinuteBeforeItExpires) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(200, Grant("t2"));
  EXPECT_EQ(GetText(), "t1");
  clock.Advance(Milliseconds{86'339'999});
  EXPECT_EQ(GetText(), "t1");
  clock.Advance(Milliseconds{1});
  EXPECT_EQ(GetText(), "t2");
}

TEST_F(TokenSourceTest, TakesATenthOfAShortLifetimeAsMargin) {
  client.ThenRespond(200, Grant("t1", R"(,"expires_in":300)")).ThenRespond(200, Grant("t2"));
  EXPECT_EQ(GetText(), "t1");
  clock.Advance(Milliseconds{269'999});
  EXPECT_EQ(GetText(), "t1");
  clock.Advance(Milliseconds{1});
  EXPECT_EQ(GetText(), "t2");
}

TEST_F(TokenSourceTest, TakesTheShortestLifetimeWhenTheAnswerStatesNone) {
  client.ThenRespond(200, Grant("t1", "")).ThenRespond(200, Grant("t2", R"(,"expires_in":"soon")"));
  EXPECT_EQ(GetText(), "t1");
  clock.Advance(Milliseconds{270'000});
  EXPECT_EQ(GetText(), "t2");
}

TEST_F(TokenSourceTest, DoesNotKeepATokenThatIsSaidToBeExpired) {
  client.ThenRespond(200, Grant("t1", R"(,"expires_in":0)")).ThenRespond(200, Grant("t2", R"(,"expires_in":-5)"));
  EXPECT_EQ(GetText(), "t1");
  EXPECT_EQ(GetText(), "t2");
}

TEST_F(TokenSourceTest, FetchesAgainForOtherCredentialsAndAfterInvalidate) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(200, Grant("t2")).ThenRespond(200, Grant("t3"));
  EXPECT_EQ(GetText(), "t1");
  credentials.client_secret = Secret<std::string>("rotated");
  EXPECT_EQ(GetText(), "t2");
  source.Invalidate();
  EXPECT_EQ(GetText(), "t3");
}

TEST_F(TokenSourceTest, AlwaysFetchesWithoutACache) {
  TokenSource uncached(client, clock, random, "https://login.mypurecloud.de", TokenCache::kOff);
  client.ThenRespond(200, Grant("t1")).ThenRespond(200, Grant("t2"));
  const SteadyTime deadline = clock.SteadyNow() + Milliseconds{1'000};
  EXPECT_EQ(uncached.Get(credentials, deadline)->Reveal(), "t1");
  EXPECT_EQ(uncached.Get(credentials, deadline)->Reveal(), "t2");
}

TEST_F(TokenSourceTest, ARefusalIsFinalNamesTheHostAndNeverTheSecret) {
  for (const int status : {400, 401}) {
    client.ThenRespond(status, std::string(kRefused));
    const auto token = Get();
    ASSERT_FALSE(token.has_value());
    EXPECT_EQ(token.error().code, ErrorCode::kUnauthenticated);
    for (const char* part : {"login.mypurecloud.de", "invalid_client (authentication failed)", "wrong region"}) {
      EXPECT_NE(token.error().message.find(part), std::string::npos) << token.error().message;
    }
    EXPECT_EQ(token.error().message.find("SECRET"), std::string::npos);
  }
  EXPECT_EQ(client.requests().size(), 2u);
}

TEST_F(TokenSourceTest, AnUnauthorisedAnswerWithoutABodyIsARefusalToo) {
  client.ThenRespond(401, "<html>");
  EXPECT_EQ(Get().error().code, ErrorCode::kUnauthenticated);
}

TEST_F(TokenSourceTest, ForgetsTheOldTokenWhenANewOneIsRefused) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(400, std::string(kRefused)).ThenRespond(200, Grant("t3"));
  EXPECT_EQ(GetText(), "t1");
  const ClientCredentials first = credentials;
  credentials.client_id = "other";
  EXPECT_FALSE(Get().has_value());
  credentials = first;
  EXPECT_EQ(GetText(), "t3");
}

TEST_F(TokenSourceTest, AnotherHostThanTheLoginServiceIsSaidToBeOne) {
  client.ThenRespond(404, "<html>Not found</html>");
  const auto token = Get();
  EXPECT_EQ(token.error().code, ErrorCode::kInvalidInput);
  EXPECT_NE(token.error().message.find("check the region"), std::string::npos) << token.error().message;
}

TEST_F(TokenSourceTest, RepeatsAfterThrottlingInEitherForm) {
  client.ThenRespond(400, std::string(kThrottled)).ThenRespond(429, "", {{"Retry-After", "3"}});
  client.ThenRespond(200, Grant("t1"));
  EXPECT_EQ(GetText(), "t1");
  ASSERT_EQ(clock.sleeps().size(), 2u);
  EXPECT_GE(clock.sleeps()[1], Milliseconds{3'000});
}

TEST_F(TokenSourceTest, DoesNotPressALoginServiceThatThrottlesWithoutSayingHowLong) {
  client.Otherwise([&](const http::Request&) {
    return Result<http::Response>(http::Response{400, {}, std::string(kThrottled)});
  });
  EXPECT_EQ(source.Get(credentials, clock.SteadyNow() + Milliseconds{300'000}).error().code, ErrorCode::kRateLimited);
  EXPECT_LE(client.requests().size(), 60u);
  const auto sleeps = clock.sleeps();
  EXPECT_GE(*std::max_element(sleeps.begin(), sleeps.end()), Milliseconds{10'000});
}

TEST_F(TokenSourceTest, RepeatsAfterFailuresThatMayPass) {
  client.ThenFail(ErrorCode::kUnavailable).ThenFail(ErrorCode::kOutcomeUnknown).ThenRespond(502, "<html>");
  client.ThenRespond(200, Grant("t1"));
  EXPECT_EQ(GetText(), "t1");
}

TEST_F(TokenSourceTest, ALostTokenRequestIsNoUnknownOutcomeForTheCaller) {
  client.Otherwise([&](const http::Request&) {
    clock.Advance(Milliseconds{20'000});
    return Result<http::Response>(Error{ErrorCode::kOutcomeUnknown, "timed out"});
  });
  EXPECT_EQ(Get().error().code, ErrorCode::kUnavailable);
  EXPECT_LE(client.requests().size(), 4u);
}

TEST_F(TokenSourceTest, FailsNowWhenThePauseWouldPassTheDeadline) {
  client.ThenRespond(429, "", {{"Retry-After", "61"}});
  const auto token = Get();
  ASSERT_FALSE(token.has_value());
  EXPECT_EQ(token.error().code, ErrorCode::kRateLimited);
  EXPECT_TRUE(clock.sleeps().empty());
}

// A machine that wakes it too late must not hide why there was something to wait for.
TEST_F(TokenSourceTest, TellsTheLastFailureWhenAPauseEndsAfterTheDeadline) {
  class LateClock final : public Clock {
   public:
    explicit LateClock(FakeClock& clock) : clock_(clock) {}
    WallTime Now() const override { return clock_.Now(); }
    SteadyTime SteadyNow() const override { return clock_.SteadyNow(); }
    void SleepFor(Milliseconds duration) override { clock_.SleepFor(duration + Milliseconds{60'000}); }

   private:
    FakeClock& clock_;
  };
  LateClock late(clock);
  TokenSource of_late(client, late, random, "https://login.mypurecloud.ie");
  client.ThenFail(ErrorCode::kUnavailable, "could not connect: refused");
  const auto token = of_late.Get(credentials, clock.SteadyNow() + Milliseconds{30'000});
  ASSERT_FALSE(token.has_value());
  EXPECT_NE(token.error().message.find("could not connect: refused"), std::string::npos) << token.error().message;
}

TEST_F(TokenSourceTest, GivesACallNoMoreTimeThanThereIs) {
  client.ThenRespond(200, Grant("t1", R"(,"expires_in":0)")).ThenRespond(200, Grant("t2"));
  ASSERT_TRUE(source.Get(credentials, clock.SteadyNow() + Milliseconds{700}).has_value());
  EXPECT_EQ(client.options().back().total_timeout, Milliseconds{700});
  ASSERT_TRUE(Get().has_value());
  EXPECT_EQ(client.options().back().total_timeout, Milliseconds{15'000});
  source.Invalidate();
  EXPECT_EQ(source.Get(credentials, clock.SteadyNow()).error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(client.requests().size(), 2u);
}

TEST_F(TokenSourceTest, RefusesAnAnswerWithoutAUsableToken) {
  for (const std::string& body :
       {std::string("<html>portal</html>"), std::string("{}"), Grant(""), Grant(R"(a\r\nb)")}) {
    client.ThenRespond(200, body);
    EXPECT_EQ(Get().error().code, ErrorCode::kUnavailable) << body;
  }
}

}  // namespace
}  // namespace genesys_cfn::genesys
