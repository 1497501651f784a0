// SPDX-License-Identifier: Apache-2.0
#include "cli/cloud_definitions.h"

namespace genesys_cfn::cli {

CloudDefinitions::CloudDefinitions(CommandContext& context, const CloudConnection& cloud)
    : objects_({context.surroundings.client, context.surroundings.clock, context.surroundings.random},
               cloud.credentials(), std::string(emulator::kLocalRegion), cloud.origin()),
      parameters_({context.surroundings.client, context.surroundings.clock, context.surroundings.random},
                  cloud.credentials(), std::string(emulator::kLocalRegion), cloud.origin()),
      secrets_({context.surroundings.client, context.surroundings.clock, context.surroundings.random},
               cloud.credentials(), std::string(emulator::kLocalRegion), cloud.origin()),
      reader_({objects_, parameters_, secrets_}) {}

}  // namespace genesys_cfn::cli
