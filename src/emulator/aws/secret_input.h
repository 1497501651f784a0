// SPDX-License-Identifier: Apache-2.0
// What Secrets Manager takes: names, values, tokens, as checks over the request alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "emulator/aws/json_protocol.h"
#include "emulator/aws/secret_store.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

JsonServiceError InvalidSecretParameter(std::string message);

std::optional<JsonServiceError> CheckSecretName(std::string_view name);
enum class ValueIs { kOptional, kRequired };
std::optional<JsonServiceError> CheckSecretValue(const json::Value& input, ValueIs value_is);
// The labels for a new version; AWSCURRENT when the input names none.
std::variant<std::vector<std::string>, JsonServiceError> StagesOf(const json::Value& input);
// Days between a deletion and its effect: 30, or what the input says.
std::variant<int64_t, JsonServiceError> RecoveryDays(const json::Value& input);

// Whether a secret is one of those that ListSecrets is asked for. Filters that are not known are an error.
struct SecretFilter {
  std::string key;
  std::vector<std::string> values;
};
std::variant<std::vector<SecretFilter>, JsonServiceError> FiltersOf(const json::Value& input);
bool Matches(const SecretRecord& secret, const std::vector<SecretFilter>& filters);

}  // namespace genesys_cfn::emulator
