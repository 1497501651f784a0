// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/path_cursor.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::action_runtime {

bool PathCursor::Take(char wanted) {
  if (AtEnd() || Peek() != wanted) return false;
  ++offset_;
  return true;
}

bool PathCursor::Take(std::string_view wanted) {
  if (!StartsWith(wanted)) return false;
  offset_ += wanted.size();
  return true;
}

void PathCursor::SkipBlanks() {
  TakeWhile(" \t\r\n");
}

std::string_view PathCursor::TakeUntil(std::string_view stops) {
  const size_t start = offset_;
  offset_ = std::min(text_.find_first_of(stops, offset_), text_.size());
  return text_.substr(start, offset_ - start);
}

std::string_view PathCursor::TakeWhile(std::string_view accepted) {
  const size_t start = offset_;
  offset_ = std::min(text_.find_first_not_of(accepted, offset_), text_.size());
  return text_.substr(start, offset_ - start);
}

std::string_view PathCursor::TakeLetters() {
  const size_t start = offset_;
  while (!AtEnd() && std::isalpha(static_cast<unsigned char>(Peek())) != 0) ++offset_;
  return text_.substr(start, offset_ - start);
}

std::optional<std::string> PathCursor::TakeDelimited(char delimiter) {
  std::string out;
  for (size_t at = offset_ + 1; at < text_.size(); ++at) {
    if (text_[at] == delimiter) {
      offset_ = at + 1;
      return out;
    }
    if (text_[at] == '\\' && at + 1 < text_.size()) {
      if (text_[at + 1] != delimiter) out += '\\';
      ++at;
    }
    out += text_[at];
  }
  return std::nullopt;
}

std::optional<std::string> PathCursor::TakeQuoted() {
  const size_t start = offset_;
  if (AtEnd() || (Peek() != '\'' && Peek() != '"')) {
    Fail("a quoted name is missing", "write ['name']");
    return std::nullopt;
  }
  const char quote = Peek();
  std::string out;
  for (size_t at = start + 1; at < text_.size(); ++at) {
    if (text_[at] == quote) {
      offset_ = at + 1;
      return out;
    }
    if (text_[at] != '\\' || at + 1 == text_.size()) {
      out += text_[at];
      continue;
    }
    const char escaped = text_[++at];
    if (escaped != 'u') {
      out += escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped == 't' ? '\t' : escaped;
      continue;
    }
    // One escape, or the two of a pair: JSON knows the same ones.
    std::string escape(text_.substr(at - 1, 6));
    if (at + 11 <= text_.size() && text_.substr(at + 5, 2) == "\\u") {
      const auto pair = json::Parse(Concat("\"", escape, text_.substr(at + 5, 6), "\""));
      const auto alone = json::Parse(Concat("\"", escape, "\""));
      if (pair.has_value() && !alone.has_value()) escape += text_.substr(at + 5, 6);
    }
    const auto decoded = json::Parse(Concat("\"", escape, "\""));
    if (!decoded.has_value()) {
      FailAt(at - 1, "\\u needs four hexadecimal digits", "");
      return std::nullopt;
    }
    out += *decoded->AsString();
    at += escape.size() - 2;
  }
  FailAt(start, Concat("the text has no ", quote, " at its end"), "");
  return std::nullopt;
}

bool PathCursor::FailAt(size_t offset, std::string message, std::string hint) {
  if (!failed_) error_ = {offset, std::move(message), std::move(hint)};
  failed_ = true;
  return false;
}

}  // namespace genesys_cfn::action_runtime
