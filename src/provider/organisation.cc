// SPDX-License-Identifier: Apache-2.0
#include "provider/organisation.h"

#include "base/text.h"
#include "genesys/credentials_secret.h"

namespace genesys_cfn::provider {

std::string Organisation::Place() const {
  const bool in_secret = settings_.secret_parameter.empty();
  return Concat(in_secret ? "the secret " : "the parameter ",
                in_secret ? settings_.secret_id : settings_.secret_parameter, " in ", settings_.region);
}

Result<void> Organisation::ReadSecret(SteadyTime deadline) {
  TRY_ASSIGN(const Secret<std::string> text,
             settings_.secret_parameter.empty() ? parts_.secrets.GetSecretString(settings_.secret_id, deadline)
                                                : parts_.parameters.GetParameter(settings_.secret_parameter, deadline));
  auto secret = genesys::ParseCredentialsSecret(text);
  if (!secret) {
    return Error{secret.error().code, Concat(Place(), " ", secret.error().message)};
  }
  credentials_ = std::move(secret->credentials);
  secret_region_ = std::move(secret->region);
  return {};
}

Result<genesys::Endpoints> Organisation::ChooseEndpoints() const {
  genesys::Endpoints endpoints;
  const std::optional<std::string>& region = settings_.genesys_region ? settings_.genesys_region : secret_region_;
  if (region) {
    TRY_ASSIGN(endpoints, genesys::EndpointsOf(*region));
    // A gateway of that shape takes tokens at auth.<domain>.
    constexpr std::string_view kLogin = "https://login.";
    if (settings_.actions_api == genesys::ActionsApi::kData && endpoints.login_origin.starts_with(kLogin)) {
      endpoints.login_origin = Concat("https://auth.", endpoints.login_origin.substr(kLogin.size()));
    }
  } else if (!settings_.api_origin || !settings_.login_origin) {
    return Error{
        ErrorCode::kInvalidInput,
        Concat("no Genesys Cloud region: set the function's variable GENESYS_REGION, or `region` in ", Place())};
  }
  if (settings_.api_origin) endpoints.api_origin = *settings_.api_origin;
  if (settings_.login_origin) endpoints.login_origin = *settings_.login_origin;
  return endpoints;
}

Result<genesys::Session> Organisation::Connect(SteadyTime deadline) {
  // A secret that gave no token may be mended before the next event; a wrong region in it is a host without a name.
  if (!credentials_ || (tokens_ && tokens_->failed())) TRY(ReadSecret(deadline));
  const auto chosen = ChooseEndpoints();
  if (!chosen) {
    credentials_.reset();
    return chosen.error();
  }
  if (endpoints_ != *chosen) {
    endpoints_ = *chosen;
    parts_.client.Warm({&endpoints_->api_origin, 1});  // while the token is fetched
    tokens_.emplace(parts_.client, parts_.clock, parts_.random, endpoints_->login_origin, settings_.token_cache);
  }
  const auto provide = [this, deadline](genesys::Session::Refresh refresh) -> Result<genesys::ClientCredentials> {
    if (refresh == genesys::Session::Refresh::kYes) TRY(ReadSecret(deadline));
    return *credentials_;
  };
  return genesys::Session({parts_.client, parts_.clock, parts_.random, parts_.logger, *tokens_, settings_.actions_api},
                          endpoints_->api_origin, provide, deadline);
}

}  // namespace genesys_cfn::provider
