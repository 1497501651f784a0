// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/routes.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "emulator/genesys/action_execution.h"
#include "emulator/genesys/action_reference_api.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/authorization_api.h"
#include "emulator/genesys/credentials_api.h"
#include "emulator/genesys/data_actions_api.h"
#include "emulator/genesys/drafts_api.h"
#include "emulator/genesys/faults_api.h"
#include "emulator/genesys/flows_api.h"
#include "emulator/genesys/functions_api.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/oauth_clients_api.h"
#include "emulator/genesys/options_api.h"
#include "emulator/genesys/roles_api.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::array<std::string_view, 2> kViewActions = {"integrations:action:view", "bridge:actions:view"};
constexpr std::array<std::string_view, 2> kExecuteActions = {"integrations:action:execute", "bridge:actions:execute"};
constexpr std::array<std::string_view, 2> kViewIntegrations = {"integrations:integration:view", ""};

constexpr std::array<std::string_view, 2> kAddAction = {"integrations:action:add", ""};
constexpr std::array<std::string_view, 2> kEditAction = {"integrations:action:edit", ""};
constexpr std::array<std::string_view, 2> kDeleteAction = {"integrations:action:delete", ""};
constexpr std::array<std::string_view, 2> kViewFunction = {"integrations:actionFunction:view", ""};
constexpr std::array<std::string_view, 2> kEditFunction = {"integrations:actionFunction:edit", ""};
constexpr std::array<std::string_view, 2> kViewCertificates = {"integrations:actionCertificate:view", ""};
constexpr std::array<std::string_view, 2> kAddIntegration = {"integrations:integration:add", ""};
constexpr std::array<std::string_view, 2> kEditIntegration = {"integrations:integration:edit", ""};
constexpr std::array<std::string_view, 2> kDeleteIntegration = {"integrations:integration:delete", ""};

