// SPDX-License-Identifier: Apache-2.0
#include "template/decimal.h"

#include <cstdint>
#include <string>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

// 0.<digits> * 10^magnitude, digits without zeros at either end; no digits at all for zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  int64_t magnitude = 0;
};

std::string_view TakeDigits(std::string_view& text) {
  const size_t length = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

std::optional<int64_t> TakeExponent(std::string_view& text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  if (text.starts_with("+")) {
    text.remove_prefix(1);
    if (text.starts_with("-")) return std::nullopt;
  }
  const auto exponent = ParseInteger<int32_t>(text);
  if (!exponent) return std::nullopt;
  text = {};
  return *exponent;
}

std::optional<Decimal> Parse(std::string_view text) {
  Decimal decimal;
  if (text.starts_with('-') || text.starts_with('+')) {
    decimal.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::string_view whole = TakeDigits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = TakeDigits(text);
  }
  if (whole.empty() && fraction.empty()) return std::nullopt;
  const auto exponent = TakeExponent(text);
  if (!exponent) return std::nullopt;
  const std::string all = Concat(whole, fraction);
  const size_t first = all.find_first_not_of('0');
  if (first == std::string::npos) return Decimal{};
  decimal.digits = all.substr(first, all.find_last_not_of('0') - first + 1);
  decimal.magnitude = static_cast<int64_t>(whole.size()) - static_cast<int64_t>(first) + *exponent;
  return decimal;
}

int Sign(const Decimal& decimal) {
  return decimal.digits.empty() ? 0 : decimal.negative ? -1 : 1;
}

}  // namespace

bool IsDecimal(std::string_view text) {
  return Parse(text).has_value();
}

int CompareDecimals(std::string_view a, std::string_view b) {
  const Decimal left = Parse(a).value_or(Decimal{});
  const Decimal right = Parse(b).value_or(Decimal{});
  const int sign = Sign(left);
  if (sign != Sign(right)) return sign - Sign(right);
  if (left.magnitude != right.magnitude) return left.magnitude < right.magnitude ? -sign : sign;
  return left.digits.compare(right.digits) * sign;
}

}  // namespace genesys_cfn::cloudformation
