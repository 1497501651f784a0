// SPDX-License-Identifier: Apache-2.0
#include "yaml/scalar.h"

#include <algorithm>
#include <array>
#include <string>

namespace genesys_cfn::yaml {
namespace {

// Single letters (y, n) are strings to the parsers in use, although YAML 1.1 lists them.
constexpr std::array<std::string_view, 9> kTrue = {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"};
constexpr std::array<std::string_view, 9> kFalse = {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"};
constexpr std::array<std::string_view, 5> kNull = {"", "~", "null", "Null", "NULL"};

template <size_t size>
bool Contains(const std::array<std::string_view, size>& words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Removes the digits at the front; false when there are none.
bool TakeDigits(std::string_view& text) {
  const size_t length = static_cast<size_t>(std::find_if_not(text.begin(), text.end(), IsDigit) - text.begin());
  text.remove_prefix(length);
  return length > 0;
}

bool Take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool IsJsonNumber(std::string_view text) {
  Take(text, "-");
  const bool has_leading_zero = Take(text, "0");
  if (!has_leading_zero && !TakeDigits(text)) return false;
  if (Take(text, ".") && !TakeDigits(text)) return false;
  if (Take(text, "eE")) {
    Take(text, "+-");
    if (!TakeDigits(text)) return false;
  }
  return text.empty();
}

json::Value PlainScalar(std::string_view text) {
  if (Contains(kNull, text)) return json::Null{};
  if (Contains(kTrue, text)) return true;
  if (Contains(kFalse, text)) return false;
  if (IsJsonNumber(text)) return json::Number{std::string(text)};
  return text;
}

}  // namespace genesys_cfn::yaml
