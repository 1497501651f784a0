// SPDX-License-Identifier: Apache-2.0
// Credentials that the machine itself has: of a container (ECS, EKS Pod Identity, CloudShell, CodeBuild) or of an EC2
// instance (metadata service, version 2).
#pragma once

#include <optional>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/environment.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

class MachineCredentials {
 public:
  struct Parts {
    const Environment& environment;
    http::Client& client;
    Clock& clock;
  };
  explicit MachineCredentials(Parts parts) : parts_(parts) {}

  // From AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI, with the authorisation token of
  // AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE or AWS_CONTAINER_AUTHORIZATION_TOKEN; nullopt when neither is set. The full
  // URI must be https or one of the addresses that stay on the machine (kInvalidInput): the token goes there.
  Result<std::optional<Credentials>> OfContainer();
  // nullopt when AWS_EC2_METADATA_DISABLED is true, when nothing answers within a second, or when the instance has no
  // role.
  Result<std::optional<Credentials>> OfInstance();

 private:
  Parts parts_;
};

}  // namespace genesys_cfn::aws
