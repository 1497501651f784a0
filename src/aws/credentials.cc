// SPDX-License-Identifier: Apache-2.0
#include "aws/credentials.h"

#include "base/text.h"

namespace genesys_cfn::aws {

Result<Credentials> CredentialsFromEnvironment(const Environment& environment) {
  const std::string key_id = environment.GetOr("AWS_ACCESS_KEY_ID", "");
  std::string secret = environment.GetOr("AWS_SECRET_ACCESS_KEY", "");
  if (key_id.empty() || secret.empty()) {
    std::vector<std::string> missing;
    if (key_id.empty()) missing.emplace_back("AWS_ACCESS_KEY_ID");
    if (secret.empty()) missing.emplace_back("AWS_SECRET_ACCESS_KEY");
    return Error{ErrorCode::kUnauthenticated,
                 Concat("no AWS credentials: the environment does not set ", Join(missing, " and "),
                        ". Lambda sets both; elsewhere export them, with AWS_SESSION_TOKEN if they are temporary")};
  }
  Credentials credentials{key_id, Secret<std::string>(std::move(secret)), std::nullopt};
  if (std::string token = environment.GetOr("AWS_SESSION_TOKEN", ""); !token.empty()) {
    credentials.session_token = Secret<std::string>(std::move(token));
  }
  return credentials;
}

Result<std::string> RegionFromEnvironment(const Environment& environment) {
  std::string region = environment.GetOr("AWS_REGION", environment.GetOr("AWS_DEFAULT_REGION", ""));
  if (region.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 "no AWS region: set AWS_REGION or AWS_DEFAULT_REGION, for example to eu-central-1"};
  }
  return region;
}

std::string StandardEndpoint(std::string_view host_prefix, std::string_view region) {
  const std::string_view suffix = region.starts_with("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
  return Concat("https://", host_prefix, '.', region, suffix);
}

std::string EndpointOf(const Environment& environment, std::string_view service, std::string_view host_prefix,
                       std::string_view region) {
  return environment.GetOr(Concat("AWS_ENDPOINT_URL_", service),
                           environment.GetOr("AWS_ENDPOINT_URL", StandardEndpoint(host_prefix, region)));
}

}  // namespace genesys_cfn::aws
