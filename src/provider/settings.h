// SPDX-License-Identifier: Apache-2.0
// The function's configuration, from its environment variables (docs/configuration.md). Never a credential: those are
// in Secrets Manager or Parameter Store.
#pragma once

#include <optional>
#include <string>

#include "aws/credentials.h"
#include "base/environment.h"
#include "base/result.h"
#include "custom_resource/delivery.h"
#include "genesys/session.h"
#include "genesys/token_source.h"

namespace genesys_cfn::provider {

struct Settings {
  std::string runtime_api;  // AWS_LAMBDA_RUNTIME_API
  aws::Credentials credentials;
  std::string region;  // of AWS
  // Where the OAuth client is; exactly one is not empty.
  std::string secret_id;         // GENESYS_SECRET_ID, a secret's name or ARN
  std::string secret_parameter;  // GENESYS_SECRET_PARAMETER, a parameter's name or ARN
  std::string secrets_manager_endpoint;
  std::string parameter_store_endpoint;
  std::string s3_endpoint;
  std::string cloudformation_endpoint;
  std::optional<std::string> genesys_region;  // GENESYS_REGION; else the secret's `region`
  std::optional<std::string> api_origin;      // GENESYS_API_URL
  std::optional<std::string> login_origin;    // GENESYS_LOGIN_URL
  // GENESYS_ACTIONS_API=data: a gateway of that shape, with weaker guarantees (docs/guarantees.md).
  genesys::ActionsApi actions_api = genesys::ActionsApi::kIntegrations;
  genesys::TokenCache token_cache = genesys::TokenCache::kOn;  // GENESYS_TOKEN_CACHE=off
  std::string environment_label;                               // GENESYS_ENVIRONMENT
  custom_resource::AllowedHosts answer_hosts =
      custom_resource::AllowedHosts::kAmazonOnly;  // GENESYS_CFN_LOOPBACK=allow
};

// kInvalidInput names the variable and what it should be.
Result<Settings> ReadSettings(const Environment& environment);

}  // namespace genesys_cfn::provider
