// SPDX-License-Identifier: Apache-2.0
// What the local Parameter Store does, apart from HTTP and signatures: JSON in, JSON or the service's error out. What
// lists parameters is in parameter_lists.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "emulator/aws/json_protocol.h"
#include "emulator/aws/parameter_records.h"
#include "emulator/store/cloud_identity.h"
#include "emulator/store/database.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

using ParameterOutcome = std::variant<json::Object, JsonServiceError>;

// One call, within one transaction. An operation looks before it writes: an error leaves nothing behind.
class ParameterOperations {
 public:
  ParameterOperations(Transaction& transaction, const CloudIdentity& identity, WallTime now)
      : records_(transaction), identity_(identity), now_ms_(ToEpochMilliseconds(now)) {}

  static std::vector<std::string> Names();
  // UnknownOperationException for a name that is not one of Names().
  ParameterOutcome Call(std::string_view name, const json::Value& input);

  ParameterOutcome PutParameter(const json::Value& input);
  ParameterOutcome GetParameter(const json::Value& input);
  ParameterOutcome GetParameters(const json::Value& input);
  ParameterOutcome GetParametersByPath(const json::Value& input);
  ParameterOutcome GetParameterHistory(const json::Value& input);
  ParameterOutcome DescribeParameters(const json::Value& input);
  ParameterOutcome DeleteParameter(const json::Value& input);
  ParameterOutcome DeleteParameters(const json::Value& input);
  ParameterOutcome LabelParameterVersion(const json::Value& input);
  ParameterOutcome UnlabelParameterVersion(const json::Value& input);
  ParameterOutcome AddTagsToResource(const json::Value& input);
  ParameterOutcome RemoveTagsFromResource(const json::Value& input);
  ParameterOutcome ListTagsForResource(const json::Value& input);

 private:
  enum class Decrypt { kNo, kYes };
  // By "name", "name:3", "name:label", or an ARN with the same endings.
  std::variant<json::Object, JsonServiceError> Read(std::string asked, Decrypt decrypt) const;
  [[nodiscard]] json::Object Answer(const ParameterVersion& parameter, const std::string& selector,
                                    Decrypt decrypt) const;
  // Description, AllowedPattern and whatever else is no value.
  [[nodiscard]] json::Object Metadata(const ParameterVersion& parameter) const;
  // The name behind a name or an ARN, without a version; "" when there is no such parameter.
  [[nodiscard]] std::string Resolve(std::string_view name_or_arn) const;
  [[nodiscard]] std::string ArnOf(std::string_view name) const;
  [[nodiscard]] std::optional<JsonServiceError> CheckTagged(const json::Value& input) const;

  ParameterRecords records_;
  const CloudIdentity& identity_;
  int64_t now_ms_;
};

}  // namespace genesys_cfn::emulator
