// SPDX-License-Identifier: Apache-2.0
// The login service: OAuth clients, the token endpoint (genesys-cloud-api.md 1), and who a bearer token stands for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

inline constexpr std::string_view kOAuthTables = R"(
  CREATE TABLE genesys_oauth_client (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, salt TEXT NOT NULL, secret_digest TEXT NOT NULL,
    token_seconds INTEGER NOT NULL, permissions TEXT NOT NULL,
    rate_window INTEGER NOT NULL DEFAULT 0, rate_used INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE genesys_token (
    digest TEXT PRIMARY KEY, client TEXT NOT NULL REFERENCES genesys_oauth_client (id) ON DELETE CASCADE,
    expires INTEGER NOT NULL, rate_window INTEGER NOT NULL DEFAULT 0, rate_used INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX genesys_token_client ON genesys_token (client);
  CREATE INDEX genesys_token_expires ON genesys_token (expires);
)";

struct OAuthClient {
  std::string id;
  Secret<std::string> secret;
  std::string name = "Client of the local organisation";
  std::vector<std::string> permissions = {};  // "integrations:action:view"
  int64_t token_seconds = 86'400;             // 300..172800
};

// kInvalidInput for an empty id or secret, a lifetime out of range, or a permission that does not exist.
Result<void> AddOAuthClient(Transaction& transaction, Random& random, const OAuthClient& client);

// Every permission of genesys-cloud-api.md section 6.
std::vector<std::string> AllPermissions();

// POST /oauth/token.
http::Response IssueToken(const http::Request& request, Transaction& transaction, WallTime now, Random& random,
                          const OrganisationOptions& options);

struct Caller {
  std::string client_id;
  std::string token_digest;
  std::string permissions;  // as stored: a JSON array of names that need no escapes

  [[nodiscard]] bool May(std::string_view permission) const;
};
// The client that the bearer token was issued to; a 401 when there is no token, or an unknown or expired one.
std::variant<Caller, ApiFailure> Authenticate(const http::Request& request, Transaction& transaction, WallTime now);
// The request's bearer token, if it has one, is valid no more.
void ForgetToken(const http::Request& request, Transaction& transaction);

}  // namespace genesys_cfn::emulator
