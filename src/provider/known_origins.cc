// SPDX-License-Identifier: Apache-2.0
#include "provider/known_origins.h"

#include "genesys/regions.h"
#include "http/message.h"

namespace genesys_cfn::provider {

std::vector<std::string> KnownOrigins(const Settings& settings) {
  std::vector<std::string> urls = {settings.secret_parameter.empty() ? settings.secrets_manager_endpoint
                                                                     : settings.parameter_store_endpoint};
  genesys::Endpoints endpoints;
  if (settings.genesys_region) {
    if (const auto known = genesys::EndpointsOf(*settings.genesys_region)) endpoints = *known;
  }
  urls.push_back(settings.login_origin.value_or(endpoints.login_origin));
  urls.push_back(settings.api_origin.value_or(endpoints.api_origin));

  std::vector<std::string> origins;
  for (const std::string& url : urls) {
    const auto split = http::ParseUrl(url);
    if (split && split->origin.starts_with("https://")) origins.push_back(split->origin);
  }
  return origins;
}

}  // namespace genesys_cfn::provider
