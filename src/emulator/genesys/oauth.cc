// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/oauth.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/genesys/digest.h"
#include "emulator/genesys/rate_limit.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kShortestToken = 300;
constexpr int64_t kLongestToken = 172'800;
constexpr size_t kTokenLength = 86;
constexpr std::string_view kTokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The rest of "Basic dXNlcg==" after the scheme; nullopt when the header is missing or of another scheme.
std::optional<std::string> AuthorizationOf(const http::Request& request, std::string_view scheme) {
  const auto header = request.headers.Get("Authorization");
  if (!header.has_value()) return std::nullopt;
  const size_t blank = header->find(' ');
  if (blank == std::string::npos || !EqualsIgnoreCase(header->substr(0, blank), scheme)) return std::nullopt;
  return std::string(Trim(std::string_view(*header).substr(blank + 1)));
}

struct ClientRow {
  std::string id;
  int64_t token_seconds = 0;
};

// The client whose id and secret the Basic credentials are.
std::optional<ClientRow> FindClient(const http::Request& request, Transaction& transaction) {
  const auto encoded = AuthorizationOf(request, "Basic");
  if (!encoded.has_value()) return std::nullopt;
  const auto decoded = Base64Decode(*encoded);
  if (!decoded.has_value()) return std::nullopt;
  const size_t colon = decoded->find(':');
  if (colon == std::string::npos) return std::nullopt;
  const std::string id = decoded->substr(0, colon);
  Statement row =
      transaction.Query("SELECT salt, secret_digest, token_seconds FROM genesys_oauth_client WHERE id = ?", id);
  if (!row.Step() || SecretDigest(row.Text(0), decoded->substr(colon + 1)) != row.Text(1)) return std::nullopt;
  return ClientRow{id, row.Integer(2)};
}

bool HasFormBody(const http::Request& request) {
  const std::string type = request.headers.Get("Content-Type").value_or("");
  return EqualsIgnoreCase(Trim(Split(type, ';').front()), "application/x-www-form-urlencoded");
}

// The 400 is what Terraform's provider matches (genesys-cloud-api.md 1.3); its status and text are known so far only.
http::Response Throttled(const RateWindow& window, const OrganisationOptions& options) {
  http::Response response = LoginError(options.token_throttle_status, "invalid_request",
                                       Concat("rate limit exceeded; retry in ", window.seconds_left, " seconds"));
  if (options.token_throttle_status == 429 && options.retry_after == RetryAfter::kSent) {
    response.headers.Set("Retry-After", std::to_string(window.seconds_left));
  }
  return response;
}

}  // namespace

std::vector<std::string> AllPermissions() {
  return {"integrations:action:view",         "integrations:action:add",
          "integrations:action:edit",         "integrations:action:delete",
          "integrations:action:execute",      "bridge:actions:view",
          "bridge:actions:execute",           "integrations:actionFunction:view",
          "integrations:actionFunction:edit", "integrations:actionCertificate:view",
          "integrations:integration:view",    "integrations:integration:add",
          "integrations:integration:edit",    "integrations:integration:delete",
          "architect:dependencyTracking:view"};
}

Result<void> AddOAuthClient(Transaction& transaction, Random& random, const OAuthClient& client) {
  const auto refuse = [&](std::string_view why) {
    return Error{ErrorCode::kInvalidInput, Concat("OAuth client '", client.id, "': ", why)};
  };
  if (client.id.empty() || client.id.find(':') != std::string::npos) {
    return refuse("the id must not be empty nor contain a colon");
  }
  if (client.secret.Reveal().empty()) return refuse("the secret must not be empty");
  if (client.token_seconds < kShortestToken || client.token_seconds > kLongestToken) {
    return refuse(Concat("the token lifetime must be ", kShortestToken, " to ", kLongestToken, " seconds"));
  }
  const std::vector<std::string> known = AllPermissions();
  json::Array permissions;
  for (const std::string& permission : client.permissions) {
    if (std::find(known.begin(), known.end(), permission) == known.end()) {
      return refuse(Concat("there is no permission '", permission, "'"));
    }
    permissions.emplace_back(permission);
  }
  const std::string salt = RandomUuid(random);
  transaction.Execute(
      "INSERT INTO genesys_oauth_client (id, name, salt, secret_digest, token_seconds, permissions) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      client.id, client.name, salt, SecretDigest(salt, client.secret.Reveal()), client.token_seconds,
      json::Write(permissions));
  return {};
}

http::Response IssueToken(const http::Request& request, Transaction& transaction, WallTime now, Random& random,
                          const OrganisationOptions& options) {
  if (request.method != "POST") return LoginError(405, "invalid_request", "the token endpoint takes POST only");
  if (!HasFormBody(request)) {
    return LoginError(400, "invalid_request", "the body must be application/x-www-form-urlencoded");
  }
  const auto client = FindClient(request, transaction);
  if (!client.has_value()) return LoginError(options.invalid_client_status, "invalid_client", "authentication failed");
  const auto grant = http::FindParameter(http::ParseQuery(request.body), "grant_type");
  if (!grant.has_value()) return LoginError(400, "invalid_request", "grant_type is missing");
  if (*grant != "client_credentials") {
    return LoginError(400, "unsupported_grant_type", "the client may use client_credentials only");
  }
  if (const auto window = CountToken(transaction, client->id, now, options.token_requests_per_minute)) {
    if (window->exceeded) return Throttled(*window, options);
  }
  const std::string token = RandomText(random, kTokenAlphabet, kTokenLength);
  const int64_t milliseconds = ToEpochMilliseconds(now);
  transaction.Execute("DELETE FROM genesys_token WHERE expires <= ?", milliseconds);
  transaction.Execute("INSERT INTO genesys_token (digest, client, expires) VALUES (?, ?, ?)", SecretDigest("", token),
                      client->id, milliseconds + client->token_seconds * 1000);
  http::Response response = JsonAnswer(
      json::Object{{"access_token", token}, {"token_type", "bearer"}, {"expires_in", client->token_seconds}});
  response.headers.Add("Cache-Control", "no-store");
  return response;
}

std::variant<Caller, ApiFailure> Authenticate(const http::Request& request, Transaction& transaction, WallTime now) {
  const auto token = AuthorizationOf(request, "Bearer");
  if (!token.has_value() || token->empty()) {
    return ApiFailure{
        401, "authentication.required", "No authentication bearer token specified in authorization header.", {}, {}};
  }
  std::string digest = SecretDigest("", *token);
  Statement row = transaction.Query(
      "SELECT client.id, client.permissions FROM genesys_token AS token "
      "JOIN genesys_oauth_client AS client ON client.id = token.client WHERE token.digest = ? AND token.expires > ?",
      digest, ToEpochMilliseconds(now));
  if (!row.Step()) return ApiFailure{401, "bad.credentials", "Invalid login credentials.", {}, {}};
  return Caller{row.Text(0), std::move(digest), row.Text(1)};
}

void ForgetToken(const http::Request& request, Transaction& transaction) {
  const auto token = AuthorizationOf(request, "Bearer");
  if (token.has_value()) transaction.Execute("DELETE FROM genesys_token WHERE digest = ?", SecretDigest("", *token));
}

bool Caller::May(std::string_view permission) const {
  return permissions.find(Concat("\"", permission, "\"")) != std::string::npos;
}

}  // namespace genesys_cfn::emulator
