// SPDX-License-Identifier: Apache-2.0
#include "genesys/token_source.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/random.h"
#include "base/text.h"
#include "genesys/api_error.h"
#include "http/retry_delay.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

constexpr Milliseconds kCallTimeout{15'000};
constexpr http::RetryPolicy kFailurePolicy{Milliseconds{200}, Milliseconds{5'000}};
// Throttling without Retry-After: the window is of the order of a minute, and a new process meets many others.
constexpr http::RetryPolicy kThrottledPolicy{Milliseconds{1'000}, Milliseconds{20'000}};
// The range that an OAuth client's tokens can be given (genesys-cloud-api.md 1.4).
constexpr int64_t kShortestLifetimeSeconds = 300;
constexpr int64_t kLongestLifetimeSeconds = 172'800;

http::Request TokenRequest(const std::string& login_origin, const ClientCredentials& credentials) {
  const std::string pair = Concat(credentials.client_id, ":", credentials.client_secret.Reveal());
  http::Request request;
  request.method = "POST";
  request.origin = login_origin;
  request.target = "/oauth/token";
  request.headers.Add("Authorization", Concat("Basic ", Base64Encode(pair)));
  request.headers.Add("Content-Type", "application/x-www-form-urlencoded");
  request.body = "grant_type=client_credentials";
  return request;
}

struct Grant {
  Secret<std::string> token;
  Milliseconds usable_for;
};

Result<Grant> ReadGrant(const http::Response& response, std::string_view host) {
  const Result<json::Value> body = json::Parse(response.body);
  std::string token = body ? body->FindString("access_token").value_or("") : std::string();
  // A line end in a token would end the header that carries it.
  const bool printable = std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  if (token.empty() || !printable) {
    return Error{ErrorCode::kUnavailable,
                 Concat(host, " answered ", response.status, " to the token request, but without a usable token.")};
  }
  const json::Value* expires_in = body->Find("expires_in");
  const int64_t stated =
      expires_in == nullptr ? kShortestLifetimeSeconds : expires_in->AsInteger().value_or(kShortestLifetimeSeconds);
  const Milliseconds lifetime = std::chrono::seconds(std::clamp<int64_t>(stated, 0, kLongestLifetimeSeconds));
  const Milliseconds margin = std::min<Milliseconds>(Milliseconds{60'000}, lifetime / 10);
  return Grant{Secret<std::string>(std::move(token)), lifetime - margin};
}

// What an answer without a grant means.
Error Refusal(const ApiError& error, std::string_view host) {
  if (error.rate_limited || error.status >= 500 || error.status == 408) {
    return ToError(error, "the request", "POST", "/oauth/token", "").WithContext(host);
  }
  std::string text = Concat(host, " answered ", error.status);
  if (!error.code.empty()) text += Concat(" ", error.code);
  if (!error.message.empty()) text += Concat(" (", error.message, ")");
  if (error.code.empty() && error.status != 401 && error.status != 403) {
    return {ErrorCode::kInvalidInput,
            Concat(text, " to the token request, which is no answer of the Genesys login service: check the region.")};
  }
  return {ErrorCode::kUnauthenticated,
          Concat(text,
                 " to the token request: the login service refuses the OAuth client's id and secret. Check both, and "
                 "the region: a wrong region looks the same.")};
}

// What one request came to: a grant, or a failure that may pass or stands.
struct Outcome {
  std::optional<Grant> grant;
  Error failure;
  bool may_pass = false;
  std::optional<int> retry_after;
};

Outcome Judge(const Result<http::Response>& response, std::string_view host) {
  if (!response) {
    const ErrorCode code = response.error().code;
    const bool transport = code == ErrorCode::kUnavailable || code == ErrorCode::kOutcomeUnknown;
    // A token that was made and lost changes nothing: to the caller of the API this is "nothing was done".
    const std::string_view hint =
        code == ErrorCode::kUnavailable ? " (in a VPC a function needs a NAT gateway to reach it)" : "";
    return {std::nullopt,
            Error{transport ? ErrorCode::kUnavailable : code, Concat(response.error().message, hint)},
            transport,
            {}};
  }
  if (response->status == 200) {
    Result<Grant> grant = ReadGrant(*response, host);
    if (!grant) return {std::nullopt, grant.error(), false, {}};
    return {*std::move(grant), {}, false, {}};
  }
  const ApiError error = ParseApiError(*response);
  const Error failure = Refusal(error, host);
  const bool passes = failure.code == ErrorCode::kRateLimited || failure.code == ErrorCode::kUnavailable;
  return {std::nullopt, failure, passes && error.status != 501, error.retry_after_seconds};
}

}  // namespace

TokenSource::TokenSource(http::Client& client, Clock& clock, Random& random, std::string login_origin, TokenCache cache)
    : client_(client), clock_(clock), random_(random), login_origin_(std::move(login_origin)), cache_(cache) {}

Result<Secret<std::string>> TokenSource::Get(const ClientCredentials& credentials, SteadyTime deadline) {
  if (credentials_ == credentials && clock_.SteadyNow() < expires_ && clock_.Now() < wall_expires_) return token_;
  Invalidate();
  failed_ = true;

  const std::string_view host = http::HostOf(login_origin_);
  const http::Request request = TokenRequest(login_origin_, credentials);
  Error failure{ErrorCode::kDeadlineExceeded, Concat("no time is left to fetch a token from ", host)};
  for (int attempt = 0;; ++attempt) {
    const SteadyTime asked = clock_.SteadyNow();
    const WallTime asked_wall = clock_.Now();
    const auto left = std::chrono::floor<Milliseconds>(deadline - asked);
    if (left <= Milliseconds{0}) return failure;
    http::CallOptions options;
    options.total_timeout = std::min(kCallTimeout, left);
    Outcome outcome = Judge(client_.Send(request, options), host);
    if (outcome.grant) {
      failed_ = false;
      if (cache_ == TokenCache::kOn) {
        credentials_ = credentials;
        token_ = outcome.grant->token;
        expires_ = asked + outcome.grant->usable_for;
        wall_expires_ = asked_wall + outcome.grant->usable_for;
      }
      return outcome.grant->token;
    }
    failure = outcome.failure.WithContext("fetching a Genesys Cloud token");
    if (!outcome.may_pass) return failure;
    const bool throttled = failure.code == ErrorCode::kRateLimited;
    const Milliseconds delay =
        http::RetryDelay(throttled ? kThrottledPolicy : kFailurePolicy, attempt, outcome.retry_after, random_);
    if (clock_.SteadyNow() + delay >= deadline) return failure;
    clock_.SleepFor(delay);
  }
}

void TokenSource::Invalidate() {
  credentials_.reset();
  token_ = {};
}

}  // namespace genesys_cfn::genesys
