// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_progress.h"

#include "base/text.h"

namespace genesys_cfn::cli {

namespace {

Error Lost(const Error& error) {
  if (error.code != ErrorCode::kUnavailable || error.message.find("could not connect") == std::string::npos) {
    return error;
  }
  return error.WithContext("the local cloud has been stopped, and the operation goes on with the next command");
}

}  // namespace

bool Succeeded(std::string_view status) {
  return status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE" || status == "DELETE_COMPLETE";
}

bool InProgress(std::string_view status) {
  return status.ends_with("_IN_PROGRESS");
}

Result<std::string> StackProgress::Bookmark(std::string_view name_or_id) {
  TRY_ASSIGN(const auto events, stacks_.DescribeStackEvents(name_or_id));
  return events.empty() ? std::string() : events.front().event_id;
}

Result<StackResult> StackProgress::Follow(const std::string& stack_id, std::string after_event_id,
                                          const StopSignals& signals) {
  constexpr Milliseconds kPause{50};
  StackResult result;
  while (true) {
    // The status first: events that belong to it are there when it is.
    const auto stack = stacks_.DescribeStack(stack_id);
    if (!stack) return Lost(stack.error());
    if (!*stack) return Error{ErrorCode::kNotFound, Concat("the stack ", stack_id, " is gone")};
    const auto newest_first = stacks_.DescribeStackEvents(stack_id, after_event_id);
    if (!newest_first) return Lost(newest_first.error());
    for (auto event = newest_first->rbegin(); event != newest_first->rend(); ++event) {
      renderer_.Event(*event);
      result.events.push_back(*event);
    }
    if (!newest_first->empty()) after_event_id = newest_first->front().event_id;
    if (!InProgress((*stack)->status)) {
      result.stack = **stack;
      return result;
    }
    if (signals.Came()) {
      return Error{ErrorCode::kInterrupted, Concat("interrupted while the stack ", (*stack)->name, " is in ",
                                                   (*stack)->status, "; the next command goes on with it")};
    }
    clock_.SleepFor(kPause);
  }
}

}  // namespace genesys_cfn::cli
