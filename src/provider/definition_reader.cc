// SPDX-License-Identifier: Apache-2.0
#include "provider/definition_reader.h"

#include "provider/definition_text.h"

namespace genesys_cfn::provider {

Result<Secret<std::string>> AwsDefinitionReader::Read(const DefinitionReference& reference, SteadyTime deadline) {
  if (const auto* object = std::get_if<aws::S3Location>(&reference.place)) {
    TRY_ASSIGN(std::string text, parts_.objects.GetObject(*object, kMaxDefinitionBytes, deadline));
    return Secret<std::string>(std::move(text));
  }
  if (const auto* parameter = std::get_if<ParameterReference>(&reference.place)) {
    return parts_.parameters.GetParameter(parameter->name, deadline);
  }
  const auto& secret = std::get<SecretReference>(reference.place);
  return parts_.secrets.GetSecretString(secret.id, deadline, secret.version_id);
}

}  // namespace genesys_cfn::provider
