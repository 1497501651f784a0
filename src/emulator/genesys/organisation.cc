// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/organisation.h"

#include "base/text.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/credential_record.h"
#include "emulator/genesys/draft_record.h"
#include "emulator/genesys/flows_api.h"
#include "emulator/genesys/function_record.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/routes.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kTokenPath = "/oauth/token";
constexpr std::string_view kApiRoot = "/api/v2/";
constexpr std::string_view kAdministrationRoot = "/genesys-cfn/admin/";
// "JSON depth 50 levels" (genesys-cloud-api.md 4.5).
constexpr size_t kDeepestJson = 50;

std::optional<ApiFailure> CheckPermissions(const Caller& caller, const Route& route) {
  if (route.permissions.front().empty()) return std::nullopt;
  std::string wanted;
  for (const std::string_view permission : route.permissions) {
    if (permission.empty()) continue;
    if (caller.May(permission)) return std::nullopt;
    wanted += Concat(wanted.empty() ? "" : ", ", permission);
  }
  const bool any = !route.permissions.back().empty();
  return ApiFailure{403,
                    any ? "missing.any.permissions" : "missing.permissions",
                    any ? "Unable to perform the requested action. You must have at least one of the following "
                          "permissions assigned: %{permissions}"
                        : "Unable to perform the requested action. You are missing the following permission(s): "
                          "%{permissions}",
                    {{"permissions", std::move(wanted)}},
                    {}};
}

// Children first, so that no row has to look for its own.
void Empty(Transaction& transaction) {
  for (const std::string_view statement :
       {"DELETE FROM genesys_flow_action", "DELETE FROM genesys_flow", "DELETE FROM genesys_action_past",
        "DELETE FROM genesys_action", "DELETE FROM genesys_action_draft", "DELETE FROM genesys_function",
        "DELETE FROM genesys_integration_credential", "DELETE FROM genesys_credential",
        "DELETE FROM genesys_integration", "DELETE FROM genesys_token", "DELETE FROM genesys_oauth_client"}) {
    transaction.Execute(statement);
  }
}

std::variant<json::Object, ApiFailure> ReadBody(const http::Request& request, size_t limit) {
  const std::string type = request.headers.Get("Content-Type").value_or("");
  if (!EqualsIgnoreCase(Trim(Split(type, ';').front()), "application/json")) {
    return ApiFailure{415, "unsupported.media.type", "The Content-Type of this call must be application/json", {}, {}};
  }
  if (request.body.size() > limit) {
    return ApiFailure{413,
                      "request.entity.too.large",
                      "The request is over the size limit. Maximum bytes: %{limit}",
                      {{"limit", std::to_string(limit)}},
                      {}};
  }
  auto body = json::Parse(request.body, {.max_depth = kDeepestJson});
  if (!body.has_value()) return BadRequest(Concat("The request body is not valid JSON: ", body.error().message));
  if (!body->is_object()) return BadRequest(Concat("The request body must be an object, not ", TypeName(*body)));
  return std::move(*body->AsObject());
}

}  // namespace

GenesysOrganisation::GenesysOrganisation(Database& database, const Clock& clock, Random& random,
                                         OrganisationOptions options)
    : database_(database), clock_(clock), random_(random), options_(options) {}

std::string GenesysOrganisation::Schema() {
  return Concat(kOAuthTables, kIntegrationTables, kActionTables, kDraftTables, kFunctionTables, kCredentialTables,
                kFlowTables);
}

Result<void> GenesysOrganisation::Reset() {
  return database_.Run([](Transaction& transaction) { Empty(transaction); });
}

Result<void> GenesysOrganisation::Seed(const std::string& client_id, const Secret<std::string>& client_secret) {
  return database_.Run([&](Transaction& transaction) -> Result<void> {
    Empty(transaction);
    TRY(AddOAuthClient(transaction, random_,
                       {.id = client_id, .secret = client_secret, .permissions = AllPermissions()}));
    for (const IntegrationType& type : IntegrationTypes()) {
      TRY(AddIntegration(transaction, random_, type.name, type.id));
    }
    return {};
  });
}

