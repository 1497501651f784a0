// SPDX-License-Identifier: Apache-2.0
#include "genesys/session.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kRefused = R"({"error":"invalid_client","error_description":"authentication failed"})";

std::string Grant(std::string_view token) {
  return Concat(R"({"access_token":")", token, R"(","token_type":"bearer","expires_in":86400})");
}
const Call kGet{"GET", "/api/v2/x?name=Private", ""};
const Call kPost{"POST", "/api/v2/x", "{}", Repeatable::kNo};

class SessionTest : public testing::Test {
 protected:
  Session MakeSession(Milliseconds time = Milliseconds{60'000}, TokenCache cache = TokenCache::kOn) {
    tokens.emplace(client, clock, random, "https://login.l", cache);
    return Session(
        {client, clock, random, logger, *tokens}, "https://api.a",
        [this](Session::Refresh refresh) { return Credentials(refresh); }, clock.SteadyNow() + time);
  }
  Result<ClientCredentials> Credentials(Session::Refresh refresh) {
    refreshes.push_back(refresh);
    return ClientCredentials{"id", refresh == Session::Refresh::kYes ? refreshed_secret : Secret<std::string>("old")};
  }
  // Status of an answer, or less than 0 for an error.
  static int StatusOf(const Result<http::Response>& answer) { return answer ? answer->status : -1; }
  // The calls of the API alone.
  size_t ApiCalls() const {
    size_t count = 0;
    for (const http::Request& request : client.requests()) count += request.origin == "https://api.a" ? 1 : 0;
    return count;
  }
  std::string BearerOf(size_t i) const { return client.requests().at(i).headers.Get("Authorization").value_or(""); }

  ScriptedClient client;
  FakeClock clock{WallTime(Milliseconds{1'767'323'045'000})};
  SeededRandom random{1};
  std::ostringstream log;
  JsonLinesLogger logger{log, clock};
  std::optional<TokenSource> tokens;
  Secret<std::string> refreshed_secret{"new"};
  std::vector<Session::Refresh> refreshes;
};

TEST_F(SessionTest, AddsTheTokenAndFetchesItOnce) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(200, "a").ThenRespond(404, "b");
  Session session = MakeSession();
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(StatusOf(session.Send(kPost)), 404);
  EXPECT_EQ(client.calls(),
            (std::vector<std::string>{"POST https://login.l/oauth/token", "GET https://api.a/api/v2/x?name=Private",
                                      "POST https://api.a/api/v2/x"}));
  EXPECT_EQ(client.requests()[1].headers.fields(),
            (std::vector<http::Headers::Field>{{"Authorization", "Bearer t1"}, {"Accept", "application/json"}}));
  EXPECT_EQ(client.requests()[2].headers.Get("Content-Type"), "application/json");
  EXPECT_EQ(refreshes, (std::vector{Session::Refresh::kNo}));
}

