// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace genesys_cfn::cloudformation {

// Whether the text is a decimal number as parameters take it: "12", "+0.50", ".5", "1e3".
bool IsDecimal(std::string_view text);

// Exactly, at any size: less than 0, 0 or more than 0, as a is less than, equal to or more than b. Both must be
// decimals.
int CompareDecimals(std::string_view a, std::string_view b);

}  // namespace genesys_cfn::cloudformation
