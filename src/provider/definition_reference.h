// SPDX-License-Identifier: Apache-2.0
// A definition that stands elsewhere: which text is meant, whether it can change unseen, and who must not be asked for.
// Pure; definition_reader.h fetches.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "aws/s3_location.h"

namespace genesys_cfn::provider {

struct ParameterReference {
  std::string name;  // "name", "name:3" or an ARN, as Parameter Store takes it
  friend bool operator==(const ParameterReference&, const ParameterReference&) = default;
};

struct SecretReference {
  std::string id;  // name or ARN
  std::optional<std::string> version_id;
  friend bool operator==(const SecretReference&, const SecretReference&) = default;
};

struct DefinitionReference {
  std::string property;  // the one that made it: "DefinitionUri"
  std::variant<aws::S3Location, ParameterReference, SecretReference> place;
  std::optional<std::string> digest;  // SHA-256 of the text, lower-case hexadecimal

  friend bool operator==(const DefinitionReference&, const DefinitionReference&) = default;
};

// Values of a definition from a parameter or a secret are in no message.
bool IsConfidential(const DefinitionReference& reference);

// True when the reference means the same text for ever: a digest, a version of an object (but "null", which an
// unversioned bucket overwrites), of a parameter (a number, not a label) or of a secret. CloudFormation sends no Update
// when only the text behind a reference changes, so what another one stated before is not known.
bool IsFixed(const DefinitionReference& reference);

// Where the provider's own credentials are; the other is empty.
struct OwnCredentials {
  std::string secret_id;  // name or ARN
  std::string parameter;  // name or ARN, perhaps with a version
};

// Whether the reference leads to the provider's own credentials, however it is spelt: by name, by ARN with or without
// the random ending, in any version, through Parameter Store's "/aws/reference/secretsmanager/".
bool IsOwnCredentials(const DefinitionReference& reference, const OwnCredentials& own);

}  // namespace genesys_cfn::provider
