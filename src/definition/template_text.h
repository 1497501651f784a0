// SPDX-License-Identifier: Apache-2.0
// Where a template (Velocity) has expressions, without parsing it: any text is one, also one that is malformed.
#pragma once

#include <cstddef>
#include <set>
#include <string_view>
#include <vector>

namespace genesys_cfn::definition {

class TemplateText {
 public:
  explicit TemplateText(std::string_view text);

  // Behind the expression that begins at `at`; `at` itself when none does. An expression is `${anything}`; a reference
  // to something that requests have (`$input.x`, `$esc.uriEncode(...)`) or that the text sets; a directive (`#if(...)`,
  // `#end`); U+E000. Other `$` and `#` are text. Its parentheses close within 1,000 bytes and in the same line.
  [[nodiscard]] size_t EndOfExpression(size_t at) const { return at < ends_.size() ? ends_[at] : at; }
  // Where the next one begins; `end` when none does before.
  [[nodiscard]] size_t FindExpression(size_t at, size_t end) const;

 private:
  [[nodiscard]] size_t EndAt(size_t at) const;
  [[nodiscard]] size_t EndOfName(size_t at) const;
  [[nodiscard]] size_t EndOfParentheses(size_t at) const;
  [[nodiscard]] size_t EndOfReference(size_t at) const;
  [[nodiscard]] size_t EndOfDirective(size_t at) const;

  std::string_view text_;
  std::set<std::string_view> set_;  // by #set and #foreach
  std::vector<size_t> ends_;        // of the expression at each byte
};

}  // namespace genesys_cfn::definition
