// SPDX-License-Identifier: Apache-2.0
// Where an organisation lives (genesys-cloud-api.md 1.5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace genesys_cfn::genesys {

struct Endpoints {
  std::string api_origin;    // "https://api.mypurecloud.com"
  std::string login_origin;  // "https://login.mypurecloud.com"
  std::string region;        // as given, for messages

  friend bool operator==(const Endpoints&, const Endpoints&) = default;
};

// An AWS region name ("eu-central-1", "eu_central_1") or a domain ("mypurecloud.de", "api.mypurecloud.de"). A word that
// is neither a known region nor a domain name: kInvalidInput listing the regions, with a suggestion.
Result<Endpoints> EndpointsOf(std::string_view region_or_domain);

}  // namespace genesys_cfn::genesys
