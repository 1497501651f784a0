// SPDX-License-Identifier: Apache-2.0
// The credentials that AWS's own tools would take: from the environment, a profile, the container or the instance.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "aws/credentials.h"
#include "aws/profiles.h"
#include "aws/security_token_service.h"
#include "base/clock.h"
#include "base/environment.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct FoundCredentials {
  Credentials credentials;
  std::string source;  // "the environment", "the profile dev"; for messages
};

// Runs a command line of the shell and gives what it wrote to its standard output; errors when it cannot be run or does
// not end with 0.
using RunProgram = std::function<Result<std::string>(const std::string& command)>;

class CredentialChain {
 public:
  struct Parts {
    const Environment& environment;
    http::Client& client;
    Clock& clock;
    Random& random;
    RunProgram run_program;
  };
  // `region` is where roles are assumed.
  CredentialChain(Parts parts, const Profiles& profiles, std::string region)
      : parts_(std::move(parts)), profiles_(profiles), region_(std::move(region)) {}

  // With a profile: its credentials. Without: the variables AWS_ACCESS_KEY_ID and so on; a web identity
  // (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN); the profile that the environment names, or "default"; the container;
  // the instance. The first that has something is taken, and its failure is an error. A profile's own order: role_arn
  // (with source_profile, credential_source or web_identity_token_file), keys, credential_process. kUnauthenticated
  // says where was looked, and for what is not supported (SSO, MFA) what to do.
  Result<FoundCredentials> Find(const std::optional<std::string>& profile, SteadyTime deadline);

 private:
  Result<Credentials> OfProfile(const std::string& name, std::vector<std::string> used_by, SteadyTime deadline);
  Result<Credentials> OfRole(const std::string& name, const IniSection& settings, std::vector<std::string> used_by,
                             SteadyTime deadline);
  Result<Credentials> OfSource(const std::string& source, SteadyTime deadline);
  Result<Credentials> OfProgram(const std::string& command);
  Result<Credentials> OfWebIdentity(const std::string& token_file, const RoleRequest& request, SteadyTime deadline);
  SecurityTokenService Sts();

  Parts parts_;
  const Profiles& profiles_;
  std::string region_;
};

}  // namespace genesys_cfn::aws
