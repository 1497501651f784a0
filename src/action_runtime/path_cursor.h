// SPDX-License-Identifier: Apache-2.0
// Reading a path from its beginning to its end; keeps the first error.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "action_runtime/text_position.h"

namespace genesys_cfn::action_runtime {

class PathCursor {
 public:
  explicit PathCursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool AtEnd() const { return offset_ >= text_.size(); }
  [[nodiscard]] size_t offset() const { return offset_; }
  [[nodiscard]] char Peek() const { return text_[offset_]; }  // not at the end
  [[nodiscard]] bool StartsWith(std::string_view part) const { return text_.substr(offset_).starts_with(part); }
  void MoveTo(size_t offset) { offset_ = offset; }

  // False, and nothing happens, when something else stands there.
  bool Take(char wanted);
  bool Take(std::string_view wanted);
  void SkipBlanks();
  std::string_view TakeUntil(std::string_view stops);
  std::string_view TakeWhile(std::string_view accepted);
  std::string_view TakeLetters();
  // The text between two `delimiter`, where a backslash keeps the delimiter behind it; nullopt when the second is
  // missing. Stands on the first one before, behind the second one after.
  std::optional<std::string> TakeDelimited(char delimiter);
  // The same for quotes of either kind, with the escapes \n \r \t \uXXXX and \ before any other character.
  std::optional<std::string> TakeQuoted();

  // Both give false, so that a reader can say `return cursor.Fail(...)`.
  bool Fail(std::string message, std::string hint) { return FailAt(offset_, std::move(message), std::move(hint)); }
  bool FailAt(size_t offset, std::string message, std::string hint);
  [[nodiscard]] const TextError& error() const { return error_; }

 private:
  std::string_view text_;
  size_t offset_ = 0;
  bool failed_ = false;
  TextError error_;
};

}  // namespace genesys_cfn::action_runtime
