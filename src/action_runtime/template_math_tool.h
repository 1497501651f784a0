// SPDX-License-Identifier: Apache-2.0
// $math, as the MathTool of VelocityTools 2.0: numbers, and texts that are numbers.
#pragma once

#include <string_view>

#include "action_runtime/velocity_methods.h"

namespace genesys_cfn::action_runtime {

bool IsKnownMathMember(std::string_view name);
CallResult CallMathTool(const MethodCall& call);

}  // namespace genesys_cfn::action_runtime
