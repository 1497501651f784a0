// SPDX-License-Identifier: Apache-2.0
// The call of the function behind a function data action, as the action sees it (genesys-cloud-api.md 4.5, 5.7).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "action_runtime/finish_response.h"

namespace genesys_cfn::action_runtime {

// Of the event, and of what the function returns.
inline constexpr size_t kMostFunctionBytes = 750'000;

// Why the event, the rendered requestTemplate, cannot be sent; nullopt when it can.
std::optional<RemoteFailure> CheckFunctionEvent(std::string_view event);
// `text` is JSON.
std::variant<RemoteAnswer, RemoteFailure> FunctionReturned(std::string text);
// `why` is "TypeError: x is not a function".
RemoteFailure FunctionFailed(std::string_view why);

}  // namespace genesys_cfn::action_runtime
