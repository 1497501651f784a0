// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/java_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

// The code point that starts at `position`, which moves behind it.
uint32_t NextCodePoint(std::string_view text, size_t& position) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(position++);
  if (first < 0x80) return first;
  const size_t more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 ? 2 : first >= 0xC2 ? 1 : 0;
  if (more == 0 || first >= 0xF5 || position + more > text.size()) return 0xFFFD;
  uint32_t code = first & (0x3Fu >> more);
  for (size_t i = 0; i < more; ++i) {
    if ((byte(position + i) & 0xC0) != 0x80) return 0xFFFD;
    code = code << 6 | (byte(position + i) & 0x3Fu);
  }
  const uint32_t least = more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000;
  if (code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0xFFFD;
  position += more;
  return code;
}

void AppendUtf8(std::string& out, uint32_t code) {
  const auto append = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return append(code);
  if (code < 0x800) {
    append(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      append(0xE0 | code >> 12);
    } else {
      append(0xF0 | code >> 18);
      append(0x80 | (code >> 12 & 0x3F));
    }
    append(0x80 | (code >> 6 & 0x3F));
  }
  append(0x80 | (code & 0x3F));
}

}  // namespace

bool IsLeadSurrogate(char16_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}

bool IsTrailSurrogate(char16_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

std::u16string ToUtf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    uint32_t code = NextCodePoint(text, i);
    if (code < 0x10000) {
      out += static_cast<char16_t>(code);
    } else {
      code -= 0x10000;
      out += static_cast<char16_t>(0xD800 | code >> 10);
      out += static_cast<char16_t>(0xDC00 | (code & 0x3FF));
    }
  }
  return out;
}

std::string FromUtf16(std::u16string_view units) {
  std::string out;
  out.reserve(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    if (IsLeadSurrogate(units[i]) && i + 1 < units.size() && IsTrailSurrogate(units[i + 1])) {
      AppendUtf8(out, 0x10000 + ((units[i] & 0x3FFu) << 10 | (units[i + 1] & 0x3FFu)));
      ++i;
    } else if (IsLeadSurrogate(units[i]) || IsTrailSurrogate(units[i])) {
      out += '?';
    } else {
      AppendUtf8(out, units[i]);
    }
  }
  return out;
}

std::string DoubleText(double value) {
  if (std::isnan(value)) return "NaN";
  const std::string sign = std::signbit(value) ? "-" : "";
  if (std::isinf(value)) return sign + "Infinity";
  const double magnitude = std::fabs(value);
  if (magnitude == 0) return sign + "0.0";
  std::array<char, 64> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, std::chars_format::scientific);
  const std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  const size_t mark = text.find('e');
  std::string digits(text.substr(0, 1));
  if (mark > 2) digits += text.substr(2, mark - 2);
  const int exponent = *ParseInteger<int>(text.substr(text[mark + 1] == '+' ? mark + 2 : mark + 1));
  if (magnitude < 1e-3 || magnitude >= 1e7) {
    return Concat(sign, digits.substr(0, 1), ".", digits.size() > 1 ? digits.substr(1) : "0", "E", exponent);
  }
  if (exponent < 0) return Concat(sign, "0.", std::string(static_cast<size_t>(-exponent - 1), '0'), digits);
  const size_t whole = static_cast<size_t>(exponent) + 1;
  if (digits.size() < whole) digits.append(whole - digits.size(), '0');
  const std::string fraction = digits.substr(whole);
  return Concat(sign, digits.substr(0, whole), ".", fraction.empty() ? "0" : fraction);
}

}  // namespace genesys_cfn::action_runtime
