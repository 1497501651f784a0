// SPDX-License-Identifier: Apache-2.0
// The operators of Velocity's expressions.
#pragma once

#include <variant>

#include "action_runtime/velocity_methods.h"
#include "action_runtime/velocity_syntax.h"
#include "action_runtime/velocity_value.h"

namespace genesys_cfn::action_runtime {

// + - * / % of two numbers. Null when one is no number, and for a division by zero; a failure beyond 64 bits.
std::variant<VelocityValue, CallFailure> Calculate(Operator operation, const VelocityValue& left,
                                                   const VelocityValue& right);
// < <= > >= == !=. What is no number is neither less nor greater.
bool IsTrueComparison(Operator operation, const VelocityValue& left, const VelocityValue& right);

}  // namespace genesys_cfn::action_runtime
