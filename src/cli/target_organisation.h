// SPDX-License-Identifier: Apache-2.0
// The organisation that a command reads: a real one, named by the variables that Genesys's own tools take, or the one
// of the local cloud.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/cloud_connection.h"
#include "cli/commands.h"
#include "cli/real_organisation.h"

namespace genesys_cfn::cli {

class TargetOrganisation {
 public:
  // kAutomatic: real when GENESYSCLOUD_OAUTHCLIENT_ID is set, or when the target is AWS. kInvalidInput names what a
  // real one lacks (real_organisation.h). `command` as of OpenCloud.
  static Result<std::unique_ptr<TargetOrganisation>> Open(CommandContext& context, OrganisationChoice choice,
                                                          const std::string& command);

  // `patience`: how long all calls of the session may take.
  Result<genesys::Session> Connect(Milliseconds patience);
  // "the local organisation", "the organisation at https://api.mypurecloud.de".
  [[nodiscard]] const std::string& place() const { return place_; }
  // The cloud whose organisation it is; nullptr of a real one.
  [[nodiscard]] CloudConnection* cloud() const { return cloud_.get(); }

 private:
  explicit TargetOrganisation(Surroundings& surroundings) : surroundings_(surroundings) {}

  Surroundings& surroundings_;
  std::string place_ = "the local organisation";
  std::unique_ptr<CloudConnection> cloud_;  // of the local one
  RealOrganisation real_;                   // with what follows
  NullLogger logger_;
  std::optional<genesys::TokenSource> tokens_;
};

}  // namespace genesys_cfn::cli
