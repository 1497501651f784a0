// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"

namespace genesys_cfn::cli {

Result<int> RunEvents(CommandContext& context, const EventsCommand& command) {
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "events"));
  TRY_ASSIGN(const auto stack, cloud->stacks().DescribeStack(command.stack_name));
  if (!stack) return Error{ErrorCode::kNotFound, Concat("the stack ", command.stack_name, " does not exist")};
  TRY_ASSIGN(auto events, cloud->stacks().DescribeStackEvents(command.stack_name));
  std::reverse(events.begin(), events.end());
  for (const aws::StackEvent& event : events) context.renderer.Event(event);
  context.renderer.Document(json::Object{{"stackName", stack->name}, {"events", EventsDocument(events)}});
  return kDone;
}

}  // namespace genesys_cfn::cli
