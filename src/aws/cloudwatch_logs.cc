// SPDX-License-Identifier: Apache-2.0
#include "aws/cloudwatch_logs.h"

#include <algorithm>
#include <array>

#include "aws/service_call.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::aws {
namespace {

constexpr int kMaxPages = 10'000;
constexpr std::array kKnownErrors = {
    KnownError{"ResourceNotFoundException", ErrorCode::kNotFound, Retry::kNever,
               "correct the function's name, or wait until it has been called once"},
    KnownError{"InvalidParameterException", ErrorCode::kInvalidInput, Retry::kNever, "correct the function's name"},
};

// False when the answer is none of this call.
bool TakePage(const json::Value& page, std::vector<LogEvent>& events) {
  const json::Value* list = page.Find("events");
  if (list == nullptr || list->AsArray() == nullptr) return false;
  for (const json::Value& event : *list->AsArray()) {
    const json::Value* time = event.Find("timestamp");
    const auto milliseconds = time == nullptr ? std::nullopt : time->AsInteger();
    if (!milliseconds) return false;
    events.push_back({std::string(event.FindString("eventId").value_or("")), FromEpochMilliseconds(*milliseconds),
                      std::string(event.FindString("message").value_or(""))});
  }
  return true;
}

}  // namespace

Result<std::vector<LogEvent>> CloudWatchLogs::FilterLogEvents(std::string_view group, WallTime since,
                                                              SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("reading the log group ", group, " in ", region_);
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the CloudWatch Logs endpoint");
  call.signing = {.region = region_, .service = "logs"};
  call.failure_of = [](const http::Response& response) {
    return FailureOf(response, ReadJsonError(response), kKnownErrors, "allow logs:FilterLogEvents on the log group");
  };
  const Error unusable{ErrorCode::kUnavailable,
                       Concat(call.context, ": the answer cannot be used; is the endpoint CloudWatch Logs?")};
  std::vector<LogEvent> events;
  std::string token;
  for (int page = 0; page < kMaxPages; ++page) {
    json::Object input{{"logGroupName", group}, {"startTime", ToEpochMilliseconds(since)}};
    if (!token.empty()) input.Append("nextToken", token);
    call.request = {"POST",
                    url->origin,
                    url->target,
                    {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "Logs_20140328.FilterLogEvents"}},
                    json::Write(input)};
    TRY_ASSIGN(const http::Response answer,
               Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline));
    const auto body = json::Parse(answer.body);
    if (!body || !TakePage(*body, events)) return unusable;
    const std::string next(body->FindString("nextToken").value_or(""));
    if (next.empty() || next == token) break;
    token = next;
  }
  std::ranges::stable_sort(events, {}, &LogEvent::time);
  return events;
}

}  // namespace genesys_cfn::aws
