// SPDX-License-Identifier: Apache-2.0
#include "aws/service_call.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "http/retry_delay.h"
#include "json/parse.h"
#include "json/value.h"

namespace genesys_cfn::aws {
namespace {

constexpr Milliseconds kCallTimeout{15'000};
constexpr Milliseconds kRoleSettles{20'000};
constexpr http::RetryPolicy kFailureBackoff{Milliseconds(200), Milliseconds(10'000)};
constexpr http::RetryPolicy kRoleBackoff{Milliseconds(500), Milliseconds(2'000)};
constexpr size_t kMaxServiceMessage = 512;

constexpr std::string_view kCheckCredentials = "check the AWS credentials";
constexpr std::string_view kUnknownKey = "the access key is not known: check the AWS credentials and the region";
constexpr std::string_view kBadSignature = "check AWS_SECRET_ACCESS_KEY, the region and this machine's clock";
constexpr std::string_view kExpired = "the temporary AWS credentials have expired: get new ones";
constexpr std::string_view kTooMany = "too many requests";

constexpr std::array kSharedErrors = {
    KnownError{"UnrecognizedClientException", ErrorCode::kUnauthenticated, Retry::kWhileRoleSettles, kUnknownKey},
    KnownError{"InvalidClientTokenId", ErrorCode::kUnauthenticated, Retry::kWhileRoleSettles, kUnknownKey},
    KnownError{"InvalidAccessKeyId", ErrorCode::kUnauthenticated, Retry::kWhileRoleSettles, kUnknownKey},
    KnownError{"InvalidSignatureException", ErrorCode::kUnauthenticated, Retry::kNever, kBadSignature},
    KnownError{"SignatureDoesNotMatch", ErrorCode::kUnauthenticated, Retry::kNever, kBadSignature},
    KnownError{"IncompleteSignatureException", ErrorCode::kUnauthenticated, Retry::kNever, kCheckCredentials},
    KnownError{"MissingAuthenticationTokenException", ErrorCode::kUnauthenticated, Retry::kNever, kCheckCredentials},
    KnownError{"InvalidToken", ErrorCode::kUnauthenticated, Retry::kNever, kCheckCredentials},
    KnownError{"ExpiredTokenException", ErrorCode::kUnauthenticated, Retry::kNever, kExpired},
    KnownError{"ExpiredToken", ErrorCode::kUnauthenticated, Retry::kNever, kExpired},
    KnownError{"RequestExpired", ErrorCode::kUnauthenticated, Retry::kNever, "check this machine's clock"},
    KnownError{"RequestTimeTooSkewed", ErrorCode::kUnauthenticated, Retry::kNever, "check this machine's clock"},
    KnownError{"ThrottlingException", ErrorCode::kRateLimited, Retry::kUntilDeadline, kTooMany},
    KnownError{"Throttling", ErrorCode::kRateLimited, Retry::kUntilDeadline, kTooMany},
    KnownError{"TooManyRequestsException", ErrorCode::kRateLimited, Retry::kUntilDeadline, kTooMany},
    KnownError{"RequestLimitExceeded", ErrorCode::kRateLimited, Retry::kUntilDeadline, kTooMany},
    KnownError{"SlowDown", ErrorCode::kRateLimited, Retry::kUntilDeadline, kTooMany},
};

// "ns#Name:uri" to "Name".
std::string_view ShortName(std::string_view name) {
  if (const size_t hash = name.find('#'); hash != std::string_view::npos) name.remove_prefix(hash + 1);
  return Trim(name.substr(0, name.find(':')));
}

const KnownError* FindIn(std::span<const KnownError> errors, std::string_view name) {
  const auto found =
      std::find_if(errors.begin(), errors.end(), [name](const KnownError& known) { return known.name == name; });
  return found == errors.end() ? nullptr : &*found;
}

Failure FailureOfTransport(Error error) {
  const bool temporary = error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kOutcomeUnknown;
  if (error.code == ErrorCode::kUnavailable) {
    error.message += " (in a VPC a function needs a NAT gateway, or an endpoint of this service)";
  }
  return Failure{std::move(error), temporary ? Retry::kUntilDeadline : Retry::kNever, std::nullopt};
}

Milliseconds Between(SteadyTime from, SteadyTime to) {
  return std::chrono::floor<Milliseconds>(to - from);
}

}  // namespace

ServiceError ReadJsonError(const http::Response& response) {
  ServiceError out;
  out.name = ShortName(response.headers.Get("x-amzn-ErrorType").value_or(""));
  const auto body = json::Parse(response.body);
  if (!body) return out;
  if (const auto type = body->FindString("__type"); type && out.name.empty()) out.name = ShortName(*type);
  const auto message = body->FindString("message");
  out.message = message ? *message : body->FindString("Message").value_or("");
  return out;
}

Failure FailureOf(const http::Response& response, const ServiceError& service, std::span<const KnownError> own,
                  std::string_view denied_advice) {
  Failure failure;
  failure.retry_after_seconds = http::RetryAfterSeconds(response);
  const std::string answer =
      Concat("HTTP status ", response.status, service.name.empty() ? "" : Concat(", ", service.name),
             service.message.empty() ? "" : Concat(": ", TruncateUtf8(service.message, kMaxServiceMessage)));
  const KnownError* known = FindIn(own, service.name);
  if (known == nullptr) known = FindIn(kSharedErrors, service.name);
  if (known != nullptr) {
    failure.error = Error{known->code, Concat(answer, " (", known->advice, ")")};
    failure.retry = known->retry;
  } else if (service.name == "AccessDeniedException" || service.name == "AccessDenied") {
    failure.error = Error{ErrorCode::kPermissionDenied, Concat(answer, " (", denied_advice, ")")};
    failure.retry = Retry::kWhileRoleSettles;
  } else if (response.status == 429 || response.status >= 500) {
    failure.error = Error{response.status == 429 ? ErrorCode::kRateLimited : ErrorCode::kUnavailable, answer};
    failure.retry = Retry::kUntilDeadline;
  } else if (response.status == 403) {
    failure.error = Error{ErrorCode::kPermissionDenied, Concat(answer, " (", denied_advice, ")")};
  } else {
    failure.error = Error{ErrorCode::kInvalidInput, answer};
  }
  return failure;
}

Result<http::Response> Send(const CallerParts& parts, const Credentials& credentials, const ServiceCall& call,
                            SteadyTime deadline) {
  http::CallOptions options;
  const SteadyTime started = parts.clock.SteadyNow();
  const SteadyTime role_deadline = std::min<SteadyTime>(deadline, started + kRoleSettles);
  if (started >= deadline) return Error{ErrorCode::kDeadlineExceeded, "no time was left"}.WithContext(call.context);
  for (int attempt = 0;; ++attempt) {
    options.total_timeout = std::clamp(Between(parts.clock.SteadyNow(), deadline), Milliseconds(1), kCallTimeout);
    http::Request request = call.request;
    if (call.signature == Signed::kYes) Sign(request, credentials, call.signing, parts.clock.Now());
    auto response = parts.client.Send(request, options);
    if (response && response->ok()) return response;
    const Failure failure = response ? call.failure_of(*response) : FailureOfTransport(std::move(response).error());
    const bool role_settles = failure.retry == Retry::kWhileRoleSettles;
    const Milliseconds delay = http::RetryDelay(role_settles ? kRoleBackoff : kFailureBackoff, attempt,
                                                failure.retry_after_seconds, parts.random);
    if (failure.retry == Retry::kNever ||
        parts.clock.SteadyNow() + delay >= (role_settles ? role_deadline : deadline)) {
      const std::string tries = attempt == 0 ? std::string() : Concat(" (", attempt + 1, " attempts)");
      return failure.error.WithContext(Concat(call.context, tries));
    }
    parts.clock.SleepFor(delay);
  }
}

Result<void> CheckArn(std::string_view id, std::string_view service, std::string_view region) {
  if (!id.starts_with("arn:")) return {};
  const std::vector<std::string_view> parts = Split(id, ':');
  if (parts.size() < 6 || parts[2] != service) {
    return Error{ErrorCode::kInvalidInput, Concat("this is not an ARN of the service ", service)};
  }
  if (parts[3] == region) return {};
  return Error{ErrorCode::kInvalidInput,
               Concat("this is an ARN in the region '", parts[3], "', and the function asks in ", region,
                      ": take one that is there (a replica, a copy)")};
}

}  // namespace genesys_cfn::aws
