// SPDX-License-Identifier: Apache-2.0
#include "provider/settings.h"

#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::provider {
namespace {

constexpr std::string_view kDefaultSecret = "/genesys/oauth/credentials";

// An override of an origin: a URL without a path.
Result<std::optional<std::string>> OriginFrom(const Environment& environment, std::string_view name) {
  const std::string url = environment.GetOr(name, "");
  if (url.empty()) return std::optional<std::string>();
  const auto split = http::ParseUrl(url);
  if (!split) return split.error().WithContext(name);
  if (split->target != "/") {
    return Error{ErrorCode::kInvalidInput,
                 Concat(name, " must be a URL without a path, as in https://api.mypurecloud.com")};
  }
  return std::optional<std::string>(split->origin);
}

// A switch of two words; absent means `otherwise`.
Result<bool> IsChosen(const Environment& environment, std::string_view name, std::string_view word,
                      std::string_view otherwise) {
  const std::string value = environment.GetOr(name, otherwise);
  if (EqualsIgnoreCase(value, word)) return true;
  if (EqualsIgnoreCase(value, otherwise)) return false;
  return Error{ErrorCode::kInvalidInput, Concat(name, " must be ", word, " or ", otherwise)};
}

}  // namespace

Result<Settings> ReadSettings(const Environment& environment) {
  Settings settings;
  settings.runtime_api = environment.GetOr("AWS_LAMBDA_RUNTIME_API", "");
  if (settings.runtime_api.empty()) {
    return Error{
        ErrorCode::kInvalidInput,
        "AWS_LAMBDA_RUNTIME_API is not set: this program is a Lambda function and is started by AWS Lambda, or "
        "by `genesys-cfn local`"};
  }
  TRY_ASSIGN(settings.credentials, aws::CredentialsFromEnvironment(environment));
  TRY_ASSIGN(settings.region, aws::RegionFromEnvironment(environment));
  settings.secret_parameter = environment.GetOr("GENESYS_SECRET_PARAMETER", "");
  settings.secret_id = environment.GetOr("GENESYS_SECRET_ID", "");
  if (!settings.secret_id.empty() && !settings.secret_parameter.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 "GENESYS_SECRET_ID and GENESYS_SECRET_PARAMETER are both set: the credentials are in one of the two"};
  }
  if (settings.secret_id.empty() && settings.secret_parameter.empty()) settings.secret_id = kDefaultSecret;
  settings.secrets_manager_endpoint =
      aws::EndpointOf(environment, "SECRETS_MANAGER", "secretsmanager", settings.region);
  settings.parameter_store_endpoint = aws::EndpointOf(environment, "SSM", "ssm", settings.region);
  settings.s3_endpoint = aws::EndpointOf(environment, "S3", "s3", settings.region);
  settings.cloudformation_endpoint = aws::EndpointOf(environment, "CLOUDFORMATION", "cloudformation", settings.region);
  const std::string genesys_region = environment.GetOr("GENESYS_REGION", "");
  if (!genesys_region.empty()) settings.genesys_region = genesys_region;
  TRY_ASSIGN(settings.api_origin, OriginFrom(environment, "GENESYS_API_URL"));
  TRY_ASSIGN(settings.login_origin, OriginFrom(environment, "GENESYS_LOGIN_URL"));
  TRY_ASSIGN(const bool cache_off, IsChosen(environment, "GENESYS_TOKEN_CACHE", "off", "on"));
  if (cache_off) settings.token_cache = genesys::TokenCache::kOff;
  TRY_ASSIGN(const bool data_api, IsChosen(environment, "GENESYS_ACTIONS_API", "data", "integrations"));
  if (data_api) settings.actions_api = genesys::ActionsApi::kData;
  settings.environment_label = environment.GetOr("GENESYS_ENVIRONMENT", "");
  TRY_ASSIGN(const bool loopback, IsChosen(environment, "GENESYS_CFN_LOOPBACK", "allow", "refuse"));
  if (loopback) settings.answer_hosts = custom_resource::AllowedHosts::kLoopbackToo;
  return settings;
}

}  // namespace genesys_cfn::provider
