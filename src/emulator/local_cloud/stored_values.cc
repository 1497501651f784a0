// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/stored_values.h"

#include <variant>

#include "emulator/aws/parameter_operations.h"
#include "emulator/aws/secret_operations.h"

namespace genesys_cfn::emulator {

Result<std::optional<cloudformation::StoredParameter>> LocalStoredValues::FindParameter(std::string_view name) {
  using Found = std::optional<cloudformation::StoredParameter>;
  const json::Value input(json::Object{{"Name", name}, {"WithDecryption", true}});
  TRY_ASSIGN(const ParameterOutcome outcome, parts_.database.Run([&](Transaction& transaction) {
    return ParameterOperations(transaction, parts_.identity, parts_.clock.Now()).GetParameter(input);
  }));
  const auto* answer = std::get_if<json::Object>(&outcome);
  const json::Value* parameter = answer != nullptr ? answer->Find("Parameter") : nullptr;
  if (parameter == nullptr) return Found();
  return Found({parameter->FindString("Type").value_or(""), parameter->FindString("Value").value_or("")});
}

Result<std::optional<std::string>> LocalStoredValues::FindSecret(const cloudformation::DynamicReference& reference) {
  json::Object input{{"SecretId", reference.name}};
  if (!reference.version_stage.empty()) input.Append("VersionStage", reference.version_stage);
  if (!reference.version_id.empty()) input.Append("VersionId", reference.version_id);
  const json::Value request(std::move(input));
  TRY_ASSIGN(const SecretsOutcome outcome, parts_.database.Run([&](Transaction& transaction) {
    return SecretOperations(transaction, parts_.identity, parts_.clock.Now(), parts_.random).GetSecretValue(request);
  }));
  const auto* answer = std::get_if<json::Object>(&outcome);
  const json::Value* text = answer != nullptr ? answer->Find("SecretString") : nullptr;
  if (text == nullptr || !text->is_string()) return std::optional<std::string>();
  return std::optional<std::string>(*text->AsString());
}

}  // namespace genesys_cfn::emulator
