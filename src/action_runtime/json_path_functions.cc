// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "action_runtime/json_path_walk.h"
#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

Error NothingToWorkOn(std::string_view what) {
  return {ErrorCode::kNotFound, Concat("a function has no ", what, " to work on")};
}

// As Java writes a double: 6.0, not 6.
Result<json::Value> FromDouble(double number) {
  if (!std::isfinite(number)) return Error{ErrorCode::kNotFound, "a function gives no number that JSON has"};
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  std::string text(buffer.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return json::Value(json::Number{std::move(text)});
}

void AppendNumbers(const json::Value& value, std::vector<double>& numbers) {
  if (const auto* const number = value.AsNumber()) numbers.push_back(ToDouble(*number));
  if (const auto* const array = value.AsArray()) {
    for (const json::Value& item : *array) {
      if (item.is_number()) numbers.push_back(ToDouble(*item.AsNumber()));
    }
  }
}

Result<json::Value> Aggregate(PathFunction function, const std::vector<double>& numbers) {
  if (numbers.empty()) return NothingToWorkOn("numbers");
  if (function == PathFunction::kMin) return FromDouble(*std::min_element(numbers.begin(), numbers.end()));
  if (function == PathFunction::kMax) return FromDouble(*std::max_element(numbers.begin(), numbers.end()));
  const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
  if (function == PathFunction::kSum) return FromDouble(sum);
  const auto count = static_cast<double>(numbers.size());
  const double mean = sum / count;
  if (function == PathFunction::kAverage) return FromDouble(mean);
  double squares = 0;
  for (const double number : numbers) squares += (number - mean) * (number - mean);
  return FromDouble(std::sqrt(squares / count));
}

void AppendText(const json::Value& value, std::string& out) {
  if (const auto* const text = value.AsString()) out += *text;
  if (value.is_number() || value.is_bool()) out += json::Write(value);
  if (const auto* const array = value.AsArray()) {
    for (const json::Value& item : *array) {
      if (!item.is_array()) AppendText(item, out);
    }
  }
}

Result<json::Value> ItemAt(const json::Value& value, int64_t index) {
  const auto* const array = value.AsArray();
  if (array == nullptr) return NothingToWorkOn("array");
  const auto count = static_cast<int64_t>(array->size());
  if (index < -count || index >= count) return NothingToWorkOn("such item");
  return (*array)[static_cast<size_t>(index < 0 ? index + count : index)];
}

Result<json::Value> LengthOf(const json::Value& value) {
  if (const auto* const array = value.AsArray()) return json::Value(static_cast<int64_t>(array->size()));
  if (const auto* const object = value.AsObject()) return json::Value(static_cast<int64_t>(object->size()));
  return json::Value();
}

}  // namespace

double ToDouble(const json::Number& number) {
  return std::strtod(number.text.c_str(), nullptr);
}

int CompareNumbers(const json::Number& a, const json::Number& b) {
  const auto order = [](auto left, auto right) { return left < right ? -1 : left > right ? 1 : 0; };
  const auto left = json::Value(a).AsInteger();
  const auto right = json::Value(b).AsInteger();
  if (left.has_value() && right.has_value()) return order(*left, *right);
  return order(ToDouble(a), ToDouble(b));
}

Result<json::Value> CallFunction(PathFunction function, const json::Value& value,
                                 const std::vector<json::Value>& arguments) {
  switch (function) {
    case PathFunction::kLength:
    case PathFunction::kSize:
      return LengthOf(arguments.empty() ? value : arguments.front());
    case PathFunction::kFirst:
      return ItemAt(value, 0);
    case PathFunction::kLast:
      return ItemAt(value, -1);
    case PathFunction::kIndex: {
      const auto index = arguments.front().AsInteger();
      if (!index.has_value()) return NothingToWorkOn("whole number as index");
      return ItemAt(value, *index);
    }
    case PathFunction::kKeys: {
      if (!value.is_object()) return NothingToWorkOn("object");
      json::Array names;
      for (const auto& [name, member] : *value.AsObject()) names.emplace_back(name);
      return json::Value(std::move(names));
    }
    case PathFunction::kAppend: {
      if (!value.is_array()) return NothingToWorkOn("array");
      json::Array items = *value.AsArray();
      items.insert(items.end(), arguments.begin(), arguments.end());
      return json::Value(std::move(items));
    }
    case PathFunction::kConcat: {
      std::string text;
      AppendText(value.is_object() ? json::Value() : value, text);
      for (const json::Value& argument : arguments) AppendText(argument, text);
      return json::Value(std::move(text));
    }
    case PathFunction::kMin:
    case PathFunction::kMax:
    case PathFunction::kAverage:
    case PathFunction::kSum:
    case PathFunction::kStandardDeviation: {
      std::vector<double> numbers;
      if (value.is_array()) AppendNumbers(value, numbers);
      for (const json::Value& argument : arguments) AppendNumbers(argument, numbers);
      return Aggregate(function, numbers);
    }
  }
  return NothingToWorkOn("value");
}

}  // namespace genesys_cfn::action_runtime
