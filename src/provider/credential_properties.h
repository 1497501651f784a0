// SPDX-License-Identifier: Apache-2.0
// The properties of Custom::GenesysCredential (docs/credentials.md). Values are never among them: `Fields` maps each
// field of the credential to a key of the JSON object that the secret holds. What is in `Fields` is in no message,
// because somebody may put a value there by mistake. Pure.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"
#include "provider/definition_reference.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

struct CredentialProperties {
  std::string name;
  std::string type;                                         // "basicAuth"
  DefinitionReference secret;                               // with SecretDigest
  std::vector<std::pair<std::string, std::string>> fields;  // field -> key of the secret
  OnDrift on_drift = OnDrift::kFail;

  // Whether the same values are meant, as far as the template can say.
  [[nodiscard]] bool MeansSameValues(const CredentialProperties& other) const {
    return secret == other.secret && fields == other.fields;
  }
};

struct CredentialPropertiesResult {
  std::optional<CredentialProperties> properties;  // present if and only if there are no problems
  std::vector<definition::Problem> problems;
};
CredentialPropertiesResult ParseCredentialProperties(const json::Object& properties, const OwnCredentials& own,
                                                     Whose whose = Whose::kNew);

// What can be compared: "name" and "type".
json::Object StateOf(const CredentialProperties& properties);

}  // namespace genesys_cfn::provider
