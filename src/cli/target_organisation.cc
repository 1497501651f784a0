// SPDX-License-Identifier: Apache-2.0
#include "cli/target_organisation.h"

#include "base/text.h"

namespace genesys_cfn::cli {

Result<std::unique_ptr<TargetOrganisation>> TargetOrganisation::Open(CommandContext& context, OrganisationChoice choice,
                                                                     const std::string& command) {
  Surroundings& surroundings = context.surroundings;
  const bool is_aws = context.line.target.target() == Target::kAws;
  if (choice == OrganisationChoice::kLocal && is_aws) {
    return Error{ErrorCode::kInvalidInput,
                 "--organisation local is of the local cloud, and the target is AWS: leave one of them out"};
  }
  std::unique_ptr<TargetOrganisation> target(new TargetOrganisation(surroundings));
  const bool is_named = is_aws || !surroundings.environment.GetOr(kClientIdVariable, "").empty();
  if (choice == OrganisationChoice::kReal || (choice == OrganisationChoice::kAutomatic && is_named)) {
    TRY_ASSIGN(target->real_, FindRealOrganisation(surroundings.environment));
    const genesys::Endpoints& endpoints = target->real_.endpoints;
    target->tokens_.emplace(surroundings.client, surroundings.clock, surroundings.random, endpoints.login_origin);
    target->place_ = Concat("the organisation at ", endpoints.api_origin);
  } else {
    TRY_ASSIGN(target->cloud_, OpenCloud(context, command));
  }
  return target;
}

Result<genesys::Session> TargetOrganisation::Connect(Milliseconds patience) {
  if (cloud_ != nullptr) return cloud_->Organisation(patience);
  return genesys::Session(
      {surroundings_.client, surroundings_.clock, surroundings_.random, logger_, *tokens_}, real_.endpoints.api_origin,
      [this](genesys::Session::Refresh) -> Result<genesys::ClientCredentials> { return real_.credentials; },
      surroundings_.clock.SteadyNow() + patience);
}

}  // namespace genesys_cfn::cli
