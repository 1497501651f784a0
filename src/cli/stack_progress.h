// SPDX-License-Identifier: Apache-2.0
// Following a stack operation until the stack rests: on a terminal as a picture that changes, elsewhere a line an
// event.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/result.h"
#include "cli/cloud_connection.h"
#include "cli/commands.h"
#include "cli/stop_signals.h"

namespace genesys_cfn::cli {

struct StackResult {
  aws::Stack stack;
  std::vector<aws::StackEvent> events;  // those of the operation, oldest first
};

class StackProgress {
 public:
  StackProgress(CommandContext& context, CloudConnection& cloud) : context_(context), cloud_(cloud) {}

  // The newest event that exists now: Follow shows what comes after it. "" when there is none.
  Result<std::string> Bookmark(std::string_view name_or_id);
  // Until the stack's status is not ..._IN_PROGRESS. kInterrupted when a signal came first: the operation goes on, and
  // the message says where.
  Result<StackResult> Follow(const std::string& stack_id, std::string after_event_id, const StopSignals& signals);

 private:
  class Display;
  class PlainDisplay;
  class LiveDisplay;
  std::unique_ptr<Display> MakeDisplay(const std::string& stack_name);
  // Whether the operation has really begun: AWS may show the status of before for a moment.
  [[nodiscard]] bool HasBegun(const StackResult& result, SteadyTime asked_at) const;
  [[nodiscard]] Error Interrupted(const aws::Stack& stack) const;
  [[nodiscard]] Error Lost(const Error& error) const;

  CommandContext& context_;
  CloudConnection& cloud_;
};

// Says on standard output why the operation failed, and gives the same for the document; nullopt when nothing failed.
std::optional<json::Value> ShowFailure(Renderer& renderer, const StackResult& result);

// Says what the operation could not delete, and what to do (left_behind.h), with `call` as the call of this program;
// adds `notDeleted` to the document then.
void ShowNotDeleted(Renderer& renderer, const StackResult& result, const CloudConnection& cloud,
                    json::Object& document);

// CREATE_COMPLETE, UPDATE_COMPLETE, DELETE_COMPLETE: the operation did what was asked.
bool Succeeded(std::string_view status);
bool InProgress(std::string_view status);

}  // namespace genesys_cfn::cli
