// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor_permissions.h"

#include <algorithm>

#include "base/text.h"
#include "genesys/api_error.h"

namespace genesys_cfn::cli {
namespace {

constexpr NeededPermission kAddAction{"integrations:action:add", ""};
constexpr NeededPermission kViewAction{"integrations:action:view", "/api/v2/integrations/actions?pageSize=1"};
// Reading the validation of a draft needs the right to edit; there is no such draft, and that is the answer hoped for.
constexpr NeededPermission kEditAction{"integrations:action:edit",
                                       "/api/v2/integrations/actions/custom_-_00000000-0000-0000-0000-000000000000/"
                                       "draft/validation"};
constexpr NeededPermission kDeleteAction{"integrations:action:delete", ""};
constexpr NeededPermission kExecuteAction{"integrations:action:execute", ""};
constexpr NeededPermission kViewFunction{"integrations:actionFunction:view",
                                         "/api/v2/integrations/actions/functions/runtimes"};
constexpr NeededPermission kEditFunction{"integrations:actionFunction:edit", ""};
constexpr NeededPermission kViewIntegration{"integrations:integration:view", "/api/v2/integrations?pageSize=1"};
constexpr NeededPermission kAddIntegration{"integrations:integration:add", ""};
constexpr NeededPermission kEditIntegration{"integrations:integration:edit", ""};
constexpr NeededPermission kDeleteIntegration{"integrations:integration:delete", ""};
constexpr NeededPermission kTrackDependencies{
    "architect:dependencyTracking:view",
    "/api/v2/architect/dependencytracking/consumingresources?pageSize=1&objectType=DATAACTION"
    "&id=custom_-_00000000-0000-0000-0000-000000000000"};

using Permissions = std::vector<NeededPermission>;

Permissions OfDataAction(const json::Object& properties) {
  Permissions needed = {kAddAction, kViewAction, kEditAction, kDeleteAction, kViewIntegration, kTrackDependencies};
  if (properties.Contains("Test")) needed.push_back(kExecuteAction);
  if (properties.Contains("Function")) needed.insert(needed.end(), {kViewFunction, kEditFunction});
  return needed;
}

Permissions OfResource(std::string_view type, const json::Object& properties) {
  if (type == "Custom::GenesysDataAction") return OfDataAction(properties);
  if (type == "Custom::GenesysDataActionLookup") return {kViewAction, kViewIntegration};
  if (type == "Custom::GenesysCustomAuthAction") return {kViewAction, kEditAction};
  Permissions needed = {kViewIntegration, kAddIntegration, kEditIntegration, kDeleteIntegration};
  if (type == "Custom::GenesysCredential") return needed;
  if (type != "Custom::GenesysIntegration") return {};
  needed.push_back(kViewAction);  // whether actions are on it, at its deletion
  return needed;
}

void AddNew(const Permissions& more, Permissions& permissions) {
  for (const NeededPermission& permission : more) {
    if (std::ranges::find(permissions, permission.permission, &NeededPermission::permission) == permissions.end()) {
      permissions.push_back(permission);
    }
  }
}

// A permission that the client lacks.
Check Lacks(const NeededPermission& needed, std::string detail) {
  std::string name = Concat("permission ", needed.permission);
  if (needed.permission == kTrackDependencies.permission) {
    return {std::move(name), CheckState::kWarning, std::move(detail),
            "without it a Delete does not see which published flows use the action"};
  }
  return {std::move(name), CheckState::kFailed, std::move(detail),
          Concat("give a role of the OAuth client ", needed.permission)};
}

}  // namespace

std::vector<NeededPermission> NeededPermissions(const cloudformation::Template* wanted) {
  if (wanted == nullptr) return OfDataAction({});
  Permissions permissions;
  for (const cloudformation::ResourceDeclaration& resource : wanted->resources) {
    AddNew(OfResource(resource.type, resource.properties), permissions);
  }
  return permissions;
}

Check JudgePermission(const NeededPermission& needed, const http::Response& response) {
  const std::string name = Concat("permission ", needed.permission);
  if (response.ok() || response.status == 404) return {name, CheckState::kOk, "the OAuth client has it"};
  const genesys::ApiError error = genesys::ParseApiError(response);
  const Error described = genesys::ToError(error, "asking", "GET", needed.probe, needed.permission);
  if (response.status != 403) return {name, CheckState::kWarning, described.message, "try again"};
  return Lacks(needed, described.message);
}

std::optional<Check> JudgeByRoles(const NeededPermission& needed, const genesys::Grants& grants) {
  if (grants.Allow(needed.permission)) {
    return Check{Concat("permission ", needed.permission), CheckState::kOk, "a role of the OAuth client grants it"};
  }
  if (!grants.is_complete) return std::nullopt;
  return Lacks(needed, "no role of the OAuth client grants it");
}

}  // namespace genesys_cfn::cli
