// SPDX-License-Identifier: Apache-2.0
#include "definition/template_text.h"

#include <algorithm>
#include <array>

namespace genesys_cfn::definition {
namespace {

constexpr std::string_view kUnknown = "\xEE\x80\x80";  // lint/concrete.h
constexpr size_t kLongestCall = 1'000;
constexpr auto kRoots = std::to_array<std::string_view>({"input", "credentials", "authResponse", "esc", "encoding",
                                                         "math", "urlTool", "salesforce", "foreach", "velocityCount"});
constexpr auto kDirectives =
    std::to_array<std::string_view>({"if", "elseif", "else", "end", "set", "foreach", "stop", "break"});

bool IsNameByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

}  // namespace

TemplateText::TemplateText(std::string_view text) : text_(text) {
  for (const std::string_view opening : {std::string_view("#set"), std::string_view("#foreach")}) {
    for (size_t at = text.find(opening); at != std::string_view::npos; at = text.find(opening, at + 1)) {
      const size_t dollar = text.find_first_not_of(" \t(", at + opening.size());
      if (dollar == std::string_view::npos || text[dollar] != '$') continue;
      size_t begin = dollar + 1;
      while (begin < text.size() && (text[begin] == '!' || text[begin] == '{')) ++begin;
      set_.insert(text.substr(begin, EndOfName(begin) - begin));
    }
  }
  set_.erase("");
  ends_.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) ends_.push_back(EndAt(at));
}

size_t TemplateText::EndAt(size_t at) const {
  if (text_[at] == '$') return EndOfReference(at);
  if (text_[at] == '#') return EndOfDirective(at);
  return text_.substr(at).starts_with(kUnknown) ? at + kUnknown.size() : at;
}

size_t TemplateText::FindExpression(size_t at, size_t end) const {
  while (at < end && EndOfExpression(at) == at) ++at;
  return std::min(at, end);
}

size_t TemplateText::EndOfName(size_t at) const {
  while (at < text_.size() && IsNameByte(text_[at])) ++at;
  return at;
}

// Behind the parenthesis that closes the one at `at`, with the strings in between; `at` when none does in this line.
size_t TemplateText::EndOfParentheses(size_t at) const {
  size_t depth = 0;
  char quote = 0;
  for (size_t i = at; i < std::min(text_.size(), at + kLongestCall) && text_[i] != '\n'; ++i) {
    const char c = text_[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return at;
}

size_t TemplateText::EndOfReference(size_t dollar) const {
  size_t at = dollar + 1;
  if (at < text_.size() && text_[at] == '!') ++at;
  if (at < text_.size() && text_[at] == '{') {
    const size_t close = text_.substr(0, at + kLongestCall).find_first_of("}\n", at);
    return close == std::string_view::npos || text_[close] == '\n' ? dollar : close + 1;
  }
  size_t end = EndOfName(at);
  const std::string_view root = text_.substr(at, end - at);
  const bool is_known = std::find(kRoots.begin(), kRoots.end(), root) != kRoots.end() || set_.contains(root);
  if (!is_known) return dollar;
  while (end < text_.size()) {
    if (text_[end] == '(') {
      const size_t closed = EndOfParentheses(end);
      if (closed == end) break;
      end = closed;
    } else if (text_[end] == '.' && EndOfName(end + 1) > end + 1) {
      end = EndOfName(end + 1);
    } else {
      break;
    }
  }
  return end;
}

size_t TemplateText::EndOfDirective(size_t hash) const {
  size_t begin = hash + 1;
  const bool is_braced = begin < text_.size() && text_[begin] == '{';
  if (is_braced) ++begin;
  size_t end = EndOfName(begin);
  const std::string_view name = text_.substr(begin, end - begin);
  if (std::find(kDirectives.begin(), kDirectives.end(), name) == kDirectives.end()) return hash;
  if (is_braced && (end == text_.size() || text_[end++] != '}')) return hash;
  const size_t open = std::min(text_.find_first_not_of(" \t", end), text_.size());
  return open < text_.size() && text_[open] == '(' ? std::max(EndOfParentheses(open), end) : end;
}

}  // namespace genesys_cfn::definition
