// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_source.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include "action_runtime/java_text.h"

namespace genesys_cfn::action_runtime {
namespace {

// The code unit of "\uXXXX" at `position`.
std::optional<char16_t> UnicodeEscape(std::string_view text, size_t position) {
  if (text.substr(position, 2) != "\\u" || position + 6 > text.size()) return std::nullopt;
  uint32_t unit = 0;
  const char* begin = text.data() + position + 2;
  const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
  if (error != std::errc{} || end != begin + 4) return std::nullopt;
  return static_cast<char16_t>(unit);
}

}  // namespace

VelocitySource::VelocitySource(std::string_view text) : text_(text) {}

VelocitySource VelocitySource::InsideOfString(const VelocitySource& source, size_t begin, size_t end, char quote) {
  VelocitySource inside;
  const auto append = [&](std::string_view bytes, size_t position) {
    inside.text_ += bytes;
    inside.offsets_.insert(inside.offsets_.end(), bytes.size(), source.OffsetOf(position));
  };
  const std::string_view text = source.text().substr(0, end);
  for (size_t i = begin; i < end;) {
    const std::optional<char16_t> unit = quote == '"' ? UnicodeEscape(text, i) : std::nullopt;
    if (unit) {
      std::u16string units(1, *unit);
      size_t length = 6;
      if (IsLeadSurrogate(*unit)) {
        if (const std::optional<char16_t> next = UnicodeEscape(text, i + 6); next && IsTrailSurrogate(*next)) {
          units += *next;
          length = 12;
        }
      }
      append(FromUtf16(units), i);
      i += length;
    } else {
      append(text.substr(i, 1), i);
      i += text[i] == quote ? 2 : 1;  // inside, a quote stands doubled
    }
  }
  inside.offsets_.push_back(source.OffsetOf(end));
  return inside;
}

size_t VelocitySource::OffsetOf(size_t position) const {
  return offsets_.empty() ? position : offsets_[position];
}

Span VelocitySource::SpanOf(size_t begin, size_t end) const {
  return {OffsetOf(begin), OffsetOf(end) - OffsetOf(begin)};
}

bool IsNameStart(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

bool IsNamePart(char character) {
  return IsNameStart(character) || (character >= '0' && character <= '9') || character == '_' || character == '-';
}

bool IsBlank(char character) {
  return character == ' ' || character == '\t';
}

bool IsSpace(char character) {
  return IsBlank(character) || character == '\n' || character == '\r';
}

}  // namespace genesys_cfn::action_runtime
