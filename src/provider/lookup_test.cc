// SPDX-License-Identifier: Apache-2.0
#include "provider/lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::provider {
namespace {

constexpr const char* kEmptyList = R"({"entities":[],"total":0})";

std::string ActionTagged(const std::string& id, const std::string& request) {
  const definition::OwnershipTag tag{"1111111111111111", "2222222222222222", request, "6957e4a5"};
  return Concat(R"({"id":")", id, R"(","contract":{"input":{"inputSchema":{"type":"object","description":"Text)",
                definition::FormatTag(tag), R"("}}}})");
}

class LookUpTest : public ::testing::Test {
 protected:
  LookUpTest() { client_.ThenRespond(200, R"({"access_token":"t","expires_in":86400})"); }
  static bool IsOurs(const definition::OwnershipTag& tag) { return tag.request == "aaaaaaaaaaaaaaaa"; }
  Result<std::vector<TaggedAction>> Wait(Milliseconds patience) {
    return WaitForTagged(session_, "Look up", IsOurs, patience, Milliseconds{5'000});
  }

  ScriptedClient client_;
  FakeClock clock_{WallTime(Milliseconds{1'767'323'045'000})};
  SeededRandom random_{1};
  NullLogger logger_;
  genesys::TokenSource tokens_{client_, clock_, random_, "https://login.l"};
  genesys::Session session_{{client_, clock_, random_, logger_, tokens_},
                            "https://api.a",
                            [](genesys::Session::Refresh) {
                              return genesys::ClientCredentials{"id", Secret<std::string>("secret")};
                            },
                            clock_.SteadyNow() + Milliseconds{12'000}};
};

TEST_F(LookUpTest, OneListAndTheContractOfEachExactMatch) {
  client_
      .ThenRespond(200,
                   R"({"entities":[{"id":"1","name":"Look up"},{"id":"2","name":"Look up customer"},)"
                   R"({"id":"3","name":"Look up"},{"id":"4","name":"Look up"},{"id":"5","name":"Look up"}],"total":5})")
      .ThenRespond(200, ActionTagged("1", "bbbbbbbbbbbbbbbb"))
      .ThenRespond(200, ActionTagged("3", "aaaaaaaaaaaaaaaa"))
      .ThenRespond(404, R"({"status":404})")
      .ThenRespond(200, R"({"id":"5","contract":{"input":{"inputSchema":{"type":"object"}}}})");
  genesys::ActionsClient actions(session_);
  const auto found = FindTagged(actions, "Look up", IsOurs);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().id, "3");
  EXPECT_EQ(found->front().tag.owner, "2222222222222222");
  EXPECT_TRUE(client_.finished());
}

TEST_F(LookUpTest, AnEmptyNameListsNothing) {
  genesys::ActionsClient actions(session_);
  EXPECT_TRUE(FindTagged(actions, "", IsOurs)->empty());
  EXPECT_TRUE(client_.requests().empty());
}

TEST_F(LookUpTest, WithoutPatienceItIsOneLook) {
  client_.ThenRespond(200, kEmptyList);
  EXPECT_TRUE(Wait(Milliseconds{0})->empty());
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(LookUpTest, ItLooksAgainAfterEachPauseAndOnceAtTheEnd) {
  client_.ThenRespond(200, kEmptyList).ThenRespond(200, kEmptyList).ThenRespond(200, kEmptyList);
  EXPECT_TRUE(Wait(Milliseconds{7'000})->empty());
  EXPECT_EQ(clock_.sleeps(), (std::vector{Milliseconds{5'000}, Milliseconds{2'000}}));
  EXPECT_TRUE(client_.finished());
}

TEST_F(LookUpTest, ItEndsWithTheFirstFind) {
  client_.ThenRespond(200, kEmptyList)
      .ThenRespond(200, R"({"entities":[{"id":"1","name":"Look up"}],"total":1})")
      .ThenRespond(200, ActionTagged("1", "aaaaaaaaaaaaaaaa"));
  EXPECT_EQ(Wait(Milliseconds{10'000})->size(), 1U);
  EXPECT_EQ(clock_.sleeps().size(), 1U);
}

TEST_F(LookUpTest, AFailureIsNotTakenForNone) {
  client_.ThenRespond(403, R"({"status":403,"message":"no"})");
  EXPECT_EQ(Wait(Milliseconds{10'000}).error().code, ErrorCode::kPermissionDenied);
}

TEST_F(LookUpTest, ALookThatFailsForAReasonThatMayPassFoundNothing) {
  client_.ThenRespond(200, "<html>portal</html>")
      .ThenRespond(200, R"({"entities":[{"id":"1","name":"Look up"}],"total":1})")
      .ThenRespond(200, "<html>portal</html>")
      .ThenRespond(200, R"({"entities":[{"id":"1","name":"Look up"}],"total":1})")
      .ThenRespond(200, ActionTagged("1", "aaaaaaaaaaaaaaaa"));
  const auto found = Wait(Milliseconds{10'000});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->size(), 1U);
  EXPECT_EQ(clock_.sleeps().size(), 2U);
}

TEST_F(LookUpTest, TheLastLookMustNotFail) {
  client_.ThenRespond(200, kEmptyList).ThenRespond(200, "<html>portal</html>");
  EXPECT_EQ(Wait(Milliseconds{5'000}).error().code, ErrorCode::kUnavailable);
}

TEST_F(LookUpTest, TheEndOfTimeDoesNotUndoTheLooksBefore) {
  client_.ThenRespond(200, kEmptyList).Otherwise([&](const http::Request&) {
    clock_.Advance(Milliseconds{6'000});
    return Result<http::Response>(http::Response{200, {}, kEmptyList});
  });
  const auto found = Wait(Milliseconds{30'000});
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(found->empty());
}

TEST_F(LookUpTest, NoTimeForASingleLookIsAFailure) {
  clock_.Advance(Milliseconds{12'000});
  EXPECT_EQ(Wait(Milliseconds{30'000}).error().code, ErrorCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace genesys_cfn::provider
