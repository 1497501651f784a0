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

// The digits that `pattern` marks with '9', all other characters as they are: nullopt when the text is otherwise.
std::optional<std::string> DigitsOf(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return std::nullopt;
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == '9' ? !is_digit : text[i] != pattern[i]) return std::nullopt;
    if (pattern[i] == '9') digits += text[i];
  }
  return digits;
}

// "2026-01-02T03:04:05.678Z" without its fraction, and the fraction in milliseconds.
std::pair<std::string, int> SplitFraction(std::string_view text) {
  const size_t point = text.find('.');
  if (point == std::string_view::npos || !text.ends_with('Z')) return {std::string(text), 0};
  std::string digits(text.substr(point + 1, text.size() - point - 2));
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return {"", 0};
  digits.resize(3, '0');
  return {std::string(text.substr(0, point)) + "Z", std::stoi(digits)};
}

}  // namespace

std::optional<WallTime> ParseIso8601(std::string_view text) {
  const auto [whole, milliseconds] = SplitFraction(text);
  auto digits = DigitsOf(whole, "9999-99-99T99:99:99Z");
  if (!digits) digits = DigitsOf(whole, "99999999T999999Z");
  if (!digits) return std::nullopt;
  const auto number = [&](size_t start, size_t length) { return std::stoi(digits->substr(start, length)); };
  const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                         std::chrono::month{static_cast<unsigned>(number(4, 2))},
                                         std::chrono::day{static_cast<unsigned>(number(6, 2))}};
  const int hour = number(8, 2);
  const int minute = number(10, 2);
  const int second = number(12, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return WallTime(std::chrono::sys_days{date}) + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + Milliseconds{milliseconds};
}

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
