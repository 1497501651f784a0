// SPDX-License-Identifier: Apache-2.0
// OAuth client credentials (genesys-cloud-api.md 1): one token per credentials, kept in memory until shortly before it
// expires. Never on disk, never in a log.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "http/client.h"

namespace genesys_cfn::genesys {

struct ClientCredentials {
  std::string client_id;
  Secret<std::string> client_secret;

  friend bool operator==(const ClientCredentials&, const ClientCredentials&) = default;
};

enum class TokenCache { kOn, kOff };

// Not thread-safe.
class TokenSource {
 public:
  // All must outlive the source. `login_origin` e.g. "https://login.mypurecloud.com".
  TokenSource(http::Client& client, Clock& clock, Random& random, std::string login_origin,
              TokenCache cache = TokenCache::kOn);

  // A cached token, or a new one (always a new one with kOff). Retries throttling and transport errors with backoff
  // until `deadline`. kUnauthenticated when the login service refuses the credentials; the message names the login host
  // and says that a wrong region looks the same.
  Result<Secret<std::string>> Get(const ClientCredentials& credentials, SteadyTime deadline);
  // Forgets the cached token: the API answered 401 to it.
  void Invalidate();
  [[nodiscard]] TokenCache cache() const { return cache_; }
  // Whether the latest Get gave no token.
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  http::Client& client_;
  Clock& clock_;
  Random& random_;
  std::string login_origin_;
  TokenCache cache_;
  std::optional<ClientCredentials> credentials_;
  Secret<std::string> token_;
  // Both must lie ahead: the steady clock stands still while the process is frozen, the wall clock may be set back.
  SteadyTime expires_{};
  WallTime wall_expires_{};
  bool failed_ = false;
};

}  // namespace genesys_cfn::genesys
