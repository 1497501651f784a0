// SPDX-License-Identifier: Apache-2.0
// The planted bugs of functions: planted_bugs.h.
#include "base/text.h"
#include "emulator/genesys/function_uploads.h"
#include "http/message.h"
#include "simulation/planted_bugs.h"

namespace genesys_cfn::simulation {
namespace {

constexpr std::string_view kDrafts = "/api/v2/integrations/actions/drafts";

Result<http::Response> Answered(int status, std::string body) {
  return http::Response{status, {{"Content-Type", "application/json"}}, std::move(body)};
}

bool CreatesDraft(const http::Request& request) {
  return request.method == "POST" && request.target == kDrafts;
}

bool IsUpload(const http::Request& request) {
  return emulator::FunctionUploads::Serves(request.target);
}

}  // namespace

std::optional<Result<http::Response>> BuggyClient::InPlaceOfFunction(const http::Request& request) {
  const bool updates = event_.FindString("RequestType") == "Update";
  const bool is_of_function = request.target.ends_with("/draft/function");
  if (bug_.Is("function-without-settings") && updates && request.method == "PUT" && is_of_function) {
    return Answered(200, "{}");
  }
  if (bug_.Is("function-leave-draft") && request.method == "DELETE" && request.target.ends_with("/draft")) {
    return Answered(204, "");
  }
  if (bug_.Is("function-ignore-tests") && request.target.ends_with("/draft/test")) {
    return Answered(200, R"({"success":true,"finalResult":{"answer":"yes"}})");
  }
  // A draft that is not known to have a function is nobody's.
  if (bug_.Is("function-deletes-draft") && !opens_draft_ && request.method == "GET" && is_of_function) {
    return Answered(404, R"({"status":404,"code":"not.found"})");
  }
  return std::nullopt;
}

http::Request BuggyClient::ChangedFunction(const http::Request& request) {
  http::Request changed = request;
  if (request.method == "POST" && (request.target.ends_with("/draft") || CreatesDraft(request))) opens_draft_ = true;
  if (bug_.Is("function-half-upload") && IsUpload(request)) changed.body.resize(request.body.size() / 2);
  return changed;
}

Result<http::Response> BuggyClient::AnswerOfFunction(const http::Request& request, Result<http::Response> answer,
                                                     const http::CallOptions& options) {
  const bool unknown = !answer && answer.error().code == ErrorCode::kOutcomeUnknown;
  if (bug_.Is("function-retry-draft") && CreatesDraft(request) && (unknown || (answer && answer->status >= 500))) {
    return network_.Send(request, options);
  }
  if (bug_.Is("function-takes-draft") && answer && answer->status == 409 && request.method == "POST" &&
      request.target.ends_with("/draft")) {
    return Answered(200, "{}");
  }
  return answer;
}

}  // namespace genesys_cfn::simulation
