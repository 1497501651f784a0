// SPDX-License-Identifier: Apache-2.0
// Secrets Manager's GetSecretValue and DescribeSecret (aws-protocols.md 3.2, 3.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "http/client.h"

namespace genesys_cfn::aws {

// What a secret is, without its value.
struct SecretDescription {
  std::string arn;
  std::string key;  // of KMS, as an ARN, an id or an alias; "": the account's own key for Secrets Manager
};

// Not thread-safe.
class SecretsManager {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  SecretsManager(Parts parts, Credentials credentials, std::string region, std::string endpoint);

  // The SecretString of a secret given by name or by ARN: of its current version, or of the one with `version_id`.
  // An ARN of another region is refused before any call. Throttling, 5xx and transport errors are retried with backoff
  // until `deadline`; AccessDenied and UnrecognizedClient for up to 20 s (a role made seconds ago). Errors: kNotFound,
  // kPermissionDenied (names secretsmanager:GetSecretValue, the secret and the region), kInvalidInput for a binary one,
  // else as of http::Client. Never with a word of the value.
  Result<Secret<std::string>> GetSecretString(std::string_view secret_id, SteadyTime deadline,
                                              const std::optional<std::string>& version_id = std::nullopt);
  // Errors as above, with secretsmanager:DescribeSecret as the permission.
  Result<SecretDescription> DescribeSecret(std::string_view secret_id, SteadyTime deadline);

 private:
  struct Question;
  Result<http::Response> Ask(Question question, std::string_view secret_id, SteadyTime deadline);

  Parts parts_;
  Credentials credentials_;
  std::string region_;
  std::string endpoint_;
};

}  // namespace genesys_cfn::aws
