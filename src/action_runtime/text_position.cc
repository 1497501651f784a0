// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/text_position.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::action_runtime {

LineColumn LineAndColumn(std::string_view text, size_t offset) {
  LineColumn position;
  offset = std::min(offset, text.size());
  for (size_t i = 0; i < offset; ++i) {
    const bool is_line_end = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
    if (is_line_end) {
      ++position.line;
      position.column = 1;
    } else if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) {
      ++position.column;
    }
  }
  return position;
}

std::string Describe(std::string_view text, const TextError& error) {
  const LineColumn position = LineAndColumn(text, error.offset);
  std::string out = Concat("line ", position.line, ", column ", position.column, ": ", error.message);
  if (!error.hint.empty()) out += Concat(". ", error.hint);
  return out;
}

}  // namespace genesys_cfn::action_runtime
