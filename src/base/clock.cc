// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <thread>

namespace genesys_cfn {
namespace {

std::tm UtcParts(WallTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

std::string Format(WallTime time, const char* pattern) {
  const std::tm parts = UtcParts(time);
  std::array<char, 64> buffer{};
  const size_t size = std::strftime(buffer.data(), buffer.size(), pattern, &parts);
  return {buffer.data(), size};
}

}  // namespace

WallTime SystemClock::Now() const {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

SteadyTime SystemClock::SteadyNow() const {
  return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::steady_clock::now());
}

void SystemClock::SleepFor(Milliseconds duration) {
  std::this_thread::sleep_for(duration);
}

std::string FormatIso8601(WallTime time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  std::array<char, 8> fraction{};
  const int written =
      std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>((time - whole).count()));
  return Format(whole, "%Y-%m-%dT%H:%M:%S") + std::string(fraction.data(), static_cast<size_t>(written));
}

std::string FormatBasicIso8601(WallTime time) {
  return Format(std::chrono::floor<std::chrono::seconds>(time), "%Y%m%dT%H%M%SZ");
}

}  // namespace genesys_cfn
