// SPDX-License-Identifier: Apache-2.0
// An authorised way to the API: adds the bearer token, renews it once on 401, repeats what may be repeated on 429, 5xx
// and transport errors (design of failures: docs/failures.md), all within one deadline.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "genesys/token_source.h"
#include "http/client.h"

namespace genesys_cfn::genesys {

// How the organisation speaks of actions: the platform's own API, or that of a gateway in front of it, which knows four
// calls below /api/v2/data/actions (docs/configuration.md).
enum class ActionsApi { kIntegrations, kData };

// Whether a call may be sent again when its outcome is unknown. Declared at the call, never guessed from the method.
enum class Repeatable { kYes, kNo };

// Asked before each attempt at a call, once everything else is ready: an error ends the call with it, and nothing
// (more) is sent. For writes that must not come late.
using Permit = std::function<Result<void>()>;

struct Call {
  std::string method;
  std::string target;  // "/api/v2/integrations/actions"
  std::string body;    // JSON, or empty
  Repeatable repeatable = Repeatable::kYes;
  std::string accept = "application/json";
  Permit permit = {};                        // empty: always
  std::optional<Milliseconds> timeout = {};  // of one attempt; nullopt: 15 seconds
};

// Not thread-safe.
class Session {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
    Logger& logger;
    TokenSource& tokens;
    ActionsApi actions_api = ActionsApi::kIntegrations;
  };
  // Gives the credentials; called again with kYes when the login service refused them, to read past any cache
  // (rotation).
  enum class Refresh { kNo, kYes };
  using CredentialsProvider = std::function<Result<ClientCredentials>(Refresh)>;

  Session(Parts parts, std::string api_origin, CredentialsProvider credentials, SteadyTime deadline);

  // Any completed exchange but 401, 429, 408 and 5xx (not 501), which are first retried as far as deadline and
  // Repeatable allow; the last answer is then returned as it is. Errors: as of http::Client, of TokenSource, or
  // kDeadlineExceeded when nothing was sent because the time is up; kOutcomeUnknown whenever any attempt at the call
  // may have been carried out. A Repeatable::kNo call whose sending failed midway: kOutcomeUnknown, not repeated; its
  // 408 and 5xx answers are returned at once (the caller treats them as unknown).
  Result<http::Response> Send(const Call& call);
  // Side by side; same rules for each.
  std::vector<Result<http::Response>> SendAll(const std::vector<Call>& calls);

  // Waits, but not beyond the deadline: false without waiting when it would.
  bool WaitFor(Milliseconds duration);
  // Waits so long, or as long as leaves `rest` before the deadline.
  void WaitUpTo(Milliseconds duration, Milliseconds rest);
  [[nodiscard]] SteadyTime deadline() const { return deadline_; }
  [[nodiscard]] ActionsApi actions_api() const { return parts_.actions_api; }

 private:
  struct Attempts;

  Result<Secret<std::string>> Token();
  [[nodiscard]] Milliseconds TimeLeft() const;
  void SendPending(std::vector<Attempts*> pending, const Secret<std::string>& token);
  // Decides from the latest answer whether the call is done, and if not, after what delay it goes on.
  void Judge(Attempts& attempts);
  void LogRepeat(const Attempts& attempts);

  Parts parts_;
  std::string api_origin_;
  CredentialsProvider credentials_;
  SteadyTime deadline_;
  std::optional<ClientCredentials> known_;    // what the provider gave last
  bool refreshed_ = false;                    // the provider was asked to read past its cache
  std::optional<Secret<std::string>> token_;  // with TokenCache::kOff: one token a session
};

}  // namespace genesys_cfn::genesys
