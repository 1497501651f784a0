// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace genesys_cfn::project {

// What `diff -u` prints, with three lines of context, ready for `patch` and `git apply`; empty when nothing differs.
// Line ends are part of the lines: a CRLF that stays does not show. Two texts that have little in common show as one
// taken away and one added.
std::string UnifiedDiff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace genesys_cfn::project
