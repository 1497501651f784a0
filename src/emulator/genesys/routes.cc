// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/routes.h"

#include <algorithm>
#include <optional>

#include "base/encoding.h"
#include "emulator/genesys/action_execution.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/faults_api.h"
#include "emulator/genesys/flows_api.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/options_api.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::array<std::string_view, 2> kViewActions = {"integrations:action:view", "bridge:actions:view"};
constexpr std::array<std::string_view, 2> kExecuteActions = {"integrations:action:execute", "bridge:actions:execute"};
constexpr std::array<std::string_view, 2> kViewIntegrations = {"integrations:integration:view", ""};

// Patterns with a literal segment stand before those with {} in its place.
constexpr auto kRoutes = std::to_array<Route>({
    {"GET", "/api/v2/integrations/actions", kViewActions, ListActions},
    {"POST", "/api/v2/integrations/actions", {"integrations:action:add", ""}, CreateAction},
    {"GET", "/api/v2/integrations/actions/{}", kViewActions, GetAction},
    {"PATCH", "/api/v2/integrations/actions/{}", {"integrations:action:edit", ""}, PatchAction},
    {"DELETE", "/api/v2/integrations/actions/{}", {"integrations:action:delete", ""}, DeleteAction},
    {"GET", "/api/v2/integrations/actions/{}/templates/{}", kViewActions, GetActionTemplate},
    {"GET", "/api/v2/integrations/actions/{}/schemas/{}", kViewActions, GetActionSchema},
    {"POST", "/api/v2/integrations/actions/{}/execute", kExecuteActions, ExecuteAction},
    {"POST", "/api/v2/integrations/actions/{}/test", kExecuteActions, TestAction},
    {"GET", "/api/v2/integrations/types", kViewIntegrations, ListIntegrationTypes},
    {"GET", "/api/v2/integrations/types/{}", kViewIntegrations, GetIntegrationType},
    {"GET", "/api/v2/integrations", kViewIntegrations, ListIntegrations},
    {"GET", "/api/v2/integrations/{}", kViewIntegrations, GetIntegration},
    {"GET",
     "/api/v2/architect/dependencytracking/consumingresources",
     {"architect:dependencyTracking:view", ""},
     ListConsumingResources},
    {"POST", "/genesys-cfn/admin/flows", {}, PublishFlow},
    {"DELETE", "/genesys-cfn/admin/flows/{}", {}, UnpublishFlow},
    {"GET", "/api/v2/organizations/limits/namespaces/{}", {}, ListLimits},
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
