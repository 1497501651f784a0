// SPDX-License-Identifier: Apache-2.0
// Time as a dependency: the wall clock, a clock for measuring, and waiting. Handed in by main; tests bring a FakeClock
// (testing/fake_clock.h), so no test waits for real time.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace genesys_cfn {

using WallTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;
using Milliseconds = std::chrono::milliseconds;

// Safe to use from several threads.
class Clock {
 public:
  virtual ~Clock() = default;
  // Coordinated universal time; jumps when the machine was frozen or its clock is set.
  virtual WallTime Now() const = 0;
  // Never goes back; for durations and deadlines within this process.
  virtual SteadyTime SteadyNow() const = 0;
  virtual void SleepFor(Milliseconds duration) = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime Now() const override;
  SteadyTime SteadyNow() const override;
  void SleepFor(Milliseconds duration) override;
};

// "2026-01-02T03:04:05.678Z", the form of CloudFormation's API.
std::string FormatIso8601(WallTime time);
// "20260102T030405Z", the form of SigV4.
std::string FormatBasicIso8601(WallTime time);
// Reads both forms, with or without fractions of a second ("2026-01-02T03:04:05Z"); nullopt for anything else.
std::optional<WallTime> ParseIso8601(std::string_view text);
inline int64_t ToEpochMilliseconds(WallTime time) {
  return time.time_since_epoch().count();
}
inline WallTime FromEpochMilliseconds(int64_t milliseconds) {
  return WallTime(Milliseconds(milliseconds));
}

}  // namespace genesys_cfn
