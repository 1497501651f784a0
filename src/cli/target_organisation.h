// SPDX-License-Identifier: Apache-2.0
// The organisation that a command reads: a real one, named by the variables that Genesys's own tools take, or the one
// of the local cloud.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/cloud_connection.h"
#include "cli/commands.h"
#include "genesys/regions.h"

namespace genesys_cfn::cli {

class TargetOrganisation {
 public:
  // kAutomatic: real when GENESYSCLOUD_OAUTHCLIENT_ID is set. A real one needs GENESYSCLOUD_OAUTHCLIENT_SECRET and
  // GENESYSCLOUD_REGION too; GENESYS_API_URL and GENESYS_LOGIN_URL replace its hosts. kInvalidInput names what is
  // missing. `command` as of OpenCloud.
  static Result<std::unique_ptr<TargetOrganisation>> Open(CommandContext& context, OrganisationChoice choice,
                                                          const std::string& command);

  // `patience`: how long all calls of the session may take.
  Result<genesys::Session> Connect(Milliseconds patience);
  // "the local organisation", "the organisation at https://api.mypurecloud.de".
  [[nodiscard]] const std::string& place() const { return place_; }

 private:
  explicit TargetOrganisation(Surroundings& surroundings) : surroundings_(surroundings) {}
  Result<void> ReadEnvironment();

  Surroundings& surroundings_;
  std::string place_ = "the local organisation";
  std::unique_ptr<CloudConnection> cloud_;  // of the local one
  genesys::Endpoints endpoints_;            // of a real one, with what follows
  genesys::ClientCredentials credentials_;
  NullLogger logger_;
  std::optional<genesys::TokenSource> tokens_;
};

}  // namespace genesys_cfn::cli
