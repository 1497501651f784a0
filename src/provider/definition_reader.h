// SPDX-License-Identifier: Apache-2.0
// Fetches the text of a definition that stands elsewhere.
#pragma once

#include <string>

#include "aws/parameter_store.h"
#include "aws/s3.h"
#include "aws/secrets_manager.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "provider/definition_reference.h"

namespace genesys_cfn::provider {

class DefinitionReader {
 public:
  virtual ~DefinitionReader() = default;
  // The bytes as they are stored, at most kMaxDefinitionBytes. Errors as of the service's client, never with a word of
  // the text; repeated as these repeat until `deadline`.
  virtual Result<Secret<std::string>> Read(const DefinitionReference& reference, SteadyTime deadline) = 0;
};

// Not thread-safe.
class AwsDefinitionReader final : public DefinitionReader {
 public:
  struct Parts {
    aws::S3& objects;
    aws::ParameterStore& parameters;
    aws::SecretsManager& secrets;
  };
  // All must outlive the reader.
  explicit AwsDefinitionReader(Parts parts) : parts_(parts) {}
  Result<Secret<std::string>> Read(const DefinitionReference& reference, SteadyTime deadline) override;

 private:
  Parts parts_;
};

}  // namespace genesys_cfn::provider
