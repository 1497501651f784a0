// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/template_math_tool.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

constexpr std::array<std::string_view, 19> kMembers = {
    "abs", "add", "ceil", "div",   "floor",   "getAverage", "getTotal", "idiv",      "max",     "min",
    "mod", "mul", "pow",  "round", "roundTo", "sub",        "toDouble", "toInteger", "toNumber"};

std::optional<double> NumberOf(const VelocityValue& value) {
  if (const auto number = value.AsDouble()) return number;
  const std::string* text = value.AsString();
  if (text == nullptr || text->empty()) return std::nullopt;
  // As NumberFormat of the United States: what begins with a number is one, commas between digits do not count.
  std::string number;
  size_t i = 0;
  bool has_digit = false;
  const auto at = [&](size_t position) { return position < text->size() ? (*text)[position] : '\0'; };
  const auto is_digit = [&](size_t position) { return at(position) >= '0' && at(position) <= '9'; };
  if (at(0) == '-') number += (*text)[i++];
  for (; is_digit(i) || (has_digit && at(i) == ','); ++i) {
    if (at(i) != ',') number += at(i);
    has_digit = true;
  }
  if (!has_digit) number += '0';
  if (at(i) == '.' && is_digit(i + 1)) {
    number += at(i++);
    for (; is_digit(i); ++i) number += at(i);
    has_digit = true;
  }
  if (!has_digit) return std::nullopt;
  if (const size_t digits = i + (at(i + 1) == '-' ? 2 : 1); at(i) == 'E' && is_digit(digits)) {
    number += text->substr(i, digits - i);
    for (i = digits; is_digit(i); ++i) number += at(i);
  }
  double out = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), out);
  if (error != std::errc{}) return std::nullopt;
  return out;
}

VelocityValue Whole(double value) {
  constexpr double kLimit = 9.2233720368547758e18;
  if (std::isnan(value)) return int64_t{0};
  if (value >= kLimit) return std::numeric_limits<int64_t>::max();
  if (value <= -kLimit) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(value);
}

// A whole result is an integer.
VelocityValue Fitting(double value) {
  return std::rint(value) == value ? Whole(value) : VelocityValue(value);
}

std::optional<double> Fold(std::string_view name, double a, double b) {
  if (name == "add") return a + b;
  if (name == "sub") return a - b;
  if (name == "mul") return a * b;
  if (name == "max") return std::max(a, b);
  if (name == "min") return std::min(a, b);
  if (name == "div" && b != 0) return a / b;
  return std::nullopt;
}

CallResult CallWithList(std::string_view name, const VelocityList& list, WorkBudget& budget) {
  if (!budget.TakeSteps(list.items.size())) return LimitReached(budget);
  double total = 0;
  for (const VelocityValue& item : list.items) {
    const auto number = NumberOf(item);
    if (!number) return VelocityValue();
    total += *number;
  }
  if (name == "getTotal") return Fitting(total);
  if (name == "getAverage" && !list.items.empty()) return Fitting(total / static_cast<double>(list.items.size()));
  return VelocityValue();
}

CallResult CallWithOne(std::string_view name, const VelocityValue& argument, double number) {
  if (name == "abs") {
    if (argument.AsInteger() != nullptr || argument.AsString() != nullptr) return Fitting(std::fabs(number));
    return VelocityValue(std::fabs(number));
  }
  if (name == "ceil") return Whole(std::ceil(number));
  if (name == "floor") return Whole(std::floor(number));
  if (name == "round") return Whole(std::rint(number));
  if (name == "toInteger") return Whole(std::trunc(number));
  if (name == "toDouble") return VelocityValue(number);
  if (name == "toNumber" || name == "add" || name == "sub" || name == "mul" || name == "div" || name == "max" ||
      name == "min") {
    return Fitting(number);
  }
  return NoSuchMethod();
}

}  // namespace

bool IsKnownMathMember(std::string_view name) {
  return std::find(kMembers.begin(), kMembers.end(), name) != kMembers.end();
}

CallResult CallMathTool(const MethodCall& call) {
  if (call.name == "random") {
    return CallFailure{"$math.random is not supported here",
                       "A template that gives something else each time cannot be tested"};
  }
  if (!IsKnownMathMember(call.name) || call.arguments.empty()) return NoSuchMethod();
  if (const auto list = call.arguments[0].AsList()) return CallWithList(call.name, *list, call.budget);
  std::vector<double> numbers;
  for (const VelocityValue& argument : call.arguments) {
    const auto number = NumberOf(argument);
    if (!number) return VelocityValue();
    numbers.push_back(*number);
  }
  if (numbers.size() == 1) return CallWithOne(call.name, call.arguments[0], numbers[0]);
  if (numbers.size() == 2) {
    const double a = numbers[0];
    const double b = numbers[1];
    if (call.name == "pow") return Fitting(std::pow(a, b));
    if (call.name == "idiv" || call.name == "mod") {
      const double whole = std::trunc(b);
      if (whole == 0) return VelocityValue();
      return Whole(call.name == "mod" ? std::fmod(std::trunc(a), whole) : std::trunc(std::trunc(a) / whole));
    }
    if (call.name == "roundTo") {
      const double scale = std::pow(10, std::trunc(a));
      return VelocityValue(a < 1 ? b : std::floor(b * scale + 0.5) / scale);
    }
  }
  double out = numbers[0];
  for (size_t i = 1; i < numbers.size(); ++i) {
    const auto next = Fold(call.name, out, numbers[i]);
    if (!next) return VelocityValue();
    out = *next;
  }
  return Fitting(out);
}

}  // namespace genesys_cfn::action_runtime
