// SPDX-License-Identifier: Apache-2.0
// A clock that moves only when told to, or when somebody sleeps on it.
#pragma once

#include <mutex>
#include <vector>

#include "base/clock.h"

namespace genesys_cfn {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(WallTime now) : now_(now) {}

  WallTime Now() const override {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  SteadyTime SteadyNow() const override {
    const std::lock_guard lock(mutex_);
    return SteadyTime(now_.time_since_epoch());
  }
  void SleepFor(Milliseconds duration) override {
    const std::lock_guard lock(mutex_);
    sleeps_.push_back(duration);
    now_ += duration;
  }

  void Advance(Milliseconds duration) {
    const std::lock_guard lock(mutex_);
    now_ += duration;
  }
  // Every sleep so far, in order.
  std::vector<Milliseconds> sleeps() const {
    const std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  WallTime now_;
  std::vector<Milliseconds> sleeps_;
};

}  // namespace genesys_cfn
