// SPDX-License-Identifier: Apache-2.0
// Definitions and packages that stand elsewhere, read as the function reads them: from the S3, Parameter Store and
// Secrets Manager of the cloud that a command works on.
#pragma once

#include "aws/parameter_store.h"
#include "aws/s3.h"
#include "aws/secrets_manager.h"
#include "cli/cloud_connection.h"
#include "cli/commands.h"
#include "provider/definition_reader.h"

namespace genesys_cfn::cli {

class CloudDefinitions {
 public:
  // Both must outlive this.
  CloudDefinitions(CommandContext& context, const CloudConnection& cloud);
  provider::DefinitionReader& reader() { return reader_; }
  aws::S3& objects() { return objects_; }

 private:
  aws::S3 objects_;
  aws::ParameterStore parameters_;
  aws::SecretsManager secrets_;
  provider::AwsDefinitionReader reader_;
};

}  // namespace genesys_cfn::cli
