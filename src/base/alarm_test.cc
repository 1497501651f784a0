// SPDX-License-Identifier: Apache-2.0
#include "base/alarm.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "testing/fake_alarm.h"
#include "testing/fake_clock.h"

namespace genesys_cfn {
namespace {

constexpr SteadyTime kPast{};
constexpr SteadyTime kNever = SteadyTime::max();

TEST(ThreadAlarm, RingsOnAnotherThread) {
  ThreadAlarm alarm;
  std::promise<std::thread::id> rung;
  alarm.Set(kPast, [&] { rung.set_value(std::this_thread::get_id()); });
  EXPECT_NE(rung.get_future().get(), std::this_thread::get_id());
}

TEST(ThreadAlarm, RingsOnceAndCanBeSetAgain) {
  ThreadAlarm alarm;
  int rung = 0;
  for (int i = 1; i <= 3; ++i) {
    std::promise<void> done;
    alarm.Set(kPast, [&] {
      ++rung;
      done.set_value();
    });
    done.get_future().wait();
    alarm.Cancel();
    EXPECT_EQ(rung, i);
  }
}

TEST(ThreadAlarm, ALaterTimeGivesWayToAnEarlierOne) {
  ThreadAlarm alarm;
  bool late = false;
  std::promise<void> early;
  alarm.Set(kNever, [&] { late = true; });
  alarm.Set(kPast, [&] { early.set_value(); });
  early.get_future().wait();
  alarm.Cancel();
  EXPECT_FALSE(late);
}

// The thread is not woken for a later time; when it wakes by itself, it goes by that one.
TEST(ThreadAlarm, AnEarlierTimeThatWasCancelledLeavesTheLaterOne) {
  ThreadAlarm alarm;
  const auto now = std::chrono::time_point_cast<SteadyTime::duration>(std::chrono::steady_clock::now());
  bool early = false;
  std::promise<SteadyTime> rung;
  alarm.Set(now + Milliseconds{5}, [&] { early = true; });
  alarm.Cancel();
  alarm.Set(now + Milliseconds{15}, [&] {
    rung.set_value(std::chrono::time_point_cast<SteadyTime::duration>(std::chrono::steady_clock::now()));
  });
  EXPECT_GE(rung.get_future().get(), now + Milliseconds{15});
  EXPECT_FALSE(early);
}

TEST(ThreadAlarm, CancelledItDoesNotRing) {
  bool rung = false;
  {
    ThreadAlarm alarm;
    alarm.Set(kNever, [&] { rung = true; });
    alarm.Cancel();
    alarm.Cancel();
    alarm.Set(kNever, [&] { rung = true; });
  }
  EXPECT_FALSE(rung);
}

TEST(ThreadAlarm, CancelWaitsForACallbackThatRuns) {
  ThreadAlarm alarm;
  std::promise<void> begun;
  std::promise<void> may_end;
  bool ended = false;  // no atomic: Cancel is what makes it visible
  alarm.Set(kPast, [&] {
    begun.set_value();
    may_end.get_future().wait();
    ended = true;
  });
  begun.get_future().wait();
  std::thread other([&] { may_end.set_value(); });
  alarm.Cancel();
  EXPECT_TRUE(ended);
  other.join();
}

// As the handler of events uses it: whoever takes the slot first answers.
TEST(ThreadAlarm, ExactlyOneOfWorkerAndAlarmGetsTheSlot) {
  ThreadAlarm alarm;
  for (int round = 0; round < 2'000; ++round) {
    std::atomic<bool> taken = false;
    int answers = 0;
    {
      const ScopedAlarm armed(alarm, kPast, [&] {
        if (!taken.exchange(true)) ++answers;
      });
      if (round % 2 == 0) std::this_thread::yield();
      if (!taken.exchange(true)) ++answers;
    }
    ASSERT_EQ(answers, 1) << round;
  }
}

TEST(FakeAlarm, RingsWhenItsClockHasGotThere) {
  FakeClock clock(FromEpochMilliseconds(0));
  FakeAlarm alarm(clock);
  int rung = 0;
  alarm.Set(clock.SteadyNow() + Milliseconds{10}, [&] { ++rung; });
  alarm.Pass(Milliseconds{9});
  EXPECT_EQ(rung, 0);
  alarm.Pass(Milliseconds{1});
  alarm.Pass(Milliseconds{1});
  EXPECT_EQ(rung, 1);
  alarm.Set(clock.SteadyNow() + Milliseconds{10}, [&] { ++rung; });
  alarm.Cancel();
  alarm.Pass(Milliseconds{20});
  EXPECT_EQ(rung, 1);
}

}  // namespace
}  // namespace genesys_cfn
