// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/stack_input.h"
#include "cli/stack_progress.h"
#include "cli/stop_signals.h"

namespace genesys_cfn::cli {
namespace {

void ShowOutputs(Renderer& renderer, const aws::Stack& stack) {
  if (stack.outputs.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const aws::StackOutput& output : stack.outputs) rows.push_back({output.key, output.value});
  renderer.Line("");
  renderer.Table({"OUTPUT", "VALUE"}, rows);
}

json::Object ResultDocument(const std::string& operation, const aws::Stack& stack,
                            const std::vector<aws::StackEvent>& events) {
  return {{"stackName", stack.name},         {"stackId", stack.id},
          {"operation", operation},          {"status", stack.status},
          {"reason", stack.status_reason},   {"outputs", OutputsDocument(stack.outputs)},
          {"events", EventsDocument(events)}};
}

// Names the resources that nothing was made for; in the document, too, when there are any.
Result<void> ShowStandIns(Renderer& renderer, aws::CloudFormationClient& stacks, const aws::Stack& stack,
                          json::Object& document) {
  TRY_ASSIGN(const auto resources, stacks.ListStackResources(stack.id));
  std::vector<std::string> texts;
  json::Array listed;
  for (const aws::StackResource& resource : resources) {
    if (!resource.reason.starts_with(emulator::kStandInReason)) continue;
    texts.push_back(Concat(resource.logical_id, " (", resource.type, ")"));
    listed.emplace_back(json::Object{{"logicalId", resource.logical_id}, {"type", resource.type}});
  }
  if (texts.empty()) return {};
  renderer.Line("");
  renderer.Line(Concat("Stand-ins, for which nothing was made: ", Join(texts, ", "), "."));
  document.Set("standIns", std::move(listed));
  return {};
}

Result<int> UpToDate(CommandContext& context, aws::CloudFormationClient& stacks, const aws::Stack& described) {
  // Described again: another command may have updated it since.
  TRY_ASSIGN(const auto now, stacks.DescribeStack(described.id));
  const aws::Stack& stack = now ? *now : described;
  if (InProgress(stack.status)) {
    return Error{ErrorCode::kConflict, Concat("the stack ", stack.name, " is in ", stack.status,
                                              ": another command is working on it; wait for it to end")};
  }
  context.renderer.Line(Concat("The stack ", stack.name, " is up to date: nothing to do."));
  ShowOutputs(context.renderer, stack);
  context.renderer.Document(ResultDocument("none", stack, {}));
  return kDone;
}

}  // namespace

Result<int> RunDeploy(CommandContext& context, const DeployCommand& command) {
  const StopSignals signals;
  TRY(CheckMayChange(command.stack_name));
  TRY_ASSIGN(const auto file, ReadTemplate(context, command.template_path));
  if (!file) return kFailed;
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "deploy"));
  aws::CloudFormationClient& stacks = cloud->stacks();
  TRY_ASSIGN(const auto existing, stacks.DescribeStack(command.stack_name));
  if (existing && existing->status == "ROLLBACK_COMPLETE") {
    return Error{ErrorCode::kConflict, Concat("the stack ", command.stack_name,
                                              " is in ROLLBACK_COMPLETE: its creation failed, and such a stack "
                                              "can only be deleted. Run genesys-cfn delete ",
                                              command.stack_name, " and deploy again.")};
  }

  StackProgress progress(stacks, context.surroundings.clock, context.renderer);
  TRY_ASSIGN(const auto input, MakeStackInput(*cloud, command, *file, existing));
  std::string bookmark;
  if (existing) {
    TRY_ASSIGN(bookmark, progress.Bookmark(existing->id));
  }
  const Result<std::string> started = existing ? stacks.UpdateStack(input) : stacks.CreateStack(input);
  if (!started && started.error().message == "No updates are to be performed.") {
    return UpToDate(context, stacks, *existing);
  }
  if (!started) return WithRemedy(started.error());

  TRY_ASSIGN(const auto result, progress.Follow(*started, bookmark, signals));
  json::Object document = ResultDocument(existing ? "update" : "create", result.stack, result.events);
  TRY(ShowStandIns(context.renderer, stacks, result.stack, document));
  context.renderer.Document(std::move(document));
  if (!Succeeded(result.stack.status)) {
    context.renderer.Line("");
    context.renderer.Line(Concat("The stack ", command.stack_name, " is in ", result.stack.status,
                                 ". The first ..._FAILED line above says why."));
    return kFailed;
  }
  ShowOutputs(context.renderer, result.stack);
  return kDone;
}

}  // namespace genesys_cfn::cli
