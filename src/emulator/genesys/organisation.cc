// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/organisation.h"

#include <algorithm>

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
        "DELETE FROM genesys_function_package", "DELETE FROM genesys_integration_credential",
        "DELETE FROM genesys_credential", "DELETE FROM genesys_integration", "DELETE FROM genesys_token",
        "DELETE FROM genesys_client_role", "DELETE FROM genesys_role", "DELETE FROM genesys_oauth_client"}) {
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
  const OrganisationOptions options = options_.Get();
  if (http::PathOf(request.target).starts_with(kAdministrationRoot)) return HandleUndisturbed(request, options);
  if (const auto header = request.headers.Get(kFaultHeader)) {
    const auto fault = ParseFaultHeader(*header);
    const auto* const mistake = std::get_if<FaultMistake>(&fault);
    if (mistake == nullptr) return HandleStruck(std::get<Fault>(fault), request);
    return ErrorResponse(BadRequest(Concat("The header ", kFaultHeader, " is wrong: ", mistake->member,
                                           mistake->member.empty() ? "it " : " ", mistake->message)),
                         RandomUuid(random_));
  }
  if (const auto fault = faults_.Strike(request)) return HandleStruck(*fault, request);
  return HandleUndisturbed(request, options);
}

http::Response GenesysOrganisation::HandleStruck(const Fault& fault, const http::Request& request) {
  OrganisationOptions options = options_.Get();
  http::Response response;
  if (fault.kind == FaultKind::kStaleRead) {
    options.read_lag = options.list_lag = options.delete_lag = options.edit_lag = fault.age;
  }
  if (fault.kind == FaultKind::kExpiredToken) {
    const auto expired = database_.Run([&](Transaction& transaction) { ForgetToken(request, transaction); });
    if (!expired) return ErrorResponse({500, "internal.server.error", expired.error().message, {}, {}}, "");
  }
  if (fault.is_carried_out()) response = HandleUndisturbed(request, options);
  if (fault.kind == FaultKind::kStatus) {
    const std::string correlation_id = RandomUuid(random_);
    if (fault.body) {
      response = {fault.status, {{"Content-Type", "text/html"}}, *fault.body};
    } else if (http::PathOf(request.target) == kTokenPath) {
      response = LoginError(fault.status, fault.code, fault.message);
    } else {
      response = ErrorResponse({fault.status, fault.code, fault.message, {}, {}}, correlation_id);
    }
    response.headers.Set(kCorrelationHeader, correlation_id);
    if (fault.retry_after_seconds) response.headers.Set("Retry-After", std::to_string(*fault.retry_after_seconds));
  }
  response.delay = fault.delay;
  response.ending = EndingOf(fault.kind);
  return response;
}

http::Response GenesysOrganisation::HandleUndisturbed(const http::Request& request,
                                                      const OrganisationOptions& options) {
  const std::string correlation_id = RandomUuid(random_);
  const bool is_login = http::PathOf(request.target) == kTokenPath;
  std::optional<RateWindow> window;
  std::function<Outcome()> afterwards;
  auto outcome = database_.Run([&](Transaction& transaction) -> Outcome {
    if (is_login) return IssueToken(request, transaction, clock_.Now(), random_, options);
    return HandleApi(request, transaction, options, correlation_id, window, afterwards);
  });
  if (!outcome.has_value() && is_login) return LoginError(500, "server_error", outcome.error().message);
  if (!outcome.has_value()) {
    return ErrorResponse({500, "internal.server.error", outcome.error().message, {}, {}}, correlation_id);
  }
  if (afterwards) outcome = afterwards();
  const auto* const failure = std::get_if<ApiFailure>(&*outcome);
  http::Response response =
      failure != nullptr ? ErrorResponse(*failure, correlation_id) : std::get<http::Response>(*std::move(outcome));
  response.headers.Set(kCorrelationHeader, correlation_id);
  if (window.has_value()) AddRateHeaders(*window, options.retry_after, response.headers);
  return response;
}

Outcome GenesysOrganisation::HandleApi(const http::Request& request, Transaction& transaction,
                                       const OrganisationOptions& switches, const std::string& correlation_id,
                                       std::optional<RateWindow>& window, std::function<Outcome()>& afterwards) {
  OrganisationOptions options = switches;
  options.past_kept = std::max(options.past_kept, faults_.LongestAge());
  const WallTime now = clock_.Now();
  const std::string_view path = http::PathOf(request.target);
  Caller caller;
  if (!path.starts_with(kAdministrationRoot)) {
    auto authenticated = Authenticate(request, transaction, now);
    if (auto* failure = std::get_if<ApiFailure>(&authenticated)) return std::move(*failure);
    caller = std::get<Caller>(std::move(authenticated));
    window = CountCall(transaction, caller.token_digest, now, options.requests_per_minute);
    if (window.has_value() && window->exceeded) return TooManyRequests(*window);
  }
  auto match = FindRoute(request.method, path);
  if (const auto* failure = std::get_if<ApiFailure>(&match)) return *failure;
  auto& [route, arguments] = std::get<RouteMatch>(match);
  if (auto failure = CheckPermissions(caller, *route)) return *failure;
  json::Object body;
  if (route->has_body()) {
    auto read = ReadBody(request, options.max_body_bytes);
    if (const auto* failure = std::get_if<ApiFailure>(&read)) return *failure;
    body = std::get<json::Object>(std::move(read));
  }
  const std::string host = request.headers.Get("Host").value_or("localhost");
  return route->endpoint(
      {.host = host,
       .path = path,
       .client_id = caller.client_id,
       .arguments = std::move(arguments),
       .parameters = http::ParseQuery(http::QueryOf(request.target)),
       .body = std::move(body),
       .transaction = transaction,
       .random = random_,
       .now = now,
       .options = options,
       .faults = faults_,
       .switches = options_,
       .execution = {.organisation = *this,
                     .outside = outside_,
                     .auth_responses = auth_responses_,
                     .authorization = request.headers.Get("Authorization").value_or(""),
                     .correlation_id = correlation_id,
                     .depth = ParseInteger<int>(request.headers.Get(kDepthHeader).value_or("0")).value_or(0)},
       .afterwards = afterwards});
}

}  // namespace genesys_cfn::emulator
