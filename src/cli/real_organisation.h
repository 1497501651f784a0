// SPDX-License-Identifier: Apache-2.0
// The Genesys Cloud organisation that the environment names, by the variables that Genesys's own tools read.
#pragma once

#include <string_view>

#include "base/environment.h"
#include "base/result.h"
#include "genesys/regions.h"
#include "genesys/token_source.h"

namespace genesys_cfn::cli {

inline constexpr std::string_view kClientIdVariable = "GENESYSCLOUD_OAUTHCLIENT_ID";
inline constexpr std::string_view kClientSecretVariable = "GENESYSCLOUD_OAUTHCLIENT_SECRET";
inline constexpr std::string_view kRegionVariable = "GENESYSCLOUD_REGION";

struct RealOrganisation {
  genesys::Endpoints endpoints;
  genesys::ClientCredentials credentials;
};

// All three variables are needed; GENESYS_API_URL and GENESYS_LOGIN_URL replace the region's hosts. kInvalidInput names
// what is missing or wrong.
Result<RealOrganisation> FindRealOrganisation(const Environment& environment);
// GENESYS_API_URL and GENESYS_LOGIN_URL in the place of the hosts, if they are set.
Result<void> OverrideHosts(const Environment& environment, genesys::Endpoints& endpoints);

}  // namespace genesys_cfn::cli
