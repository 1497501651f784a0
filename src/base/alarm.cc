// SPDX-License-Identifier: Apache-2.0
#include "base/alarm.h"

#include <algorithm>
#include <utility>

namespace genesys_cfn {
namespace {

// A wait is cut into pieces that every clock arithmetic of the library can represent.
constexpr std::chrono::hours kLongestWait{1};

SteadyTime Now() {
  return std::chrono::time_point_cast<SteadyTime::duration>(std::chrono::steady_clock::now());
}

}  // namespace

ThreadAlarm::~ThreadAlarm() {
  Cancel();
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// The thread is woken only for an earlier time than it waits for: most alarms are cancelled, and to wake a thread costs
// more than all the rest here.
void ThreadAlarm::Set(SteadyTime time, std::function<void()> callback) {
  bool must_wake = false;
  {
    const std::lock_guard lock(mutex_);
    time_ = time;
    callback_ = std::move(callback);
    must_wake = time < wakes_at_;
    if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  }
  if (must_wake) changed_.notify_all();
}

void ThreadAlarm::Cancel() {
  std::unique_lock lock(mutex_);
  time_.reset();
  callback_ = nullptr;
  changed_.wait(lock, [this] { return !ringing_; });
}

void ThreadAlarm::Run() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    if (!time_) {
      wakes_at_ = SteadyTime::max();
      changed_.wait(lock);
    } else if (const SteadyTime now = Now(); now < *time_) {
      wakes_at_ = std::min(*time_, now + kLongestWait);
      changed_.wait_until(lock, wakes_at_);
    } else {
      const std::function<void()> callback = std::exchange(callback_, nullptr);
      time_.reset();
      ringing_ = true;
      lock.unlock();
      callback();
      lock.lock();
      ringing_ = false;
      changed_.notify_all();
    }
  }
}

}  // namespace genesys_cfn
