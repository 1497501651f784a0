// SPDX-License-Identifier: Apache-2.0
// The local Secrets Manager (aws-protocols.md 3.2, 3.3): JSON 1.1 over signed POSTs, as the AWS CLI, the SDKs and
// aws/secrets_manager.h speak it. Offers GetSecretValue, CreateSecret, PutSecretValue, DescribeSecret, DeleteSecret and
// ListSecrets.
//
// Unlike the real one: a deleted secret is gone at once, recovery window or not; nothing is encrypted; KMS keys,
// replication, resource policies and rotation are not there. Values never leave it but as the answer to GetSecretValue.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "emulator/aws/access_keys.h"
#include "emulator/aws/secret_operations.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"
#include "http/handler.h"

namespace genesys_cfn::emulator {

class SecretsManagerService final : public http::Handler {
 public:
  // All must outlive the service. The tables of Schema() must exist in `database`.
  struct Parts {
    Database& database;
    Clock& clock;
    Random& random;
  };
  // Requests must be signed with one of `keys`, for the identity's region.
  SecretsManagerService(Parts parts, CloudIdentity identity, AccessKeys keys);

  // The SQL that makes its tables.
  static std::string_view Schema();

  http::Response Handle(const http::Request& request) override;

  // For the other parties of the local cloud, without a signature: one operation by its name. An Error is the
  // database's.
  Result<SecretsOutcome> Call(std::string_view operation, const json::Value& input);

  // Makes the secret, or gives it a new current version; nothing when it has this value already. kInvalidInput for a
  // name or a value that CreateSecret would refuse.
  Result<void> PutSecret(std::string_view name, std::string_view value);

 private:
  http::Response Respond(const http::Request& request);

  Parts parts_;
  CloudIdentity identity_;
  AccessKeys keys_;
};

}  // namespace genesys_cfn::emulator
