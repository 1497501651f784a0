// SPDX-License-Identifier: Apache-2.0
// Something that is done at a time although whoever set it is stuck: a hung call, a hung look-up of a name, an endless
// computation. Handed in by main; tests and simulations bring a FakeAlarm (testing/fake_alarm.h), which rings when
// their clock says so.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/clock.h"

namespace genesys_cfn {

// One alarm at a time. Set and Cancel are for one thread, and not for the callback.
class Alarm {
 public:
  virtual ~Alarm() = default;
  // Calls `callback` once, at `time` or at once when that is past. Takes the place of what was set before. The callback
  // must not throw.
  virtual void Set(SteadyTime time, std::function<void()> callback) = 0;
  // Nothing rings any more when this returns: a callback that runs already is waited for.
  virtual void Cancel() = 0;
};

// Rings on a thread of its own, which starts with the first Set. Counts steady time.
class ThreadAlarm final : public Alarm {
 public:
  ThreadAlarm() = default;
  ~ThreadAlarm() override;
  ThreadAlarm(const ThreadAlarm&) = delete;
  ThreadAlarm& operator=(const ThreadAlarm&) = delete;

  void Set(SteadyTime time, std::function<void()> callback) override;
  void Cancel() override;

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<SteadyTime> time_;           // absent while nothing is set
  SteadyTime wakes_at_ = SteadyTime::max();  // when the thread looks again by itself
  std::function<void()> callback_;
  bool ringing_ = false;
  bool ends_ = false;
  std::thread thread_;
};

// Sets at construction and cancels at destruction.
class ScopedAlarm {
 public:
  ScopedAlarm(Alarm& alarm, SteadyTime time, std::function<void()> callback) : alarm_(alarm) {
    alarm_.Set(time, std::move(callback));
  }
  ~ScopedAlarm() { alarm_.Cancel(); }
  ScopedAlarm(const ScopedAlarm&) = delete;
  ScopedAlarm& operator=(const ScopedAlarm&) = delete;

 private:
  Alarm& alarm_;
};

}  // namespace genesys_cfn