TEST_F(SessionTest, UsesOneTokenASessionWithoutACache) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(200).ThenRespond(200);
  Session session = MakeSession(Milliseconds{60'000}, TokenCache::kOff);
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(BearerOf(2), "Bearer t1");
}

TEST_F(SessionTest, RenewsTheTokenOnceAndRepeatsOnce) {
  for (const TokenCache cache : {TokenCache::kOn, TokenCache::kOff}) {
    client.ThenRespond(200, Grant("t1")).ThenRespond(401).ThenRespond(200, Grant("t2")).ThenRespond(200);
    Session session = MakeSession(Milliseconds{60'000}, cache);
    const size_t before = client.requests().size();
    EXPECT_EQ(StatusOf(session.Send(kPost)), 200);
    EXPECT_EQ(BearerOf(before + 3), "Bearer t2");
  }
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST_F(SessionTest, GivesBackASecondUnauthorisedAnswer) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(401).ThenRespond(200, Grant("t2")).ThenRespond(401);
  Session session = MakeSession();
  EXPECT_EQ(StatusOf(session.Send(kGet)), 401);
  EXPECT_TRUE(client.finished());
}

TEST_F(SessionTest, ReadsTheCredentialsPastTheCacheWhenTheyAreRefused) {
  client.ThenRespond(400, std::string(kRefused)).ThenRespond(200, Grant("t1")).ThenRespond(200);
  Session session = MakeSession();
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(refreshes, (std::vector{Session::Refresh::kNo, Session::Refresh::kYes}));
}

TEST_F(SessionTest, ReadsThemPastTheCacheOnlyOnce) {
  client.Otherwise([](const http::Request&) { return http::Response{400, {}, std::string(kRefused)}; });
  Session session = MakeSession();
  for (int i = 0; i < 2; ++i) {
    const auto answer = session.Send(kGet);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnauthenticated);
  }
  EXPECT_EQ(refreshes, (std::vector{Session::Refresh::kNo, Session::Refresh::kYes}));
  EXPECT_EQ(ApiCalls(), 0u);
}

TEST_F(SessionTest, DoesNotAskTheLoginServiceAgainWhenTheCredentialsAreTheSame) {
  refreshed_secret = Secret<std::string>("old");
  client.ThenRespond(400, std::string(kRefused));
  Session session = MakeSession();
  EXPECT_EQ(session.Send(kGet).error().code, ErrorCode::kUnauthenticated);
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(SessionTest, HandsOnTheErrorOfTheCredentials) {
  TokenSource source(client, clock, random, "https://login.l");
  Session session(
      {client, clock, random, logger, source}, "https://api.a",
      [](Session::Refresh) {
        return Error{ErrorCode::kPermissionDenied, "no secret"};
      },
      clock.SteadyNow() + Milliseconds{1'000});
  EXPECT_EQ(session.Send(kGet).error(), (Error{ErrorCode::kPermissionDenied, "no secret"}));
}

TEST_F(SessionTest, WaitsAsLongAsTheRateLimitSaysWhateverTheCall) {
  for (const Call& call : {kGet, kPost}) {
    client.ThenRespond(200, Grant("t1")).ThenRespond(429, "", {{"Retry-After", "5"}}).ThenRespond(200);
    Session session = MakeSession();
    EXPECT_EQ(StatusOf(session.Send(call)), 200);
    EXPECT_GE(clock.sleeps().back(), Milliseconds{5'000});
    EXPECT_LE(clock.sleeps().back(), Milliseconds{6'250});
  }
}

TEST_F(SessionTest, GivesBackTheRateLimitWhenThePauseWouldPassTheDeadline) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(429, "body", {{"Retry-After", "60"}});
  Session session = MakeSession(Milliseconds{60'000});
  EXPECT_EQ(StatusOf(session.Send(kGet)), 429);
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST_F(SessionTest, RepeatsARepeatableCallThroughFailures) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(500).ThenRespond(502).ThenRespond(503).ThenRespond(504);
  client.ThenFail(ErrorCode::kUnavailable).ThenFail(ErrorCode::kOutcomeUnknown).ThenRespond(408).ThenRespond(200);
  Session session = MakeSession();
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(clock.sleeps().size(), 7u);
}

TEST_F(SessionTest, DoesNotRepeatWhatMayHaveBeenDoneUnlessTheCallAllowsIt) {
  for (const int status : {500, 502, 503, 504, 408}) {
    client.ThenRespond(200, Grant("t1")).ThenRespond(status);
    Session session = MakeSession();
    EXPECT_EQ(StatusOf(session.Send(kPost)), status);
  }
  client.ThenRespond(200, Grant("t1")).ThenFail(ErrorCode::kOutcomeUnknown, "reset");
  Session session = MakeSession();
  EXPECT_EQ(session.Send(kPost).error(), (Error{ErrorCode::kOutcomeUnknown, "reset"}));
  EXPECT_TRUE(clock.sleeps().empty());
}

// Waiting may have made the call unwanted, so it is asked before each attempt and not only before the first.
TEST_F(SessionTest, AsksThePermitBeforeEveryAttempt) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(429, "", {{"Retry-After", "20"}});
  int asked = 0;
  Call call = kPost;
  call.permit = [&]() -> Result<void> {
    if (++asked == 1) return {};
    return Error{ErrorCode::kConflict, "cancelled"};
  };
  Session session = MakeSession();
  EXPECT_EQ(session.Send(call).error(), (Error{ErrorCode::kConflict, "cancelled"}));
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(ApiCalls(), 1U);
}

TEST_F(SessionTest, RepeatsAnyCallThatWasNeverSent) {
  client.ThenRespond(200, Grant("t1")).ThenFail(ErrorCode::kUnavailable).ThenRespond(200);
  Session session = MakeSession();
  EXPECT_EQ(StatusOf(session.Send(kPost)), 200);
}

TEST_F(SessionTest, RepeatsNeitherRefusalsNorUnimplementedCalls) {
  for (const int status : {400, 403, 404, 409, 410, 413, 501, 301}) {
    client.ThenRespond(200, Grant("t1")).ThenRespond(status);
    Session session = MakeSession();
    EXPECT_EQ(StatusOf(session.Send(kGet)), status);
  }
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST_F(SessionTest, EndsWithinTheDeadlineAndWithTheLastAnswer) {
  client.ThenRespond(200, Grant("t1"));
  client.Otherwise([&](const http::Request&) {
    clock.Advance(Milliseconds{100});
    return http::Response{503, {}, "last"};
  });
  const SteadyTime start = clock.SteadyNow();
  Session session = MakeSession(Milliseconds{20'000});
  const auto answer = session.Send(kGet);
  EXPECT_EQ(StatusOf(answer), 503);
  EXPECT_LE(clock.SteadyNow() - start, Milliseconds{20'100});
  EXPECT_GT(ApiCalls(), 3u);
}

TEST_F(SessionTest, GivesACallNoMoreTimeThanThereIs) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(200).ThenRespond(200);
  Session session = MakeSession(Milliseconds{20'000});
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(client.options().back().total_timeout, Milliseconds{15'000});
  clock.Advance(Milliseconds{19'000});
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_EQ(client.options().back().total_timeout, Milliseconds{1'000});
  clock.Advance(Milliseconds{1'000});
  EXPECT_EQ(session.Send(kGet).error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(client.requests().size(), 3u);
}

TEST_F(SessionTest, AnEarlierAttemptThatMayHaveActedIsNotForgotten) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(503);
  client.Otherwise([&](const http::Request&) {
    clock.Advance(Milliseconds{30'000});
    return Result<http::Response>(Error{ErrorCode::kUnavailable, "connection refused"});
  });
  Session session = MakeSession();
  EXPECT_EQ(session.Send(kGet).error(), (Error{ErrorCode::kOutcomeUnknown, "connection refused"}));
}

TEST_F(SessionTest, ATokenThatCannotBeRenewedIsAnErrorAndNotALateAnswer) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(401).ThenRespond(404, "<html>");
  Session session = MakeSession();
  EXPECT_EQ(session.Send(kGet).error().code, ErrorCode::kInvalidInput);
}

TEST_F(SessionTest, SendsSeveralCallsSideBySideAndRepeatsOnlyWhatFailed) {
  client.ThenRespond(200, Grant("t1"))
      .ThenRespond(200, "a")
      .ThenRespond(503)
      .ThenRespond(429, "", {{"Retry-After", "2"}});
  client.ThenRespond(200, "b").ThenRespond(404, "c");
  Session session = MakeSession();
  const auto answers = session.SendAll({{"GET", "/a", ""}, {"GET", "/b", ""}, {"GET", "/c", ""}});
  ASSERT_EQ(answers.size(), 3u);
  EXPECT_EQ(answers[0]->body, "a");
  EXPECT_EQ(answers[1]->body, "b");
  EXPECT_EQ(answers[2]->body, "c");
  EXPECT_EQ(client.batches(), (std::vector<size_t>{3, 2}));
  ASSERT_EQ(clock.sleeps().size(), 1u);
  EXPECT_GE(clock.sleeps()[0], Milliseconds{2'000});
}

TEST_F(SessionTest, RenewsTheTokenOnceForCallsSideBySide) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(401).ThenRespond(401).ThenRespond(200, Grant("t2"));
  client.ThenRespond(200, "a").ThenRespond(200, "b");
  Session session = MakeSession();
  const auto answers = session.SendAll({{"GET", "/a", ""}, {"GET", "/b", ""}});
  EXPECT_EQ(answers[0]->body, "a");
  EXPECT_EQ(answers[1]->body, "b");
}

TEST_F(SessionTest, WaitsOnlyWithinTheDeadline) {
  Session session = MakeSession(Milliseconds{1'000});
  EXPECT_TRUE(session.WaitFor(Milliseconds{400}));
  EXPECT_FALSE(session.WaitFor(Milliseconds{601}));
  EXPECT_TRUE(session.WaitFor(Milliseconds{600}));
  EXPECT_EQ(clock.sleeps(), (std::vector{Milliseconds{400}, Milliseconds{600}}));
}

TEST_F(SessionTest, WaitsAsLongAsThereIsTime) {
  Session session = MakeSession(Milliseconds{1'000});
  session.WaitUpTo(Milliseconds{100}, Milliseconds{300});
  session.WaitUpTo(Milliseconds{5'000}, Milliseconds{300});
  session.WaitUpTo(Milliseconds{5'000}, Milliseconds{300});
  EXPECT_EQ(clock.sleeps(), (std::vector{Milliseconds{100}, Milliseconds{600}}));
}

TEST_F(SessionTest, LogsRepetitionsWithoutTokensAndQueries) {
  client.ThenRespond(200, Grant("t1")).ThenRespond(503).ThenFail(ErrorCode::kUnavailable).ThenRespond(200);
  Session session = MakeSession();
  EXPECT_EQ(StatusOf(session.Send(kGet)), 200);
  EXPECT_NE(
      log.str().find(R"("event":"genesys_call_repeated","method":"GET","path":"/api/v2/x","attempt":1,"status":503)"),
      std::string::npos)
      << log.str();
  EXPECT_NE(log.str().find(R"("error":"unavailable")"), std::string::npos) << log.str();
  EXPECT_EQ(log.str().find("Private"), std::string::npos);
  EXPECT_EQ(log.str().find("t1\""), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::genesys
