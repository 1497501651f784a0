// SPDX-License-Identifier: Apache-2.0
// What the local Secrets Manager does, apart from HTTP and signatures: JSON in, JSON or the service's error out.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/json_protocol.h"
#include "emulator/aws/secret_store.h"
#include "emulator/store/cloud_identity.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

using SecretsOutcome = std::variant<json::Object, JsonServiceError>;

// One call, within one transaction. An operation looks before it writes: an error leaves nothing behind.
class SecretOperations {
 public:
  SecretOperations(Transaction& transaction, const CloudIdentity& identity, WallTime now, Random& random)
      : store_(transaction), identity_(identity), now_ms_(ToEpochMilliseconds(now)), random_(random) {}

  static std::vector<std::string> Names();
  // UnknownOperationException for a name that is not one of Names().
  SecretsOutcome Call(std::string_view name, const json::Value& input);

  SecretsOutcome GetSecretValue(const json::Value& input);
  SecretsOutcome CreateSecret(const json::Value& input);
  SecretsOutcome PutSecretValue(const json::Value& input);
  SecretsOutcome DescribeSecret(const json::Value& input);
  SecretsOutcome DeleteSecret(const json::Value& input);
  SecretsOutcome ListSecrets(const json::Value& input);

 private:
  // By name, by ARN, or by an ARN without its last hyphen and six characters.
  [[nodiscard]] std::optional<SecretRecord> Find(std::string_view secret_id) const;
  [[nodiscard]] json::Object Description(const SecretRecord& secret) const;
  std::string NewArn(std::string_view name);
  // The version of the input's value; its id is the ClientRequestToken, or a new one.
  SecretVersion NewVersion(const json::Value& input);

  SecretStore store_;
  const CloudIdentity& identity_;
  int64_t now_ms_;
  Random& random_;
};

}  // namespace genesys_cfn::emulator
