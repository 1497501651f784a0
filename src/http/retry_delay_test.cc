// SPDX-License-Identifier: Apache-2.0
#include "http/retry_delay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <climits>

namespace genesys_cfn::http {
namespace {

struct Range {
  Milliseconds least;
  Milliseconds most;
};

Range RangeOf(const RetryPolicy& policy, int attempt, std::optional<int> retry_after) {
  SeededRandom random(7);
  Range range{Milliseconds::max(), Milliseconds::min()};
  for (int i = 0; i < 4'000; ++i) {
    const Milliseconds delay = RetryDelay(policy, attempt, retry_after, random);
    range = {std::min(range.least, delay), std::max(range.most, delay)};
  }
  return range;
}

TEST(RetryDelay, SpreadsOverTheWholeRangeThatDoublesUpToTheCeiling) {
  struct Row {
    int attempt;
    int most;
  };
  for (const Row& row : {Row{0, 200}, Row{1, 400}, Row{2, 800}, Row{5, 6'400}, Row{6, 10'000}, Row{7, 10'000},
                         Row{63, 10'000}, Row{INT_MAX, 10'000}, Row{-1, 200}}) {
    const Range range = RangeOf({}, row.attempt, std::nullopt);
    EXPECT_GE(range.least.count(), 0) << row.attempt;
    EXPECT_LE(range.least.count(), row.most / 20) << row.attempt;
    EXPECT_LE(range.most.count(), row.most) << row.attempt;
    EXPECT_GE(range.most.count(), row.most * 19 / 20) << row.attempt;
  }
}

TEST(RetryDelay, TakesRetryAfterAsAFloorThatTheCeilingDoesNotCap) {
  const Range range = RangeOf({}, 0, 30);
  EXPECT_GE(range.least.count(), 30'000);
  EXPECT_LE(range.least.count(), 30'400);
  EXPECT_LE(range.most.count(), 32'000);
  EXPECT_GE(range.most.count(), 31'900);
}

// Those who wait for the same moment and come last would find that the others have used up the next minute, too.
TEST(RetryDelay, KeepsThoseTogetherWhoWaitForTheSameMoment) {
  EXPECT_LE(RangeOf({}, 0, 60).most.count(), 62'000);
  EXPECT_LE(RangeOf({}, 0, 4).most.count(), 5'000);
}

TEST(RetryDelay, BacksOffLongerThanAShortRetryAfter) {
  const Range range = RangeOf({}, 6, 1);
  EXPECT_GE(range.least.count(), 1'000);
  EXPECT_GE(range.most.count(), 9'500);
}

TEST(RetryDelay, IgnoresARetryAfterThatIsNotInTheFuture) {
  EXPECT_LE(RangeOf({}, 0, 0).most.count(), 200);
  EXPECT_LE(RangeOf({}, 0, -5).most.count(), 200);
}

TEST(RetryDelay, DoesNotOverflow) {
  SeededRandom random(1);
  EXPECT_GE(RetryDelay({}, 0, INT_MAX, random), std::chrono::seconds(INT_MAX));
  EXPECT_EQ(RetryDelay({.base = Milliseconds(0), .ceiling = Milliseconds(100)}, INT_MAX, std::nullopt, random).count(),
            0);
  EXPECT_EQ(RetryDelay({.base = Milliseconds(500), .ceiling = Milliseconds(0)}, 3, std::nullopt, random).count(), 0);
}

TEST(RetryAfterSeconds, ReadsSecondsAndNothingElse) {
  const auto asked = [](Headers headers) { return RetryAfterSeconds({503, std::move(headers), ""}); };
  EXPECT_EQ(asked({{"retry-after", " 7 "}}), 7);
  EXPECT_EQ(asked({{"Retry-After", "0"}}), 0);
  EXPECT_EQ(asked({{"Retry-After", "99999999999"}}), 1'000'000);
  for (const char* const text : {"", "-1", "soon", "1.5", "Fri, 27 Nov 2026 20:00:00 GMT", "99999999999999999999"}) {
    EXPECT_EQ(asked({{"Retry-After", text}}), std::nullopt) << text;
  }
  EXPECT_EQ(asked({}), std::nullopt);
}

TEST(RetryDelay, IsAFunctionOfItsArguments) {
  SeededRandom one(42);
  SeededRandom two(42);
  for (int attempt = 0; attempt < 10; ++attempt) {
    EXPECT_EQ(RetryDelay({}, attempt, 2, one), RetryDelay({}, attempt, 2, two));
  }
}

}  // namespace
}  // namespace genesys_cfn::http
