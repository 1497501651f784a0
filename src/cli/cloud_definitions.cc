// SPDX-License-Identifier: Apache-2.0
#include "cli/cloud_definitions.h"

namespace genesys_cfn::cli {

CloudDefinitions::CloudDefinitions(CommandContext& context, const CloudConnection& cloud)
    : objects_({context.surroundings.client, context.surroundings.clock, context.surroundings.random},
               cloud.credentials(), cloud.region(), cloud.Endpoint("S3", "s3")),
      parameters_({context.surroundings.client, context.surroundings.clock, context.surroundings.random},
                  cloud.credentials(), cloud.region(), cloud.Endpoint("SSM", "ssm")),
      secrets_({context.surroundings.client, context.surroundings.clock, context.surroundings.random},
               cloud.credentials(), cloud.region(), cloud.Endpoint("SECRETS_MANAGER", "secretsmanager")),
      reader_({objects_, parameters_, secrets_}) {}

}  // namespace genesys_cfn::cli
