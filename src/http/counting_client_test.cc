// SPDX-License-Identifier: Apache-2.0
#include "http/counting_client.h"

#include <gtest/gtest.h>

#include <array>

#include "testing/scripted_client.h"

namespace genesys_cfn::http {
namespace {

const Request kRead{"GET", "http://a", "/x", {}, {}};
const Request kOther{"GET", "http://a", "/y", {}, {}};

TEST(CountingClient, CountsCallsAndWhatIsSentAgainAfterAFailure) {
  ScriptedClient inner;
  CountingClient client(inner);
  inner.ThenRespond(503).ThenFail(ErrorCode::kUnavailable).ThenRespond(429).ThenRespond(200).ThenRespond(200);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(client.Send(kRead, {}).has_value() || i == 1);
  EXPECT_EQ(client.counts().calls, 4);
  EXPECT_EQ(client.counts().repeats, 3);
  EXPECT_TRUE(client.Send(kRead, {}).has_value());
  EXPECT_EQ(client.counts().repeats, 3) << "asking again after an answer is no repeat";
}

TEST(CountingClient, TellsRequestsApartButNotTheirHeaders) {
  ScriptedClient inner;
  CountingClient client(inner);
  inner.ThenRespond(401).ThenRespond(404).ThenRespond(200);
  EXPECT_TRUE(client.Send(kRead, {}).has_value());
  EXPECT_TRUE(client.Send(kOther, {}).has_value());
  EXPECT_EQ(client.counts().repeats, 0);
  Request renewed = kRead;
  renewed.headers.Add("Authorization", "Bearer new");
  EXPECT_TRUE(client.Send(renewed, {}).has_value());
  EXPECT_EQ(client.counts().repeats, 1);
}

TEST(CountingClient, CountsEachOfABatchAndStartsAnew) {
  ScriptedClient inner;
  CountingClient client(inner);
  inner.ThenRespond(500).ThenRespond(200).ThenRespond(200);
  const std::array both = {kRead, kOther};
  EXPECT_EQ(client.SendAll(both, {}).size(), 2u);
  EXPECT_EQ(client.counts().calls, 2);
  client.Reset();
  EXPECT_EQ(client.counts().calls, 0);
  EXPECT_TRUE(client.Send(kRead, {}).has_value());
  EXPECT_EQ(client.counts().calls, 1);
  EXPECT_EQ(client.counts().repeats, 0) << "another event's failure";
}

TEST(CountingClient, ClosedItSendsNothingUntilTheNextEvent) {
  ScriptedClient inner;
  CountingClient client(inner);
  client.Close();
  const auto refused = client.Send(kRead, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDeadlineExceeded);
  const std::array both = {kRead, kOther};
  for (const auto& each : client.SendAll(both, {})) EXPECT_FALSE(each);
  EXPECT_TRUE(inner.requests().empty());
  client.Reset();
  inner.ThenRespond(200);
  EXPECT_TRUE(client.Send(kRead, {}).has_value());
}

}  // namespace
}  // namespace genesys_cfn::http
