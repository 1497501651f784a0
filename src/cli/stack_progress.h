// SPDX-License-Identifier: Apache-2.0
// Following a stack operation: shows each event as it happens, until the stack rests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/clock.h"
#include "base/result.h"
#include "cli/renderer.h"
#include "cli/stop_signals.h"

namespace genesys_cfn::cli {

struct StackResult {
  aws::Stack stack;
  std::vector<aws::StackEvent> events;  // those that were shown, oldest first
};

class StackProgress {
 public:
  StackProgress(aws::CloudFormationClient& stacks, Clock& clock, Renderer& renderer)
      : stacks_(stacks), clock_(clock), renderer_(renderer) {}

  // The newest event that exists now: Follow shows what comes after it. "" when there is none.
  Result<std::string> Bookmark(std::string_view name_or_id);
  // Until the stack's status is not ..._IN_PROGRESS. kInterrupted when a signal came first: the operation
  // then goes on with the next command.
  Result<StackResult> Follow(const std::string& stack_id, std::string after_event_id, const StopSignals& signals);

 private:
  aws::CloudFormationClient& stacks_;
  Clock& clock_;
  Renderer& renderer_;
};

// CREATE_COMPLETE, UPDATE_COMPLETE, DELETE_COMPLETE: the operation did what was asked.
bool Succeeded(std::string_view status);
bool InProgress(std::string_view status);

}  // namespace genesys_cfn::cli
