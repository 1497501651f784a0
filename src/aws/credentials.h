// SPDX-License-Identifier: Apache-2.0
// AWS credentials and endpoints as the standard environment variables give them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/environment.h"
#include "base/result.h"
#include "base/secret.h"

namespace genesys_cfn::aws {

struct Credentials {
  std::string access_key_id;
  Secret<std::string> secret_access_key;
  std::optional<Secret<std::string>> session_token;
};

// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. kUnauthenticated naming what is missing.
Result<Credentials> CredentialsFromEnvironment(const Environment& environment);
// AWS_REGION, else AWS_DEFAULT_REGION; kInvalidInput when neither is set.
Result<std::string> RegionFromEnvironment(const Environment& environment);
// "https://<host_prefix>.<region>.amazonaws.com[.cn]".
std::string StandardEndpoint(std::string_view host_prefix, std::string_view region);
// AWS_ENDPOINT_URL_<SERVICE>, else AWS_ENDPOINT_URL, else the standard endpoint.
// `service` as the SDKs spell it in the variable: "SECRETS_MANAGER", "CLOUDFORMATION".
std::string EndpointOf(const Environment& environment, std::string_view service, std::string_view host_prefix,
                       std::string_view region);

}  // namespace genesys_cfn::aws
