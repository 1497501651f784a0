// SPDX-License-Identifier: Apache-2.0
// STS's Query API as a client (aws-protocols.md 3.2): who one is, and temporary credentials of a role.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct CallerIdentity {
  std::string account;
  std::string arn;
};

struct RoleRequest {
  std::string role_arn;
  std::string session_name;
  std::string external_id = {};       // "": none
  std::string duration_seconds = {};  // "": the service's default, an hour
};

// Throttling, 5xx and transport errors are repeated with backoff until the deadline. Errors: kUnauthenticated for
// credentials that are refused, kPermissionDenied, else as of http::Client; never with a credential. Not thread-safe.
class SecurityTokenService {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  SecurityTokenService(Parts parts, std::string region, std::string endpoint)
      : parts_(parts), region_(std::move(region)), endpoint_(std::move(endpoint)) {}

  // Needs no permission.
  Result<CallerIdentity> GetCallerIdentity(const Credentials& credentials, SteadyTime deadline);
  Result<Credentials> AssumeRole(const Credentials& credentials, const RoleRequest& request, SteadyTime deadline);
  // With the token of an identity provider (OpenID Connect) in the place of credentials.
  Result<Credentials> AssumeRoleWithWebIdentity(const RoleRequest& request, const Secret<std::string>& token,
                                                SteadyTime deadline);

 private:
  struct Question;
  Result<std::string> Ask(const Question& question, const Credentials* credentials, SteadyTime deadline);

  Parts parts_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
