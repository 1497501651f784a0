// SPDX-License-Identifier: Apache-2.0
// Reads what stacks recorded and what the organisation has, and judges each resource of ours.
#pragma once

#include <string>
#include <vector>

#include "cli/cloud_connection.h"
#include "cli/commands.h"
#include "cli/resource_drift.h"

namespace genesys_cfn::cli {

struct StackDrift {
  std::string stack_name;
  std::string stack_id;
  std::string status;
  std::vector<ResourceDrift> resources;
};

// Two requests a stack; three an action, one more for a function, two an integration, one a credential, one or two a
// look-up, and one for all integrations where a stack names one. What cannot be read is kFailed with the reason, and
// the rest goes on; errors that would meet the others too end the search.
Result<std::vector<StackDrift>> FindDrift(CommandContext& context, CloudConnection& cloud, genesys::Session& session,
                                          const std::vector<aws::Stack>& stacks);

}  // namespace genesys_cfn::cli