Result<void> GenesysOrganisation::AddClient(const OAuthClient& client) {
  return database_.Run([&](Transaction& transaction) { return AddOAuthClient(transaction, random_, client); });
}

Result<std::string> GenesysOrganisation::AddNewIntegration(std::string_view name, std::string_view type) {
  return database_.Run([&](Transaction& transaction) { return AddIntegration(transaction, random_, name, type); });
}

Result<bool> GenesysOrganisation::RemoveIntegration(std::string_view id) {
  return database_.Run([&](Transaction& transaction) { return DeleteIntegration(transaction, id); });
}

Result<std::string> GenesysOrganisation::AddPublishedFlow(std::string_view name, std::string_view type,
                                                          const std::vector<std::string>& action_ids) {
  return database_.Run([&](Transaction& transaction) { return AddFlow(transaction, random_, name, type, action_ids); });
}

Result<bool> GenesysOrganisation::RemoveFlow(std::string_view id) {
  return database_.Run([&](Transaction& transaction) { return DeleteFlow(transaction, id); });
}

bool GenesysOrganisation::Serves(std::string_view path) {
  return path == kTokenPath || path.starts_with(kApiRoot) || path.starts_with(kAdministrationRoot);
}

http::Response GenesysOrganisation::Handle(const http::Request& request) {
  const std::string correlation_id = RandomUuid(random_);
  const bool is_login = http::PathOf(request.target) == kTokenPath;
  std::optional<RateWindow> window;
  auto outcome = database_.Run([&](Transaction& transaction) -> Outcome {
    if (is_login) return IssueToken(request, transaction, clock_.Now(), random_, options_);
    return HandleApi(request, transaction, window);
  });
  if (!outcome.has_value() && is_login) return LoginError(500, "server_error", outcome.error().message);
  if (!outcome.has_value()) {
    return ErrorResponse({500, "internal.server.error", outcome.error().message, {}, {}}, correlation_id);
  }
  const auto* const failure = std::get_if<ApiFailure>(&*outcome);
  http::Response response =
      failure != nullptr ? ErrorResponse(*failure, correlation_id) : std::get<http::Response>(*std::move(outcome));
  response.headers.Set(kCorrelationHeader, correlation_id);
  if (window.has_value()) AddRateHeaders(*window, options_.retry_after, response.headers);
  return response;
}

Outcome GenesysOrganisation::HandleApi(const http::Request& request, Transaction& transaction,
                                       std::optional<RateWindow>& window) {
  const WallTime now = clock_.Now();
  const std::string_view path = http::PathOf(request.target);
  Caller caller;
  if (!path.starts_with(kAdministrationRoot)) {
    auto authenticated = Authenticate(request, transaction, now);
    if (auto* failure = std::get_if<ApiFailure>(&authenticated)) return std::move(*failure);
    caller = std::get<Caller>(std::move(authenticated));
    window = CountCall(transaction, caller.token_digest, now, options_.requests_per_minute);
    if (window.has_value() && window->exceeded) return TooManyRequests(*window);
  }
  auto match = FindRoute(request.method, path);
  if (const auto* failure = std::get_if<ApiFailure>(&match)) return *failure;
  auto& [route, arguments] = std::get<RouteMatch>(match);
  if (auto failure = CheckPermissions(caller, *route)) return *failure;
  json::Object body;
  if (route->has_body()) {
    auto read = ReadBody(request, options_.max_body_bytes);
    if (const auto* failure = std::get_if<ApiFailure>(&read)) return *failure;
    body = std::get<json::Object>(std::move(read));
  }
  const std::string host = request.headers.Get("Host").value_or("localhost");
  return route->endpoint({.host = host,
                          .path = path,
                          .arguments = std::move(arguments),
                          .parameters = http::ParseQuery(http::QueryOf(request.target)),
                          .body = std::move(body),
                          .transaction = transaction,
                          .random = random_,
                          .now = now,
                          .options = options_});
}

}  // namespace genesys_cfn::emulator
