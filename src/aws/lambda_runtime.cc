// SPDX-License-Identifier: Apache-2.0
#include "aws/lambda_runtime.h"

#include <optional>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kBase = "/2018-06-01/runtime";
constexpr int kTries = 3;
constexpr size_t kMaxApiMessage = 256;

constexpr Milliseconds kReportTimeout{10'000};

http::CallOptions ApiOptions(std::optional<Milliseconds> total_timeout) {
  http::CallOptions options;
  options.total_timeout = total_timeout;
  options.proxy = http::CallOptions::Proxy::kNever;
  return options;
}

bool IsTransient(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kOutcomeUnknown;
}

// "HTTP status 403, InvalidStateTransition: ...", of the API's own error body.
std::string Describe(const http::Response& response) {
  std::string out = Concat("HTTP status ", response.status);
  const auto body = json::Parse(response.body);
  if (!body) return out;
  if (const auto type = body->FindString("errorType")) out += Concat(", ", TruncateUtf8(*type, kMaxApiMessage));
  if (const auto message = body->FindString("errorMessage")) {
    out += Concat(": ", TruncateUtf8(*message, kMaxApiMessage));
  }
  return out;
}

http::Request ErrorReport(std::string origin, std::string target, std::string_view type, std::string_view message) {
  http::Request request{"POST", std::move(origin), std::move(target), {}, {}};
  request.headers = {{"Content-Type", "application/json"}, {"Lambda-Runtime-Function-Error-Type", std::string(type)}};
  request.body =
      json::Write(json::Object{{"errorMessage", message}, {"errorType", type}, {"stackTrace", json::Array{}}});
  return request;
}

Result<http::Response> SendRepeatedly(http::Client& client, const http::Request& request) {
  for (int attempt = 1;; ++attempt) {
    auto response = client.Send(request, ApiOptions(kReportTimeout));
    if (response || !IsTransient(response.error()) || attempt == kTries) return response;
  }
}

bool EnvironmentEnds(int status) {
  return status == 410 || status == 500;
}

// nullopt when the answer lacks the id, without which nothing can be reported back.
std::optional<Invocation> ReadInvocation(http::Response response, Logger& logger) {
  Invocation invocation;
  invocation.request_id = response.headers.Get("Lambda-Runtime-Aws-Request-Id").value_or("");
  if (invocation.request_id.empty()) return std::nullopt;
  const auto deadline = ParseInteger<int64_t>(Trim(response.headers.Get("Lambda-Runtime-Deadline-Ms").value_or("")));
  if (deadline && *deadline > 0 && *deadline < ToEpochMilliseconds(kUnknownDeadline)) {
    invocation.deadline = FromEpochMilliseconds(*deadline);
  } else {
    invocation.deadline = kUnknownDeadline;
    logger.Warning("lambda_deadline_unknown", {{"requestId", invocation.request_id}});
  }
  invocation.event = std::move(response.body);
  return invocation;
}

}  // namespace

Result<Invocation> LambdaRuntime::Next() {
  const http::Request request{"GET", origin_, Concat(kBase, "/invocation/next"), {}, {}};
  std::string last_problem;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    // Lambda freezes the process inside this call, for minutes or hours: a time-out would strike on waking.
    auto response = parts_.client.Send(request, ApiOptions(std::nullopt));
    if (!response) {
      if (!IsTransient(response.error())) return response.error();
      last_problem = response.error().message;
    } else if (response->status != 200) {
      last_problem = Describe(*response);
      if (EnvironmentEnds(response->status)) {
        return Error{ErrorCode::kUnavailable, Concat("the Runtime API ended this environment: ", last_problem)};
      }
    } else if (auto invocation = ReadInvocation(std::move(*response), parts_.logger)) {
      return std::move(*invocation);
    } else {
      last_problem = "an event without the header Lambda-Runtime-Aws-Request-Id";
    }
    parts_.logger.Warning("lambda_next_failed", {{"attempt", attempt + 1}, {"reason", last_problem}});
  }
  return Error{ErrorCode::kUnavailable,
               Concat("the Runtime API gave no event in ", kTries, " attempts: ", last_problem)};
}

Result<void> LambdaRuntime::Report(const std::string& request_id, const InvocationOutcome& outcome) {
  const std::string target = Concat(kBase, "/invocation/", PercentEncode(request_id));
  http::Request request{"POST", origin_, Concat(target, "/response"), {{"Content-Type", "application/json"}}, {}};
  if (outcome.error_type.empty()) {
    request.body = outcome.body;
  } else {
    request = ErrorReport(origin_, Concat(target, "/error"), outcome.error_type, outcome.error_message);
  }
  const auto response = SendRepeatedly(parts_.client, request);
  if (response && response->ok()) return {};

  // The event is over either way: given up by Lambda (400), already reported (403) or replaced by an error (413).
  const std::string problem = response ? Describe(*response) : response.error().message;
  parts_.logger.Warning("lambda_report_refused", {{"requestId", request_id}, {"reason", problem}});
  if (response && EnvironmentEnds(response->status)) {
    return Error{ErrorCode::kUnavailable, Concat("the Runtime API ended this environment: ", problem)};
  }
  return {};
}

Error LambdaRuntime::Run(const std::function<InvocationOutcome(const Invocation&)>& handler,
                         const std::function<bool()>& stop) {
  while (!stop()) {
    const auto invocation = Next();
    if (!invocation) return invocation.error();
    if (const auto reported = Report(invocation->request_id, handler(*invocation)); !reported) return reported.error();
  }
  return Error{ErrorCode::kUnavailable, "the loop was asked to stop"};
}

Result<void> LambdaRuntime::ReportInitError(std::string_view type, std::string_view message) {
  const auto response =
      SendRepeatedly(parts_.client, ErrorReport(origin_, Concat(kBase, "/init/error"), type, message));
  if (!response) return response.error().WithContext("reporting the failed start to the Runtime API");
  if (response->ok()) return {};
  return Error{ErrorCode::kUnavailable,
               Concat("the Runtime API refused the report of the failed start: ", Describe(*response))};
}

}  // namespace genesys_cfn::aws
