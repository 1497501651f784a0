// SPDX-License-Identifier: Apache-2.0
// A deployment by a change set, as AWS's own command line does it: make it, wait until it is ready, execute it. What
// comes to nothing is deleted again.
#pragma once

#include <string>

#include "aws/cloudformation_client.h"
#include "cli/commands.h"
#include "cli/stop_signals.h"

namespace genesys_cfn::cli {

struct ChangeSetDeployment {
  enum class State {
    kStarted,      // the stack's events say how it goes
    kNoChanges,    // there was nothing to do
    kNotExecuted,  // as asked: the change set is there
  };
  State state = State::kStarted;
  std::string stack_id;
  std::string change_set;  // its name
  std::string bookmark;    // the newest event before the execution
};

enum class Execution { kAtOnce, kLater };

// `is_new`: there is no stack of that name, or one in REVIEW_IN_PROGRESS; else it is updated. A change set that fails
// is deleted, with the stack that was made for it, and its reason is the error; kInterrupted likewise.
Result<ChangeSetDeployment> DeployByChangeSet(CommandContext& context, aws::CloudFormationClient& stacks,
                                              const aws::CloudFormationClient::StackInput& input, bool is_new,
                                              Execution execution, const StopSignals& signals);

}  // namespace genesys_cfn::cli
