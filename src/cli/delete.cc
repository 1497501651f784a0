// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/left_behind.h"
#include "cli/stack_failure.h"
#include "cli/stack_progress.h"
#include "cli/stack_state.h"

namespace genesys_cfn::cli {

Result<int> RunDelete(CommandContext& context, const DeleteCommand& command) {
  const StopSignals signals;
  TRY(CheckMayChange(context, command.stack_name));
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "delete"));
  aws::CloudFormationClient& stacks = cloud->stacks();
  TRY_ASSIGN(const auto existing, stacks.DescribeStack(command.stack_name));
  const auto document = [&](std::string_view status, const std::vector<aws::StackEvent>& events) {
    return json::Object{{"stackName", command.stack_name}, {"status", status}, {"events", EventsDocument(events)}};
  };
  if (!existing || existing->status == "DELETE_COMPLETE") {
    context.renderer.Line(Concat("The stack ", command.stack_name, " does not exist: nothing to delete."));
    context.renderer.Document(document("DOES_NOT_EXIST", {}));
    return kDone;
  }
  StackProgress progress(context, *cloud);
  TRY_ASSIGN(const std::string bookmark, progress.Bookmark(existing->id));
  if (const auto deleted = stacks.DeleteStack(command.stack_name, command.role_arn); !deleted) {
    return WithDeletionRemedy(deleted.error(), existing->name);
  }
  TRY_ASSIGN(const auto result, progress.Follow(existing->id, bookmark, signals));
  json::Object shown = document(result.stack.status, result.events);
  const bool succeeded = Succeeded(result.stack.status);
  if (!succeeded) {
    // What was not deleted is named below, each with its reason.
    const auto failure = FindFailure(result.events);
    if (failure) shown.Set("failure", FailureDocument(*failure));
    if (FindNotDeleted(result.events).empty()) ShowFailure(context.renderer, result);
    context.renderer.Line("");
    context.renderer.Line(Concat("The stack ", result.stack.name, " is in ", result.stack.status, "."));
  }
  ShowNotDeleted(context.renderer, result, *cloud, shown);
  context.renderer.Document(shown);
  return succeeded ? kDone : kFailed;
}

}  // namespace genesys_cfn::cli
