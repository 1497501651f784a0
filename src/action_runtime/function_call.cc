// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/function_call.h"

#include <utility>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::action_runtime {
namespace {

// An error thrown by a function is an HTTP 500 for the action.
constexpr int kFailed = 500;

RemoteFailure TooLarge(std::string_view what, size_t bytes) {
  return {Concat(what, " has ", bytes, " bytes, and at most ", kMostFunctionBytes, " are allowed"), false, kFailed};
}

}  // namespace

std::optional<RemoteFailure> CheckFunctionEvent(std::string_view event) {
  const auto parsed = json::Parse(event);
  if (!parsed.has_value()) {
    return RemoteFailure{
        Concat("the event for the function, which requestTemplate makes and requestType POST sends, is "
               "not valid JSON: ",
               parsed.error().message)};
  }
  if (event.size() > kMostFunctionBytes) return TooLarge("the event for the function", event.size());
  return std::nullopt;
}

std::variant<RemoteAnswer, RemoteFailure> FunctionReturned(std::string text) {
  if (text.size() > kMostFunctionBytes) return TooLarge("what the function returned", text.size());
  return RemoteAnswer{200, std::move(text)};
}

RemoteFailure FunctionFailed(std::string_view why) {
  return {Concat("the function failed: ", why), false, kFailed};
}

}  // namespace genesys_cfn::action_runtime
