// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/delivery.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "http/message.h"
#include "http/retry_delay.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr Milliseconds kCallTimeout{15'000};
// One attempt gets half of the time that is left, so that a hung one does not use it all up; but this much.
constexpr Milliseconds kShortestShare{500};
constexpr http::RetryPolicy kPolicy{Milliseconds{200}, Milliseconds{5'000}};

// A host name and nothing else: neither user, port, query, fragment nor bracket can hide in it.
bool IsPlainHost(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

bool IsAmazon(std::string_view origin) {
  constexpr std::string_view kScheme = "https://";
  if (!origin.starts_with(kScheme)) return false;
  std::string_view host = origin.substr(kScheme.size());
  if (host.ends_with(":443")) host.remove_suffix(4);
  return IsPlainHost(host) && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn"));
}

// The failure of one attempt; nullopt for success.
struct Failure {
  Error error;
  bool may_pass = false;
  std::optional<int> retry_after;
};
std::optional<Failure> Judge(const Result<http::Response>& response) {
  if (!response) {
    const Error& error = response.error();
    return Failure{error, error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kOutcomeUnknown, {}};
  }
  if (response->ok()) return std::nullopt;
  const int status = response->status;
  if (status == 429 || status >= 500) {
    return Failure{{ErrorCode::kUnavailable, Concat("the response URL answered ", status)},
                   true,
                   http::RetryAfterSeconds(*response)};
  }
  const std::string_view why = status == 403 ? " (the URL has expired, or the answer was changed on its way)" : "";
  return Failure{{status == 403 ? ErrorCode::kPermissionDenied : ErrorCode::kInvalidInput,
                  Concat("the response URL answered ", status, why)},
                 false,
                 {}};
}

}  // namespace

std::optional<std::string> AnswerSender::OriginOf(const Secret<std::string>& url) const {
  const Result<http::SplitUrl> split = http::ParseUrl(url.Reveal());
  if (!split) return std::nullopt;
  const std::string origin = ToLower(split->origin);
  const bool loopback = allowed_ == AllowedHosts::kLoopbackToo && http::IsLoopback(origin);
  if (!loopback && !IsAmazon(origin)) return std::nullopt;
  return split->origin;
}

Result<void> AnswerSender::Send(const Secret<std::string>& url, const std::string& body, SteadyTime deadline) {
  const Result<http::SplitUrl> split = http::ParseUrl(url.Reveal());
  if (!split) return Error{ErrorCode::kInvalidInput, "the answer is not sent: the response URL is no usable URL."};
  if (!OriginOf(url)) {
    return Error{ErrorCode::kInvalidInput,
                 "the answer is not sent: the response URL is not an https URL of a host under amazonaws.com or "
                 "amazonaws.com.cn."};
  }

  http::Request request;
  request.method = "PUT";
  request.origin = split->origin;
  request.target = split->target;
  request.body = body;
  http::CallOptions options;
  for (int attempt = 1;; ++attempt) {
    const auto left = std::chrono::floor<Milliseconds>(deadline - parts_.clock.SteadyNow());
    if (left <= Milliseconds{0}) {
      return Error{ErrorCode::kDeadlineExceeded, "no time is left to send the answer to CloudFormation."};
    }
    options.total_timeout = std::min(kCallTimeout, std::max(left / 2, std::min(left, kShortestShare)));
    const Result<http::Response> response = parts_.client.Send(request, options);
    const std::optional<Failure> failure = Judge(response);
    const LogField outcome =
        response ? LogField("status", response->status) : LogField("error", ToString(response.error().code));
    if (!failure) {
      parts_.logger.Info("answer_sent", {{"attempt", attempt}, outcome});
      return {};
    }
    const Milliseconds delay = http::RetryDelay(kPolicy, attempt - 1, failure->retry_after, parts_.random);
    const bool again = failure->may_pass && parts_.clock.SteadyNow() + delay < deadline;
    parts_.logger.Warning("answer_not_accepted", {{"attempt", attempt}, outcome, {"again", again}});
    if (!again) {
      return failure->error.WithContext(Concat("sending the answer to CloudFormation failed after ", attempt,
                                               attempt == 1 ? " attempt" : " attempts"));
    }
    parts_.clock.SleepFor(delay);
  }
}

}  // namespace genesys_cfn::custom_resource
