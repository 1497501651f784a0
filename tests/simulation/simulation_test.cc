// SPDX-License-Identifier: Apache-2.0
// The harness itself: fibers, virtual time, and runs that are the same for the same seed. The thousands of seeds and
// the planted bugs are run by the release build (CMakeLists.txt).
#include <gmock/gmock.h>

#include "simulation/history.h"
#include "simulation/scheduler.h"
#include "simulation/totals.h"

namespace genesys_cfn::simulation {
namespace {

using testing::ElementsAre;

TEST(FiberTest, GivesControlBackWhereItSuspends) {
  StackPool stacks;
  std::vector<int> order;
  Fiber fiber(stacks, [&] {
    order.push_back(1);
    fiber.Suspend();
    order.push_back(3);
  });
  fiber.Resume();
  order.push_back(2);
  EXPECT_FALSE(fiber.ended());
  fiber.Resume();
  EXPECT_TRUE(fiber.ended());
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST(FiberTest, ExceptionsStayInside) {
  StackPool stacks;
  bool caught = false;
  Fiber fiber(stacks, [&] {
    try {
      fiber.Suspend();
      throw ProcessKilled{};
    } catch (const ProcessKilled&) {
      caught = true;
    }
  });
  fiber.Resume();
  fiber.Resume();
  EXPECT_TRUE(caught);
}

class SchedulerTest : public testing::Test {
 protected:
  [[nodiscard]] int64_t Now() const { return (scheduler_.Now() - kStart).count(); }
  void RunAll() {
    scheduler_.Run([] { return true; });
  }
  static constexpr WallTime kStart{Milliseconds{1'000'000}};

  StackPool stacks_;
  Scheduler scheduler_{stacks_, kStart};
  std::vector<std::string> seen_;
};

TEST_F(SchedulerTest, ThingsHappenInTheOrderOfTheirTime) {
  scheduler_.After(Milliseconds{20}, [&] { seen_.push_back("task at " + std::to_string(Now())); });
  for (const int pause : {30, 10}) {
    scheduler_.Start([&, pause] {
      scheduler_.SleepFor(Milliseconds{pause});
      seen_.push_back("process at " + std::to_string(Now()));
    });
  }
  RunAll();
  EXPECT_THAT(seen_, ElementsAre("process at 10", "task at 20", "process at 30"));
}

TEST_F(SchedulerTest, AKilledProcessIsUnwoundAtItsWait) {
  struct Unwound {
    ~Unwound() { seen.push_back("unwound"); }
    std::vector<std::string>& seen;
  };
  const auto process = scheduler_.Start([&] {
    const Unwound unwound{seen_};
    scheduler_.SleepFor(Milliseconds{100});
    seen_.emplace_back("went on");
  });
  scheduler_.After(Milliseconds{50}, [&] { process->Kill(); });
  RunAll();
  EXPECT_TRUE(process->ended());
  EXPECT_THAT(seen_, ElementsAre("unwound"));
}

TEST_F(SchedulerTest, AProcessThatIsKilledBeforeItBeginsNeverDoes) {
  const auto process = scheduler_.Start([&] { seen_.emplace_back("began"); });
  process->Kill();
  RunAll();
  EXPECT_TRUE(process->ended());
  EXPECT_TRUE(seen_.empty());
}

TEST_F(SchedulerTest, StopUnwindsWhoStillWaits) {
  const auto process = scheduler_.Start([&] { scheduler_.SleepFor(Milliseconds{1'000'000}); });
  scheduler_.Run([] { return false; });
  scheduler_.Stop();
  EXPECT_TRUE(process->ended());
}

TEST(HistoryTest, OneSeedIsOneRun) {
  Reused reused;
  const RunOptions options{11, *PlantedBug::Named(""), true};
  const RunResult first = RunHistory(options, reused);
  EXPECT_GT(first.history.size(), 50U);
  EXPECT_EQ(RunHistory(options, reused).history, first.history);
  Reused fresh;
  EXPECT_EQ(RunHistory(options, fresh).history, first.history) << "what is kept between runs must not show";
  EXPECT_NE(RunHistory({12, *PlantedBug::Named(""), true}, reused).history, first.history);
}

TEST(HistoryTest, SomeSeedsHoldUnderSanitizers) {
  Reused reused;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    const RunResult result = RunHistory({seed, *PlantedBug::Named(""), false}, reused);
    ASSERT_TRUE(result.violations.empty()) << "seed " << seed << ": " << result.violations.front();
  }
}

TEST(HistoryTest, SomeSeedsOfTheOtherTypesHoldToo) {
  Reused reused;
  for (const Population population : {Population::kObjects, Population::kFunctions, Population::kReferences}) {
    for (uint64_t seed = 1; seed <= 40; ++seed) {
      const RunResult result = RunHistory({seed, *PlantedBug::Named(""), false, population}, reused);
      ASSERT_TRUE(result.violations.empty()) << "seed " << seed << ": " << result.violations.front();
    }
  }
}

TEST(HistoryTest, ABugIsAViolation) {
  Reused reused;
  const RunResult result = RunHistory({1, *PlantedBug::Named("answer-twice"), false}, reused);
  EXPECT_THAT(result.violations, testing::Contains(testing::HasSubstr("answered in two ways")));
  EXPECT_FALSE(PlantedBug::Named("no such bug"));
}

TEST(TotalsTest, SurviveTheirWayBetweenProcesses) {
  RunResult result;
  result.operations = 3;
  result.events = 4;
  result.requests = 5;
  result.faults.at(2) = 6;
  result.residuals["in use"] = 7;
  Totals totals;
  totals.Add(result);
  totals.failed_seed = 9;
  const Totals read = Totals::Parse(totals.Serialise());
  EXPECT_EQ(read.Serialise(), totals.Serialise());
  Totals sum;
  sum.failed_seed = 20;
  sum.Add(read);
  sum.Add(read);
  EXPECT_EQ(sum.runs, 2U);
  EXPECT_EQ(sum.residuals["in use"], 14U);
  EXPECT_EQ(sum.failed_seed, 9U);
  EXPECT_EQ(Totals::Parse("").runs, 0U);
}

}  // namespace
}  // namespace genesys_cfn::simulation
