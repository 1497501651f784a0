// SPDX-License-Identifier: Apache-2.0
#include "cli/real_organisation.h"

#include <string>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

Result<std::string> Required(const Environment& environment, std::string_view name) {
  std::string value = environment.GetOr(name, "");
  if (!value.empty()) return value;
  return Error{ErrorCode::kInvalidInput,
               Concat("the variable ", name, " is not set: a real organisation needs ", kClientIdVariable, ", ",
                      kClientSecretVariable, " and ", kRegionVariable)};
}

// The secret goes there, so it is https, or this machine.
Result<void> Override(const Environment& environment, std::string_view name, std::string& origin) {
  const std::string value = environment.GetOr(name, "");
  if (value.empty()) return {};
  const bool safe =
      value.starts_with("https://") || value.starts_with("http://127.0.0.1:") || value.starts_with("http://localhost:");
  if (!safe || value.ends_with('/')) {
    return Error{ErrorCode::kInvalidInput,
                 Concat(name, " must be an https URL without a path, as in https://api.mypurecloud.com")};
  }
  origin = value;
  return {};
}

}  // namespace

Result<void> OverrideHosts(const Environment& environment, genesys::Endpoints& endpoints) {
  TRY(Override(environment, "GENESYS_API_URL", endpoints.api_origin));
  return Override(environment, "GENESYS_LOGIN_URL", endpoints.login_origin);
}

Result<RealOrganisation> FindRealOrganisation(const Environment& environment) {
  RealOrganisation organisation;
  TRY_ASSIGN(organisation.credentials.client_id, Required(environment, kClientIdVariable));
  TRY_ASSIGN(std::string secret, Required(environment, kClientSecretVariable));
  organisation.credentials.client_secret = Secret<std::string>(std::move(secret));
  TRY_ASSIGN(const std::string region, Required(environment, kRegionVariable));
  TRY_ASSIGN(organisation.endpoints, genesys::EndpointsOf(region));
  TRY(OverrideHosts(environment, organisation.endpoints));
  return organisation;
}

}  // namespace genesys_cfn::cli
