// SPDX-License-Identifier: Apache-2.0
// Virtual time: what is to happen, in the order of its time, one thing after the other. A run with the same seed is the
// same run. Nothing waits for real time.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "simulation/fiber.h"

namespace genesys_cfn::simulation {

// Thrown out of a wait of a process that is killed. No std::exception: the provider catches those.
struct ProcessKilled {};

class Scheduler;

// Code that runs in a fiber and waits in virtual time.
class Process {
 public:
  // Ends the process at its present wait, now.
  void Kill();
  [[nodiscard]] bool killed() const { return killed_; }
  [[nodiscard]] bool ended() const { return fiber_->ended() || (killed_ && !fiber_->begun()); }

 private:
  friend class Scheduler;
  explicit Process(Scheduler& scheduler) : scheduler_(scheduler) {}

  Scheduler& scheduler_;
  std::unique_ptr<Fiber> fiber_;
  uint64_t wait_ = 0;  // counts the waits, so that a wake-up of an earlier one is told apart
  bool killed_ = false;
};

// What the processes, the services and the run itself read as the time.
class Scheduler final : public Clock {
 public:
  Scheduler(StackPool& stacks, WallTime start) : stacks_(stacks), now_(start) {}
  // Unwinds every process that still waits, while what they use is still there; nothing happens any more.
  void Stop();

  // Clock. SleepFor only within a process.
  WallTime Now() const override { return now_; }
  SteadyTime SteadyNow() const override { return SteadyTime(now_.time_since_epoch()); }
  void SleepFor(Milliseconds duration) override;

  void After(Milliseconds delay, std::function<void()> task);
  // Runs `body` from now on.
  std::shared_ptr<Process> Start(std::function<void()> body);
  // Until nothing is left to happen, or `step` (asked after each) says stop.
  void Run(const std::function<bool()>& step);
  [[nodiscard]] Process* current() const { return current_; }

 private:
  friend class Process;
  void Resume(Process& process);

  StackPool& stacks_;
  WallTime now_;
  uint64_t sequence_ = 0;
  std::map<std::pair<WallTime, uint64_t>, std::function<void()>> tasks_;
  std::map<Process*, std::shared_ptr<Process>> processes_;  // not ended
  Process* current_ = nullptr;
};

// The clock of a machine that is wrong by a constant.
class SkewedClock final : public Clock {
 public:
  SkewedClock(Clock& truth, Milliseconds skew) : truth_(truth), skew_(skew) {}
  WallTime Now() const override { return truth_.Now() + skew_; }
  SteadyTime SteadyNow() const override { return truth_.SteadyNow(); }
  void SleepFor(Milliseconds duration) override { truth_.SleepFor(duration); }
  [[nodiscard]] Milliseconds skew() const { return skew_; }

 private:
  Clock& truth_;
  Milliseconds skew_;
};

}  // namespace genesys_cfn::simulation
