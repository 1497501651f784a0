// SPDX-License-Identifier: Apache-2.0
// What a call asks of the engine, read from its parameters. Errors are kInvalidInput with the service's texts.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "emulator/cloudformation/query_call.h"
#include "emulator/cloudformation/stack_requests.h"

namespace genesys_cfn::emulator {

// TemplateBody, or the text at TemplateURL.
enum class TemplateNeed { kRequired, kOptional };
Result<std::string> TemplateTextOf(const Call& call, TemplateNeed need);

// Of CreateStack and UpdateStack.
Result<StackRequest> StackRequestOf(const Call& call);
Result<ChangeSetRequest> ChangeSetRequestOf(const Call& call);
Result<std::string> TokenOf(const Call& call, std::string_view name = "ClientRequestToken");

}  // namespace genesys_cfn::emulator
