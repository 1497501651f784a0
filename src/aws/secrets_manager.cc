// SPDX-License-Identifier: Apache-2.0
#include "aws/secrets_manager.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "aws/sigv4.h"
#include "base/text.h"
#include "http/retry_delay.h"
#include "json/parse.h"
#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kTarget = "secretsmanager.GetSecretValue";
constexpr Milliseconds kCallTimeout{15'000};
// How long a role that was made seconds ago may look as if it had no rights.
constexpr Milliseconds kRoleSettles{20'000};
constexpr http::RetryPolicy kFailureBackoff{Milliseconds(200), Milliseconds(10'000)};
constexpr http::RetryPolicy kRoleBackoff{Milliseconds(500), Milliseconds(2'000)};
constexpr size_t kMaxServiceMessage = 512;

enum class Retry { kNever, kWhileRoleSettles, kUntilDeadline };

struct Failure {
  Error error;
  Retry retry = Retry::kNever;
  std::optional<int> retry_after_seconds;
};

// What Secrets Manager calls an error, and what it means here.
struct KnownError {
  std::string_view name;
  ErrorCode code;
  Retry retry;
  std::string_view advice;
};
constexpr std::array kKnownErrors = {
    KnownError{"ResourceNotFoundException", ErrorCode::kNotFound, Retry::kNever,
               "create the secret in this region and account, or correct its name"},
    KnownError{"AccessDeniedException", ErrorCode::kPermissionDenied, Retry::kWhileRoleSettles,
               "allow secretsmanager:GetSecretValue (and kms:Decrypt, if it has a key of its own) on this secret"},
    KnownError{"AccessDenied", ErrorCode::kPermissionDenied, Retry::kWhileRoleSettles,
               "allow secretsmanager:GetSecretValue (and kms:Decrypt, if it has a key of its own) on this secret"},
    KnownError{
        "DecryptionFailure", ErrorCode::kPermissionDenied, Retry::kNever,
        "allow kms:Decrypt on the secret's key for secretsmanager:GetSecretValue, and check that the key is enabled"},
    KnownError{"UnrecognizedClientException", ErrorCode::kUnauthenticated, Retry::kWhileRoleSettles,
               "the access key is not known: check the AWS credentials and the region"},
    KnownError{"InvalidSignatureException", ErrorCode::kUnauthenticated, Retry::kNever,
               "check AWS_SECRET_ACCESS_KEY, the region and this machine's clock"},
    KnownError{"IncompleteSignatureException", ErrorCode::kUnauthenticated, Retry::kNever, "check the AWS credentials"},
    KnownError{"MissingAuthenticationTokenException", ErrorCode::kUnauthenticated, Retry::kNever,
               "check the AWS credentials"},
    KnownError{"ExpiredTokenException", ErrorCode::kUnauthenticated, Retry::kNever,
               "the temporary AWS credentials have expired: get new ones"},
    KnownError{"RequestExpired", ErrorCode::kUnauthenticated, Retry::kNever, "check this machine's clock"},
    KnownError{"InvalidRequestException", ErrorCode::kInvalidInput, Retry::kNever,
               "a secret that is scheduled for deletion must be restored first"},
    KnownError{"InvalidParameterException", ErrorCode::kInvalidInput, Retry::kNever, "check the secret's name or ARN"},
    KnownError{"ValidationException", ErrorCode::kInvalidInput, Retry::kNever, "check the secret's name or ARN"},
    KnownError{"ThrottlingException", ErrorCode::kRateLimited, Retry::kUntilDeadline, "too many requests"},
    KnownError{"Throttling", ErrorCode::kRateLimited, Retry::kUntilDeadline, "too many requests"},
    KnownError{"TooManyRequestsException", ErrorCode::kRateLimited, Retry::kUntilDeadline, "too many requests"},
    KnownError{"RequestLimitExceeded", ErrorCode::kRateLimited, Retry::kUntilDeadline, "too many requests"},
};

// "ns#Name:uri" to "Name".
std::string_view ShortName(std::string_view name) {
  if (const size_t hash = name.find('#'); hash != std::string_view::npos) name.remove_prefix(hash + 1);
  return Trim(name.substr(0, name.find(':')));
}

struct ServiceError {
  std::string name;
  std::string message;
};

ServiceError ReadServiceError(const http::Response& response) {
  ServiceError out;
  out.name = ShortName(response.headers.Get("x-amzn-ErrorType").value_or(""));
  const auto body = json::Parse(response.body);
  if (!body) return out;
  if (const auto type = body->FindString("__type"); type && out.name.empty()) out.name = ShortName(*type);
  const auto message = body->FindString("message");
  out.message = TruncateUtf8(message ? *message : body->FindString("Message").value_or(""), kMaxServiceMessage);
  return out;
}

Failure FailureOf(const http::Response& response) {
  const ServiceError service = ReadServiceError(response);
  Failure failure;
  failure.retry_after_seconds = ParseInteger<int>(Trim(response.headers.Get("Retry-After").value_or("")));
  const std::string answer =
      Concat("HTTP status ", response.status, service.name.empty() ? "" : Concat(", ", service.name),
             service.message.empty() ? "" : Concat(": ", service.message));
  for (const KnownError& known : kKnownErrors) {
    if (known.name != service.name) continue;
    failure.error = Error{known.code, Concat(answer, " (", known.advice, ")")};
    failure.retry = known.retry;
    return failure;
  }
  if (response.status == 429 || response.status >= 500) {
    failure.error = Error{response.status == 429 ? ErrorCode::kRateLimited : ErrorCode::kUnavailable, answer};
    failure.retry = Retry::kUntilDeadline;
  } else if (response.status == 403) {
    failure.error = Error{ErrorCode::kPermissionDenied, Concat(answer, " (allow secretsmanager:GetSecretValue)")};
  } else {
    failure.error = Error{ErrorCode::kInvalidInput, answer};
  }
  return failure;
}

Failure FailureOf(Error transport_error) {
  const bool temporary =
      transport_error.code == ErrorCode::kUnavailable || transport_error.code == ErrorCode::kOutcomeUnknown;
  return Failure{std::move(transport_error), temporary ? Retry::kUntilDeadline : Retry::kNever, std::nullopt};
}

// Messages about a good answer must not quote it, not even a parser's: it holds the secret.
Result<Secret<std::string>> SecretIn(const http::Response& response) {
  auto body = json::Parse(response.body);
  if (!body) {
    return Error{ErrorCode::kInvalidInput, "the answer is no JSON; is the endpoint really Secrets Manager?"};
  }
  json::Value* value = body->AsObject() == nullptr ? nullptr : body->AsObject()->Find("SecretString");
  if (value != nullptr && value->AsString() != nullptr) return Secret<std::string>(std::move(*value->AsString()));
  if (body->Find("SecretBinary") != nullptr) {
    return Error{ErrorCode::kInvalidInput, "the secret is binary (SecretBinary); store it as text (SecretString)"};
  }
  return Error{ErrorCode::kInvalidInput, "the answer holds no SecretString"};
}

Milliseconds Between(SteadyTime from, SteadyTime to) {
  return std::chrono::floor<Milliseconds>(to - from);
}

}  // namespace

SecretsManager::SecretsManager(Parts parts, Credentials credentials, std::string region, std::string endpoint)
    : parts_(parts), credentials_(std::move(credentials)), region_(std::move(region)), endpoint_(std::move(endpoint)) {}

Result<Secret<std::string>> SecretsManager::GetSecretString(std::string_view secret_id, SteadyTime deadline) {
  const std::string context = Concat("reading the secret '", secret_id, "' from Secrets Manager in ", region_);
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the Secrets Manager endpoint").WithContext(context);

  http::Request unsigned_request;
  unsigned_request.method = "POST";
  unsigned_request.origin = url->origin;
  unsigned_request.target = url->target;
  unsigned_request.headers = {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", std::string(kTarget)}};
  unsigned_request.body = json::Write(json::Object{{"SecretId", secret_id}});
  http::CallOptions options;

  const SteadyTime started = parts_.clock.SteadyNow();
  const SteadyTime role_deadline = std::min<SteadyTime>(deadline, started + kRoleSettles);
  if (started >= deadline) return Error{ErrorCode::kDeadlineExceeded, "no time was left"}.WithContext(context);
  for (int attempt = 0;; ++attempt) {
    options.total_timeout = std::clamp(Between(parts_.clock.SteadyNow(), deadline), Milliseconds(1), kCallTimeout);
    http::Request request = unsigned_request;
    Sign(request, credentials_, {.region = region_, .service = "secretsmanager"}, parts_.clock.Now());
    auto response = parts_.client.Send(request, options);
    if (response && response->ok()) {
      auto secret = SecretIn(*response);
      if (!secret) return secret.error().WithContext(context);
      return secret;
    }
    const Failure failure = response ? FailureOf(*response) : FailureOf(std::move(response).error());
    const bool role_settles = failure.retry == Retry::kWhileRoleSettles;
    const Milliseconds delay = http::RetryDelay(role_settles ? kRoleBackoff : kFailureBackoff, attempt,
                                                failure.retry_after_seconds, parts_.random);
    if (failure.retry == Retry::kNever ||
        parts_.clock.SteadyNow() + delay >= (role_settles ? role_deadline : deadline)) {
      const std::string tries = attempt == 0 ? std::string() : Concat(" (", attempt + 1, " attempts)");
      return failure.error.WithContext(Concat(context, tries));
    }
    parts_.clock.SleepFor(delay);
  }
}

}  // namespace genesys_cfn::aws
