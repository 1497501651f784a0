// SPDX-License-Identifier: Apache-2.0
// What the local Secrets Manager does, apart from HTTP and signatures: JSON in, JSON or the service's error out. The
// values and versions are in secret_values.cc.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "emulator/aws/json_input.h"
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
  SecretsOutcome UpdateSecret(const json::Value& input);
  SecretsOutcome UpdateSecretVersionStage(const json::Value& input);
  SecretsOutcome ListSecretVersionIds(const json::Value& input);
  SecretsOutcome DescribeSecret(const json::Value& input);
  SecretsOutcome DeleteSecret(const json::Value& input);
  SecretsOutcome RestoreSecret(const json::Value& input);
  SecretsOutcome ListSecrets(const json::Value& input);
  SecretsOutcome TagResource(const json::Value& input);
  SecretsOutcome UntagResource(const json::Value& input);
  SecretsOutcome GetRandomPassword(const json::Value& input);
  // No policies are kept.
  SecretsOutcome GetResourcePolicy(const json::Value& input);

 private:
  // By name, by ARN, or by an ARN without its last hyphen and six characters.
  [[nodiscard]] std::optional<SecretRecord> Find(std::string_view secret_id) const;
  // The secret of the input's SecretId, unless it is marked for deletion.
  [[nodiscard]] std::variant<SecretRecord, JsonServiceError> FindLive(const json::Value& input) const;
  [[nodiscard]] json::Object StagesByVersion(const SecretRecord& secret) const;
  [[nodiscard]] json::Object Description(const SecretRecord& secret) const;
  std::string NewArn(std::string_view name);
  // The version of the input's value; its id is the ClientRequestToken, or a new one.
  SecretVersion NewVersion(const json::Value& input);
  SecretsOutcome PutVersion(const SecretRecord& secret, const SecretVersion& version, std::vector<std::string> labels);
  SecretsOutcome ChangeTags(const json::Value& input, const std::function<void(Tags&)>& change);

  SecretStore store_;
  const CloudIdentity& identity_;
  int64_t now_ms_;
  Random& random_;
};

}  // namespace genesys_cfn::emulator
