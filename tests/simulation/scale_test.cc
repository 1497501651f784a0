// SPDX-License-Identifier: Apache-2.0
// A small case of ./dev simulate --scale: limits slow a deployment down and fail nothing.
#include "simulation/scale.h"

#include <gtest/gtest.h>

namespace genesys_cfn::simulation {
namespace {

ScaleOptions Small() {
  ScaleOptions options;
  options.stacks = 3;
  options.actions_each = 15;
  options.concurrency = 4;
  options.requests_per_minute = 20;
  return options;
}

TEST(ScaleTest, OneLimitForAllIsUsedToTheFull) {
  Reused reused;
  const ScaleResult result = RunScale(Small(), reused);
  EXPECT_EQ(result.created, 45U);
  EXPECT_TRUE(result.failures.empty()) << result.failures.begin()->first;
  EXPECT_GT(result.refused, 0U);
  EXPECT_EQ(result.processes, 4U);
  EXPECT_GE(result.took, result.floor_of_requests);
  EXPECT_LE(result.took, result.floor_of_requests * 11 / 10);
}

TEST(ScaleTest, AProcessWithATokenOfItsOwnHasALimitOfItsOwn) {
  Reused reused;
  ScaleOptions options = Small();
  options.limit_of = LimitOf::kEnvironment;
  const ScaleResult result = RunScale(options, reused);
  EXPECT_EQ(result.created, 45U);
  EXPECT_EQ(result.tokens, 4U);
  EXPECT_EQ(result.refused, 0U);
  EXPECT_LT(result.took, Milliseconds{10'000});
}

TEST(ScaleTest, EventsThatLambdaHoldsBackFailNothing) {
  Reused reused;
  ScaleOptions options = Small();
  options.throttled_events = ThrottledEvents::kDoubling;
  const ScaleResult result = RunScale(options, reused);
  EXPECT_EQ(result.created, 45U);
  EXPECT_EQ(result.dropped, 0U);
}

TEST(ScaleTest, FewTokensAMinuteMakeManyProcessesWait) {
  Reused reused;
  ScaleOptions options = Small();
  options.concurrency = 45;
  options.token_requests_per_minute = 10;
  options.limit_of = LimitOf::kEnvironment;
  const ScaleResult result = RunScale(options, reused);
  EXPECT_GT(result.refused_tokens, 0U);
  EXPECT_EQ(result.created, 45U);
  // And too many for the time that an event has: that is why a reservation is advised.
  options.token_requests_per_minute = 2;
  const ScaleResult too_many = RunScale(options, reused);
  EXPECT_FALSE(too_many.failures.empty());
}

}  // namespace
}  // namespace genesys_cfn::simulation
