// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/runtime_api.h"

#include <algorithm>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kPrefix = "/2018-06-01/runtime/";
constexpr std::string_view kErrorTypeHeader = "Lambda-Runtime-Function-Error-Type";

http::Response JsonResponse(int status, const json::Value& body) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = json::Write(body)};
}

http::Response ErrorResponse(int status, std::string_view type, std::string_view message) {
  return JsonResponse(status, json::Object{{"errorMessage", message}, {"errorType", type}});
}

http::Response Render(const RuntimeReply& reply, std::string_view wanted_state) {
  switch (reply.verdict) {
    case RuntimeVerdict::kAccepted:
      return JsonResponse(202, json::Object{{"status", "OK"}});
    case RuntimeVerdict::kInvalidRequestId:
      return ErrorResponse(400, "InvalidRequestID", "Invalid request ID");
    case RuntimeVerdict::kInvalidStateTransition:
      return ErrorResponse(403, "InvalidStateTransition",
                           Concat("Transition from ", reply.state, " to ", wanted_state,
                                  " failed for runtime. Error: State transition is not allowed"));
    case RuntimeVerdict::kTooLarge:
      return ErrorResponse(413, "RequestEntityTooLarge",
                           Concat("Exceeded maximum allowed payload size (", kMaxRuntimeResponseBytes, " bytes)."));
    case RuntimeVerdict::kStopping:
      break;
  }
  return ErrorResponse(500, "Sandbox.Failure", "The execution environment is being shut down.");
}

bool IsLetter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

}  // namespace

http::Response RuntimeApi::Handle(const http::Request& request) {
  const std::string_view path = http::PathOf(request.target);
  if (path.starts_with(kPrefix)) {
    const auto parts = Split(path.substr(kPrefix.size()), '/');
    const bool get = request.method == "GET";
    const bool post = request.method == "POST";
    if (get && parts.size() == 2 && parts[0] == "invocation" && parts[1] == "next") return Next();
    if (post && parts.size() == 2 && parts[0] == "init" && parts[1] == "error") return InitError(request);
    if (post && parts.size() == 3 && parts[0] == "invocation" && (parts[2] == "response" || parts[2] == "error")) {
      return Answer(request, parts[1], parts[2] == "error");
    }
  }
  return ErrorResponse(404, "NotFound",
                       Concat("There is no ", request.method, " ", path, " in the Lambda Runtime API."));
}

http::Response RuntimeApi::Next() {
  auto next = session_.Next();
  if (const auto* reply = std::get_if<RuntimeReply>(&next)) return Render(*reply, "Ready");
  auto& invocation = std::get<RuntimeInvocation>(next);
  http::Response response{
      .status = 200,
      .headers = {{"Content-Type", "application/json"},
                  {"Lambda-Runtime-Aws-Request-Id", invocation.request_id},
                  {"Lambda-Runtime-Deadline-Ms", std::to_string(ToEpochMilliseconds(invocation.deadline))},
                  {"Lambda-Runtime-Invoked-Function-Arn", invocation.function_arn},
                  {"Lambda-Runtime-Trace-Id", invocation.trace_id}},
      .body = std::move(invocation.payload)};
  if (!invocation.client_context.empty()) {
    response.headers.Add("Lambda-Runtime-Client-Context", invocation.client_context);
  }
  return response;
}

http::Response RuntimeApi::Answer(const http::Request& request, std::string_view request_id, bool is_error) {
  if (is_error) {
    const std::string type = ValidErrorType(request.headers.Get(kErrorTypeHeader).value_or(""));
    return Render(session_.Answer(request_id, RuntimeAnswer::kError, type, request.body), "InvocationErrorResponse");
  }
  const bool oversize = request.body.size() > kMaxRuntimeResponseBytes;
  const auto answer = oversize ? RuntimeAnswer::kOversizeResponse : RuntimeAnswer::kResponse;
  return Render(session_.Answer(request_id, answer, oversize ? "Function.ResponseSizeTooLarge" : "",
                                oversize ? "" : request.body),
                "InvocationResponse");
}

http::Response RuntimeApi::InitError(const http::Request& request) {
  const std::string type = ValidErrorType(request.headers.Get(kErrorTypeHeader).value_or(""));
  return Render(session_.InitError(type), "InitError");
}

std::string ValidErrorType(std::string_view error_type) {
  for (const std::string_view prefix : {"Runtime.", "Function."}) {
    if (!error_type.starts_with(prefix)) continue;
    const std::string_view rest = error_type.substr(prefix.size());
    const bool valid = rest.size() >= 2 && rest[0] >= 'A' && rest[0] <= 'Z' && std::ranges::all_of(rest, IsLetter);
    return valid ? std::string(error_type) : Concat(prefix, "Unknown");
  }
  return "Runtime.Unknown";
}

}  // namespace genesys_cfn::emulator
