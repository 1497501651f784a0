// SPDX-License-Identifier: Apache-2.0
// An authorised way to the API: adds the bearer token, renews it once on 401, repeats what may be repeated on 429, 5xx and
// transport errors (design of failures: docs/failures.md), all within one deadline.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/result.h"
#include "genesys/token_source.h"
#include "http/client.h"

namespace genesys_cfn::genesys {

// Whether a call may be sent again when its outcome is unknown. Declared at the call, never guessed from the method.
enum class Repeatable { kYes, kNo };

struct Call {
  std::string method;
  std::string target;  // "/api/v2/integrations/actions"
  std::string body;    // JSON, or empty
  Repeatable repeatable = Repeatable::kYes;
  std::string accept = "application/json";
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
  };
  // Gives the credentials; called again with kYes when the login service refused them, to read past any cache (rotation).
  enum class Refresh { kNo, kYes };
  using CredentialsProvider = std::function<Result<ClientCredentials>(Refresh)>;

  Session(Parts parts, std::string api_origin, CredentialsProvider credentials, SteadyTime deadline);

  // Any completed exchange but 401, 429 and 5xx, which are first retried as far as deadline and Repeatable allow; the last
  // answer is then returned as it is. Errors: as of http::Client, of TokenSource, or kDeadlineExceeded when nothing (more)
  // was sent because the time is up. A Repeatable::kNo call whose sending failed midway: kOutcomeUnknown, not repeated; its
  // 5xx answers are returned at once (the caller treats them as unknown).
  Result<http::Response> Send(const Call& call);
  // Side by side; same rules for each.
  std::vector<Result<http::Response>> SendAll(const std::vector<Call>& calls);

  // Waits, but not beyond the deadline: false without waiting when it would.
  bool WaitFor(Milliseconds duration);
  [[nodiscard]] SteadyTime deadline() const { return deadline_; }

 private:
  Parts parts_;
  std::string api_origin_;
  CredentialsProvider credentials_;
  SteadyTime deadline_;
};

}  // namespace genesys_cfn::genesys
