// SPDX-License-Identifier: Apache-2.0
#include "yaml/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>
#include <optional>
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

std::string WithoutUnderscores(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != '_'; });
  return digits;
}

std::optional<int64_t> Parse(std::string_view digits, int base) {
  int64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
  if (digits.empty() || digits.front() == '-' || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

// "1:30" is 90: each part after the first is one digit or two, below 60.
std::optional<int64_t> ParseSexagesimal(std::string_view text) {
  int64_t number = 0;
  bool is_first = true;
  while (true) {
    const size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    const auto digits = Parse(WithoutUnderscores(part), 10);
    const bool is_sixtieth = part.size() <= 2 && digits && *digits < 60;
    if (!digits || part.front() == '_' || (!is_first && !is_sixtieth) || number > INT64_MAX / 60 - 60)
      return std::nullopt;
    number = is_first ? *digits : number * 60 + *digits;
    if (colon == std::string_view::npos) return number;
    text.remove_prefix(colon + 1);
    is_first = false;
  }
}

// The integers that YAML 1.1 has beyond JSON's; nullopt for all others, and for those beyond 63 bits.
std::optional<int64_t> ParseYamlInteger(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !IsDigit(text.front())) return std::nullopt;
  std::optional<int64_t> number;
  if (text.starts_with("0x")) {
    number = Parse(WithoutUnderscores(text.substr(2)), 16);
  } else if (text.starts_with("0b")) {
    number = Parse(WithoutUnderscores(text.substr(2)), 2);
  } else if (text.front() == '0' && text.size() > 1) {
    number = Parse(WithoutUnderscores(text.substr(1)), 8);
  } else if (text.find(':') != std::string_view::npos) {
    number = ParseSexagesimal(text);
  } else {
    number = Parse(WithoutUnderscores(text), 10);
  }
  return number && is_negative ? -*number : number;
}

}  // namespace

bool IsJsonNumber(std::string_view text) {
  Take(text, "-");
  const bool has_leading_zero = Take(text, "0");
  if (!has_leading_zero && !TakeDigits(text)) return false;
  if (Take(text, ".") && !TakeDigits(text)) return false;
  if (Take(text, "eE")) {
    Take(text, "+-");
    // A larger exponent could not be read back as JSON.
    if (text.size() > 9 || !TakeDigits(text)) return false;
  }
  return text.empty();
}

json::Value PlainScalar(std::string_view text) {
  if (Contains(kNull, text)) return json::Null{};
  if (Contains(kTrue, text)) return true;
  if (Contains(kFalse, text)) return false;
  if (IsJsonNumber(text)) return json::Number{std::string(text)};
  if (const auto integer = ParseYamlInteger(text)) return *integer;
  return text;
}

}  // namespace genesys_cfn::yaml
