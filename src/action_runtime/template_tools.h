// SPDX-License-Identifier: Apache-2.0
// The platform's tools: $esc, $encoding, $math, $urlTool, $successTemplateUtils, $salesforce. docs/velocity.md lists
// what each function does and which of them are known only by name.
#pragma once

#include <string_view>

#include "action_runtime/velocity_methods.h"

namespace genesys_cfn::action_runtime {

bool IsKnownTool(std::string_view tool);
// A method, or a constant such as $esc.quote.
bool IsKnownToolMember(std::string_view tool, std::string_view member);

CallResult CallTool(std::string_view tool, const MethodCall& call);
// NoSuchMethod when there is no such constant.
CallResult ToolConstant(std::string_view tool, std::string_view name);

}  // namespace genesys_cfn::action_runtime
