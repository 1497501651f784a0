// SPDX-License-Identifier: Apache-2.0
// Reads what stacks recorded and what the organisation has, and judges each data action.
#pragma once

#include <string>
#include <vector>

#include "cli/action_drift.h"
#include "cli/cloud_connection.h"
#include "cli/commands.h"

namespace genesys_cfn::cli {

struct StackDrift {
  std::string stack_name;
  std::string stack_id;
  std::string status;
  std::vector<ActionDrift> actions;
};

// Two requests a stack, three an action, and one for all integrations where a stack names one. An action that cannot be
// read is kFailed with the reason, and the rest goes on; errors that would meet the others too end the search.
Result<std::vector<StackDrift>> FindDrift(CommandContext& context, CloudConnection& cloud, genesys::Session& session,
                                          const std::vector<aws::Stack>& stacks);

}  // namespace genesys_cfn::cli
