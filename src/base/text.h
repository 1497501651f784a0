// SPDX-License-Identifier: Apache-2.0
// Small text functions that at least two folders need. Bytes unless a name says UTF-8; letter case is ASCII.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn {

namespace text_internal {
inline void Append(std::string& out, std::string_view part) {
  out += part;
}
inline void Append(std::string& out, char part) {
  out += part;
}
template <std::integral T>
requires(!std::same_as<T, char> && !std::same_as<T, bool>) void Append(std::string& out, T part) {
  out += std::to_string(part);
}
}  // namespace text_internal

// Texts, characters and integers in one string.
template <typename... Parts>
std::string Concat(const Parts&... parts) {
  std::string out;
  (text_internal::Append(out, parts), ...);
  return out;
}

// "a,b,,c" at ',' gives 4 parts; "" gives one empty part.
std::vector<std::string_view> Split(std::string_view text, char separator);
std::string Join(const std::vector<std::string>& parts, std::string_view separator);
// Without blanks, tabs and line ends at both ends.
std::string_view Trim(std::string_view text);
std::string ToLower(std::string_view text);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
std::string ReplaceAll(std::string_view text, std::string_view from, std::string_view to);

// The whole text as an integer of base 10; nullopt for anything else, blanks and overflow included.
template <std::integral T>
std::optional<T> ParseInteger(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// At most `bytes` bytes of `text`, cut between UTF-8 characters.
std::string_view TruncateUtf8(std::string_view text, size_t bytes);
bool IsValidUtf8(std::string_view text);

// The candidate that `word` was probably meant to be (a few typing errors away); nullopt when none is near.
std::optional<std::string> Suggest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace genesys_cfn