// Patterns with a literal segment stand before those with {} in its place.
constexpr auto kRoutes = std::to_array<Route>({
    {"GET", "/api/v2/integrations/actions", kViewActions, ListActions},
    {"POST", "/api/v2/integrations/actions", kAddAction, CreateAction},
    {"GET", "/api/v2/integrations/actions/categories", kViewActions, ListActionCategories},
    {"GET", "/api/v2/integrations/actions/certificates", kViewCertificates, ListActionCertificates},
    {"GET", "/api/v2/integrations/actions/certificates/truststore", kViewCertificates, GetTrustStore},
    {"GET", "/api/v2/integrations/actions/functions/runtimes", kViewFunction, ListFunctionRuntimes},
    {"GET", "/api/v2/integrations/actions/drafts", kViewActions, ListDrafts},
    {"POST", "/api/v2/integrations/actions/drafts", kAddAction, CreateDraft},
    {"GET", "/api/v2/integrations/actions/{}", kViewActions, GetAction},
    {"PATCH", "/api/v2/integrations/actions/{}", kEditAction, PatchAction},
    {"DELETE", "/api/v2/integrations/actions/{}", kDeleteAction, DeleteAction},
    {"GET", "/api/v2/integrations/actions/{}/templates/{}", kViewActions, GetActionTemplate},
    {"GET", "/api/v2/integrations/actions/{}/schemas/{}", kViewActions, GetActionSchema},
    {"POST", "/api/v2/integrations/actions/{}/execute", kExecuteActions, ExecuteAction},
    {"POST", "/api/v2/integrations/actions/{}/test", kExecuteActions, TestAction},
    {"POST", "/api/v2/integrations/actions/{}/draft/test", {"integrations:action:execute", ""}, TestDraft},
    {"GET", "/api/v2/integrations/actions/{}/function", kViewFunction, GetFunction},
    {"GET", "/api/v2/integrations/actions/{}/draft", kViewActions, GetDraft},
    {"POST", "/api/v2/integrations/actions/{}/draft", kEditAction, CreateDraftOfAction, RequestBody::kNone},
    {"PATCH", "/api/v2/integrations/actions/{}/draft", kEditAction, PatchDraft},
    {"DELETE", "/api/v2/integrations/actions/{}/draft", kDeleteAction, DeleteActionDraft},
    {"GET", "/api/v2/integrations/actions/{}/draft/validation", kEditAction, GetDraftValidation},
    {"POST", "/api/v2/integrations/actions/{}/draft/publish", kEditAction, PublishDraft},
    {"GET", "/api/v2/integrations/actions/{}/draft/templates/{}", kViewActions, GetDraftTemplate},
    {"GET", "/api/v2/integrations/actions/{}/draft/schemas/{}", kViewActions, GetDraftSchema},
    {"GET", "/api/v2/integrations/actions/{}/draft/function", kViewFunction, GetDraftFunction},
    {"PUT", "/api/v2/integrations/actions/{}/draft/function", kEditFunction, PutDraftFunction},
    {"POST", "/api/v2/integrations/actions/{}/draft/function/upload", kEditFunction, RequestFunctionUpload},
    {"GET", "/api/v2/integrations/types", kViewIntegrations, ListIntegrationTypes},
    {"GET", "/api/v2/integrations/types/{}", kViewIntegrations, GetIntegrationType},
    {"GET", "/api/v2/integrations/types/{}/configschemas/{}", kViewIntegrations, GetConfigSchema},
    {"GET", "/api/v2/integrations/credentials", kViewIntegrations, ListCredentials},
    {"POST", "/api/v2/integrations/credentials", kAddIntegration, CreateCredential},
    {"GET", "/api/v2/integrations/credentials/listing", kViewIntegrations, ListCredentialsByCursor},
    {"GET", "/api/v2/integrations/credentials/types", kViewIntegrations, ListCredentialTypes},
    {"GET", "/api/v2/integrations/credentials/{}", kViewIntegrations, GetCredential},
    {"PUT", "/api/v2/integrations/credentials/{}", kEditIntegration, PutCredential},
    {"DELETE", "/api/v2/integrations/credentials/{}", kDeleteIntegration, DeleteCredential},
    {"GET", "/api/v2/integrations", kViewIntegrations, ListIntegrations},
    {"POST", "/api/v2/integrations", kAddIntegration, CreateIntegration},
    {"GET", "/api/v2/integrations/{}", kViewIntegrations, GetIntegration},
    {"PATCH", "/api/v2/integrations/{}", kEditIntegration, PatchIntegration},
    {"DELETE", "/api/v2/integrations/{}", kDeleteIntegration, DeleteIntegrationById},
    {"GET", "/api/v2/integrations/{}/config/current", kViewIntegrations, GetIntegrationConfig},
    {"PUT", "/api/v2/integrations/{}/config/current", kEditIntegration, PutIntegrationConfig},
    {"GET",
     "/api/v2/architect/dependencytracking/consumingresources",
     {"architect:dependencyTracking:view", ""},
     ListConsumingResources},
    {"POST", "/genesys-cfn/admin/flows", {}, PublishFlow},
    {"DELETE", "/genesys-cfn/admin/flows/{}", {}, UnpublishFlow},
    {"GET", "/api/v2/organizations/limits/namespaces/{}", {}, ListLimits},
    {"GET", "/api/v2/authorization/subjects/me", {}, GetOwnSubject},
    {"GET", "/api/v2/data/actions", {"data:actions:read", ""}, ListDataActions},
    {"POST", "/api/v2/data/actions", {"data:actions:create", ""}, CreateDataAction},
    {"GET", "/api/v2/data/actions/{}", {"data:actions:read", ""}, GetDataAction},
    {"PUT", "/api/v2/data/actions/{}", {"data:actions:update", ""}, PutDataAction},
    {"DELETE", "/api/v2/data/actions/{}", {"data:actions:delete", ""}, DeleteAction},
    {"GET", "/genesys-cfn/admin/oauth/clients", {}, ListClients},
    {"POST", "/genesys-cfn/admin/oauth/clients", {}, CreateClient},
    {"GET", "/genesys-cfn/admin/oauth/clients/{}", {}, GetClient},
    {"PATCH", "/genesys-cfn/admin/oauth/clients/{}", {}, PatchClient},
    {"DELETE", "/genesys-cfn/admin/oauth/clients/{}", {}, DeleteClient},
    {"POST", "/genesys-cfn/admin/oauth/clients/{}/secret", {}, RenewClientSecret},
    {"GET", "/genesys-cfn/admin/roles", {}, ListRoles},
    {"POST", "/genesys-cfn/admin/roles", {}, CreateRole},
    {"PATCH", "/genesys-cfn/admin/roles/{}", {}, PatchRole},
    {"DELETE", "/genesys-cfn/admin/roles/{}", {}, DeleteRole},
    {"GET", "/genesys-cfn/admin/options", {}, GetOptions},
    {"PATCH", "/genesys-cfn/admin/options", {}, PatchOptions},
    {"GET", "/genesys-cfn/admin/faults", {}, ListFaults},
    {"POST", "/genesys-cfn/admin/faults", {}, AddFault},
    {"DELETE", "/genesys-cfn/admin/faults", {}, ClearFaults},
    {"DELETE", "/genesys-cfn/admin/faults/{}", {}, RemoveFault},
});

// Cuts the first segment and the '/' behind it off `path`.
std::string_view TakeSegment(std::string_view& path) {
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(std::min(segment.size() + 1, path.size()));
  return segment;
}

std::optional<std::vector<std::string>> MatchPattern(std::string_view pattern, std::string_view path) {
  if (std::count(pattern.begin(), pattern.end(), '/') != std::count(path.begin(), path.end(), '/')) return std::nullopt;
  std::vector<std::string> arguments;
  while (!pattern.empty()) {
    const std::string_view wanted = TakeSegment(pattern);
    const std::string_view given = TakeSegment(path);
    if (wanted == given) continue;
    if (wanted != "{}") return std::nullopt;
    auto decoded = PercentDecode(given);
    if (!decoded.has_value() || decoded->empty()) return std::nullopt;
    arguments.push_back(*std::move(decoded));
  }
  return arguments;
}

}  // namespace

std::variant<RouteMatch, ApiFailure> FindRoute(std::string_view method, std::string_view path) {
  std::string_view pattern_of_path;
  for (const Route& route : kRoutes) {
    if (!pattern_of_path.empty() && route.pattern != pattern_of_path) continue;
    auto arguments = MatchPattern(route.pattern, path);
    if (!arguments.has_value()) continue;
    if (route.method == method) return RouteMatch{&route, std::move(*arguments)};
    pattern_of_path = route.pattern;
  }
  if (!pattern_of_path.empty()) {
    return ApiFailure{405,
                      "method.not.allowed",
                      "%{path} cannot be called with %{method}",
                      {{"path", std::string(path)}, {"method", std::string(method)}},
                      {}};
  }
  return ApiFailure{404, "not.found", "There is no resource at %{path}", {{"path", std::string(path)}}, {}};
}

}  // namespace genesys_cfn::emulator
