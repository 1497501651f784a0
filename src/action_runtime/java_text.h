// SPDX-License-Identifier: Apache-2.0
// Texts as Java has them, where that can be seen: lengths and positions are counted in UTF-16 code units.
#pragma once

#include <string>
#include <string_view>

namespace genesys_cfn::action_runtime {

// Malformed UTF-8 becomes U+FFFD.
std::u16string ToUtf16(std::string_view text);
// Half a surrogate pair becomes "?", as when Java writes one.
std::string FromUtf16(std::u16string_view units);
bool IsLeadSurrogate(char16_t unit);
bool IsTrailSurrogate(char16_t unit);

// As Double.toString: 1.0, 0.001, 1.0E7, Infinity, NaN.
std::string DoubleText(double value);

}  // namespace genesys_cfn::action_runtime
