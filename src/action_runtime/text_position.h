// SPDX-License-Identifier: Apache-2.0
// Places in templates and paths. The parsers and the renderer count bytes; people want lines and columns.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace genesys_cfn::action_runtime {

// What is wrong at one place of a text, and what to do about it.
struct TextError {
  size_t offset = 0;  // bytes from the beginning of the text
  std::string message;
  std::string hint;  // may be empty
  friend bool operator==(const TextError&, const TextError&) = default;
};

// Both from 1; columns in Unicode code points.
struct LineColumn {
  size_t line = 1;
  size_t column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

// Line ends are LF, CR LF or CR. An offset beyond the text is its end.
LineColumn LineAndColumn(std::string_view text, size_t offset);

// "line 2, column 5: message. hint"
std::string Describe(std::string_view text, const TextError& error);

}  // namespace genesys_cfn::action_runtime
