// SPDX-License-Identifier: Apache-2.0
// The characters that a Velocity parser reads, with the way back to the bytes of the template: a double-quoted string
// is a template inside the template, and its doubled quotes and \u escapes are resolved before it is read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "action_runtime/velocity_syntax.h"

namespace genesys_cfn::action_runtime {

class VelocitySource {
 public:
  // A whole template.
  explicit VelocitySource(std::string_view text);
  // The inside of the string literal source[begin, end), quotes excluded.
  static VelocitySource InsideOfString(const VelocitySource& source, size_t begin, size_t end, char quote);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] size_t size() const { return text_.size(); }
  // NUL beyond the end.
  [[nodiscard]] char At(size_t position) const { return position < text_.size() ? text_[position] : '\0'; }
  [[nodiscard]] size_t OffsetOf(size_t position) const;
  [[nodiscard]] Span SpanOf(size_t begin, size_t end) const;

 private:
  VelocitySource() = default;
  std::string text_;
  std::vector<size_t> offsets_;  // one a byte and one for the end; empty for a whole template
};

// [A-Za-z], and what may follow it in a name.
bool IsNameStart(char character);
bool IsNamePart(char character);
bool IsBlank(char character);  // blank or tab
bool IsSpace(char character);  // and line ends

}  // namespace genesys_cfn::action_runtime
