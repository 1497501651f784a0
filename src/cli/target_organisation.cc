// SPDX-License-Identifier: Apache-2.0
#include "cli/target_organisation.h"

#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kClientId = "GENESYSCLOUD_OAUTHCLIENT_ID";
constexpr std::string_view kClientSecret = "GENESYSCLOUD_OAUTHCLIENT_SECRET";
constexpr std::string_view kRegion = "GENESYSCLOUD_REGION";

Result<std::string> Required(const Environment& environment, std::string_view name) {
  std::string value = environment.GetOr(name, "");
  if (!value.empty()) return value;
  return Error{ErrorCode::kInvalidInput,
               Concat("the variable ", name, " is not set: a real organisation needs ", kClientId, ", ", kClientSecret,
                      " and ", kRegion, ". For the local one give --organisation local.")};
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

Result<std::unique_ptr<TargetOrganisation>> TargetOrganisation::Open(CommandContext& context, OrganisationChoice choice,
                                                                     const std::string& command) {
  std::unique_ptr<TargetOrganisation> target(new TargetOrganisation(context.surroundings));
  const bool named = !context.surroundings.environment.GetOr(kClientId, "").empty();
  if (choice == OrganisationChoice::kReal || (choice == OrganisationChoice::kAutomatic && named)) {
    TRY(target->ReadEnvironment());
  } else {
    TRY_ASSIGN(target->cloud_, OpenCloud(context, command));
  }
  return target;
}

Result<void> TargetOrganisation::ReadEnvironment() {
  const Environment& environment = surroundings_.environment;
  TRY_ASSIGN(credentials_.client_id, Required(environment, kClientId));
  TRY_ASSIGN(std::string secret, Required(environment, kClientSecret));
  credentials_.client_secret = Secret<std::string>(std::move(secret));
  TRY_ASSIGN(const std::string region, Required(environment, kRegion));
  TRY_ASSIGN(endpoints_, genesys::EndpointsOf(region));
  TRY(Override(environment, "GENESYS_API_URL", endpoints_.api_origin));
  TRY(Override(environment, "GENESYS_LOGIN_URL", endpoints_.login_origin));
  tokens_.emplace(surroundings_.client, surroundings_.clock, surroundings_.random, endpoints_.login_origin);
  place_ = Concat("the organisation at ", endpoints_.api_origin);
  return {};
}

Result<genesys::Session> TargetOrganisation::Connect(Milliseconds patience) {
  if (cloud_ != nullptr) return cloud_->Organisation(patience);
  return genesys::Session(
      {surroundings_.client, surroundings_.clock, surroundings_.random, logger_, *tokens_}, endpoints_.api_origin,
      [this](genesys::Session::Refresh) -> Result<genesys::ClientCredentials> { return credentials_; },
      surroundings_.clock.SteadyNow() + patience);
}

}  // namespace genesys_cfn::cli
