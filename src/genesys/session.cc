// SPDX-License-Identifier: Apache-2.0
#include "genesys/session.h"

#include <algorithm>
#include <span>

#include "base/text.h"
#include "genesys/api_error.h"
#include "http/retry_delay.h"

namespace genesys_cfn::genesys {
namespace {

constexpr Milliseconds kCallTimeout{15'000};
constexpr http::RetryPolicy kFailurePolicy{Milliseconds{200}, Milliseconds{10'000}};
// A 429 without Retry-After: the window is a minute long, so shorter waits would only use it up.
constexpr http::RetryPolicy kRateLimitPolicy{Milliseconds{1'000}, Milliseconds{30'000}};

bool MayHaveActed(const Result<http::Response>& answer) {
  if (!answer) return answer.error().code == ErrorCode::kOutcomeUnknown;
  return answer->status >= 500 || answer->status == 408;
}

http::Request RequestOf(const Call& call, const std::string& origin, const Secret<std::string>& token) {
  http::Request request;
  request.method = call.method;
  request.origin = origin;
  request.target = call.target;
  request.headers.Add("Authorization", Concat("Bearer ", token.Reveal()));
  request.headers.Add("Accept", call.accept);
  if (!call.body.empty()) request.headers.Add("Content-Type", "application/json");
  request.body = call.body;
  return request;
}

}  // namespace

// One call on its way through its attempts.
struct Session::Attempts {
  const Call* call = nullptr;
  std::optional<Result<http::Response>> answer;  // the latest
  int count = 0;
  bool reauthorised = false;
  bool may_have_acted = false;
  bool done = false;
  Milliseconds delay{0};

  // Ends without another attempt because of `error`: an answer that is there counts more than a lack of time.
  void GiveUp(const Error& error) {
    done = true;
    if (!answer || error.code != ErrorCode::kDeadlineExceeded) answer = error;
  }
  Result<http::Response> Take() {
    if (!answer->has_value() && may_have_acted) {
      return Error{ErrorCode::kOutcomeUnknown, answer->error().message};
    }
    return *std::move(answer);
  }
};

Session::Session(Parts parts, std::string api_origin, CredentialsProvider credentials, SteadyTime deadline)
    : parts_(parts), api_origin_(std::move(api_origin)), credentials_(std::move(credentials)), deadline_(deadline) {}

Result<http::Response> Session::Send(const Call& call) {
  std::vector<Result<http::Response>> answers = SendAll({call});
  return std::move(answers.front());
}

std::vector<Result<http::Response>> Session::SendAll(const std::vector<Call>& calls) {
  std::vector<Attempts> all(calls.size());
  for (size_t i = 0; i < calls.size(); ++i) all[i].call = &calls[i];
  while (true) {
    std::vector<Attempts*> pending;
    Milliseconds delay{0};
    for (Attempts& attempts : all) {
      if (!attempts.done) pending.push_back(&attempts);
      if (!attempts.done) delay = std::max(delay, attempts.delay);
    }
    if (pending.empty()) break;
    if (delay > Milliseconds{0}) parts_.clock.SleepFor(delay);

    const Result<Secret<std::string>> token = Token();
    if (!token) {
      for (Attempts* attempts : pending) attempts->GiveUp(token.error());
      break;
    }
    SendPending(pending, *token);
    for (Attempts* attempts : pending) {
      if (!attempts->done) Judge(*attempts);
    }
  }
  std::vector<Result<http::Response>> answers;
  for (Attempts& attempts : all) answers.push_back(attempts.Take());
  return answers;
}

bool Session::WaitFor(Milliseconds duration) {
  if (parts_.clock.SteadyNow() + duration > deadline_) return false;
  parts_.clock.SleepFor(duration);
  return true;
}

void Session::WaitUpTo(Milliseconds duration, Milliseconds rest) {
  const Milliseconds most = std::min(duration, TimeLeft() - rest);
  if (most > Milliseconds{0}) parts_.clock.SleepFor(most);
}

Milliseconds Session::TimeLeft() const {
  return std::chrono::floor<Milliseconds>(deadline_ - parts_.clock.SteadyNow());
}

Result<Secret<std::string>> Session::Token() {
  if (token_) return *token_;
  if (TimeLeft() <= Milliseconds{0}) {
    return Error{ErrorCode::kDeadlineExceeded, "no time is left for a call of the Genesys Cloud API"};
  }
  if (!known_) {
    TRY_ASSIGN(known_, credentials_(Refresh::kNo));
  }
  Result<Secret<std::string>> token = parts_.tokens.Get(*known_, deadline_);
  if (!token && token.error().code == ErrorCode::kUnauthenticated && !refreshed_) {
    // The secret may have been rotated since it was read.
    refreshed_ = true;
    TRY_ASSIGN(ClientCredentials current, credentials_(Refresh::kYes));
    if (current == *known_) return token;
    known_ = std::move(current);
    parts_.logger.Info("genesys_credentials_read_again");
    token = parts_.tokens.Get(*known_, deadline_);
  }
  if (token && parts_.tokens.cache() == TokenCache::kOff) token_ = *token;
  return token;
}

void Session::SendPending(std::vector<Attempts*> pending, const Secret<std::string>& token) {
  std::erase_if(pending, [](Attempts* attempts) {
    const Result<void> permitted = attempts->call->permit ? attempts->call->permit() : Result<void>();
    if (!permitted) attempts->GiveUp(permitted.error());
    return !permitted.has_value();
  });
  if (pending.empty()) return;
  const Milliseconds left = TimeLeft();
  if (left <= Milliseconds{0}) {
    const Error late{ErrorCode::kDeadlineExceeded, "no time is left for a call of the Genesys Cloud API"};
    for (Attempts* attempts : pending) attempts->GiveUp(late);
    return;
  }
  http::CallOptions options;
  Milliseconds timeout{0};
  std::vector<http::Request> requests;
  for (const Attempts* attempts : pending) {
    requests.push_back(RequestOf(*attempts->call, api_origin_, token));
    timeout = std::max(timeout, attempts->call->timeout.value_or(kCallTimeout));
  }
  options.total_timeout = std::min(timeout, left);
  if (pending.size() == 1) {
    pending.front()->answer = parts_.client.Send(requests.front(), options);
    return;
  }
  std::vector<Result<http::Response>> answers = parts_.client.SendAll(requests, options);
  for (size_t i = 0; i < pending.size(); ++i) pending[i]->answer = std::move(answers[i]);
}

void Session::Judge(Attempts& attempts) {
  const Result<http::Response>& answer = *attempts.answer;
  const bool repeatable = attempts.call->repeatable == Repeatable::kYes;
  attempts.may_have_acted = attempts.may_have_acted || MayHaveActed(answer);
  attempts.done = true;
  if (!answer) {
    const ErrorCode code = answer.error().code;
    if (code != ErrorCode::kUnavailable && !(code == ErrorCode::kOutcomeUnknown && repeatable)) return;
    attempts.delay = http::RetryDelay(kFailurePolicy, attempts.count, std::nullopt, parts_.random);
  } else if (answer->status == 401) {
    if (attempts.reauthorised) return;
    attempts.reauthorised = true;
    attempts.delay = Milliseconds{0};
    parts_.tokens.Invalidate();
    token_.reset();
  } else if (answer->status == 429) {
    const std::optional<int> retry_after = ParseApiError(*answer).retry_after_seconds;
    attempts.delay = http::RetryDelay(kRateLimitPolicy, attempts.count, retry_after, parts_.random);
  } else if (MayHaveActed(answer) && answer->status != 501 && repeatable) {
    const std::optional<int> retry_after = ParseApiError(*answer).retry_after_seconds;
    attempts.delay = http::RetryDelay(kFailurePolicy, attempts.count, retry_after, parts_.random);
  } else {
    return;
  }
  if (attempts.delay >= TimeLeft()) return;
  attempts.done = false;
  ++attempts.count;
  LogRepeat(attempts);
}

void Session::LogRepeat(const Attempts& attempts) {
  const Result<http::Response>& answer = *attempts.answer;
  parts_.logger.Warning("genesys_call_repeated",
                        {{"method", attempts.call->method},
                         {"path", http::PathOf(attempts.call->target)},
                         {"attempt", attempts.count},
                         answer ? LogField("status", answer->status) : LogField("error", ToString(answer.error().code)),
                         {"wait_ms", static_cast<int64_t>(attempts.delay.count())}});
}

}  // namespace genesys_cfn::genesys
