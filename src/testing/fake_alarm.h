// SPDX-License-Identifier: Apache-2.0
// An alarm without a thread: it rings in the middle of whatever lets its clock's time pass, which stands for the worker
// that is stuck there. When the callback returns, the worker goes on, as a real one that comes back too late would; a
// callback that throws ends the worker, as the end of the process would.
#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "base/alarm.h"
#include "testing/fake_clock.h"

namespace genesys_cfn {

// Not thread-safe.
class FakeAlarm final : public Alarm {
 public:
  explicit FakeAlarm(FakeClock& clock) : clock_(clock) {}

  void Set(SteadyTime time, std::function<void()> callback) override {
    time_ = time;
    callback_ = std::move(callback);
  }
  void Cancel() override {
    time_.reset();
    callback_ = nullptr;
  }

  // Lets time pass, up to the alarm, through it, and on.
  void Pass(Milliseconds duration) {
    const SteadyTime end = clock_.SteadyNow() + duration;
    if (time_ && *time_ <= end) {
      if (*time_ > clock_.SteadyNow()) clock_.Advance(std::chrono::ceil<Milliseconds>(*time_ - clock_.SteadyNow()));
      Ring();
    }
    if (clock_.SteadyNow() < end) clock_.Advance(std::chrono::ceil<Milliseconds>(end - clock_.SteadyNow()));
  }
  // For a simulation that moves the clock itself: rings when the time has come.
  void RingIfDue() {
    if (time_ && *time_ <= clock_.SteadyNow()) Ring();
  }
  [[nodiscard]] std::optional<SteadyTime> time() const { return time_; }

 private:
  void Ring() {
    const std::function<void()> callback = std::exchange(callback_, nullptr);
    time_.reset();
    callback();
  }

  FakeClock& clock_;
  std::optional<SteadyTime> time_;
  std::function<void()> callback_;
};

}  // namespace genesys_cfn
