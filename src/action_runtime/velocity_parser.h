// SPDX-License-Identifier: Apache-2.0
// The Velocity Template Language as Apache Velocity 1.7 reads it (docs/velocity.md has the subset;
// tests/velocity_oracle compares). Linear in the text: nothing is read twice but the inside of double-quoted strings.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "action_runtime/text_position.h"
#include "action_runtime/velocity_syntax.h"

namespace genesys_cfn::action_runtime {

// Own choices; the platform's limits are not known.
inline constexpr size_t kMaxTemplateBytes = 1 << 20;
// Directives, parentheses, arguments, literals and strings inside each other.
inline constexpr size_t kMaxTemplateNesting = 50;

std::variant<VelocityTemplate, TextError> ParseVelocity(std::string_view text);

}  // namespace genesys_cfn::action_runtime
