// SPDX-License-Identifier: Apache-2.0
// What the local Parameter Store does, apart from HTTP and signatures: JSON in, JSON or the service's error out.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "emulator/aws/json_protocol.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

using ParameterOutcome = std::variant<json::Object, JsonServiceError>;

// One call, within one transaction. An operation looks before it writes: an error leaves nothing behind.
class ParameterOperations {
 public:
  ParameterOperations(Transaction& transaction, const CloudIdentity& identity, WallTime now)
      : transaction_(transaction), identity_(identity), now_ms_(ToEpochMilliseconds(now)) {}

  static std::string_view Schema();

  // UnknownOperationException for a name that is not offered.
  ParameterOutcome Call(std::string_view name, const json::Value& input);

  ParameterOutcome PutParameter(const json::Value& input);
  ParameterOutcome GetParameter(const json::Value& input);
  ParameterOutcome DeleteParameter(const json::Value& input);

 private:
  // The name behind a name or an ARN, without a version; "" when there is no such parameter.
  [[nodiscard]] std::string Resolve(std::string_view name_or_arn) const;
  [[nodiscard]] int64_t NewestVersion(std::string_view name) const;  // 0: no such parameter
  [[nodiscard]] std::string ArnOf(std::string_view name) const;

  Transaction& transaction_;
  const CloudIdentity& identity_;
  int64_t now_ms_;
};

}  // namespace genesys_cfn::emulator
