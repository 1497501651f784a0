// SPDX-License-Identifier: Apache-2.0
// Text in columns. A character is one column, near enough for alignment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn::cli {

// Characters rather than bytes.
size_t ColumnsOf(std::string_view text);
// With blanks behind it until it has so many columns; a longer one stays whole.
std::string Padded(std::string_view text, size_t columns);
// One line a row: the cells of a column are as wide as the widest, with two blanks between columns. A column without
// any text takes no place. Rows may have different lengths.
std::vector<std::string> Aligned(const std::vector<std::vector<std::string>>& rows);

}  // namespace genesys_cfn::cli
