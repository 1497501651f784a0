// SPDX-License-Identifier: Apache-2.0
// Systems Manager Parameter Store's GetParameter (aws-protocols.md 3.2, 3.3).
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "http/client.h"

namespace genesys_cfn::aws {

// Not thread-safe.
class ParameterStore {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  ParameterStore(Parts parts, Credentials credentials, std::string region, std::string endpoint);

  // The decrypted value of "name", "name:version", "name:label" or an ARN (with ":version" too); an ARN of another
  // region is refused before any call. Repeated as SecretsManager repeats. Errors: kNotFound (the parameter, or this
  // version of it), kPermissionDenied (names ssm:GetParameter and kms:Decrypt), else as of http::Client. Never with a
  // word of the value.
  Result<Secret<std::string>> GetParameter(std::string_view name, SteadyTime deadline);

 private:
  Parts parts_;
  Credentials credentials_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
