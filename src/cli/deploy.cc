// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/change_set_deployment.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/stack_input.h"
#include "cli/stack_progress.h"
#include "cli/stack_state.h"
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

Result<int> UpToDate(CommandContext& context, CloudConnection& cloud, const std::string& stack_id) {
  // Described again: another command may have updated it since.
  TRY_ASSIGN(const auto stack, cloud.stacks().DescribeStack(stack_id));
  if (!stack) return Error{ErrorCode::kNotFound, Concat("the stack ", stack_id, " is gone")};
  if (const auto why = WhyNoUpdate(*stack, cloud.CallOfProgram())) return *why;
  context.renderer.Line(Concat("The stack ", stack->name, " is up to date: nothing to do."));
  ShowOutputs(context.renderer, *stack);
  context.renderer.Document(ResultDocument("none", *stack, {}));
  return kDone;
}

Result<int> NotExecuted(CommandContext& context, const CloudConnection& cloud, const ChangeSetDeployment& made,
                        const std::string& operation, const std::string& stack_name) {
  const bool needs_server = cloud.place() == CloudConnection::Place::kInside;
  context.renderer.Line(
      Concat("The change set ", made.change_set, " of the stack ", stack_name, " is ready. ",
             needs_server ? "With `genesys-cfn local --port 4566` in another shell, execute" : "Execute",
             " it with: ", cloud.CallOfAwsCli(), " cloudformation execute-change-set --stack-name ", stack_name,
             " --change-set-name ", made.change_set));
  context.renderer.Document(json::Object{
      {"stackName", stack_name}, {"stackId", made.stack_id}, {"operation", operation}, {"changeSet", made.change_set}});
  return kDone;
}

// What a deployment has begun.
struct Begun {
  std::string stack_id;
  std::string bookmark;
};
// nullopt: there is nothing to do.
Result<std::optional<Begun>> BeginAtOnce(aws::CloudFormationClient& stacks, StackProgress& progress,
                                         const aws::CloudFormationClient::StackInput& input,
                                         const std::optional<aws::Stack>& existing) {
  Begun begun;
  if (existing) {
    TRY_ASSIGN(begun.bookmark, progress.Bookmark(existing->id));
  }
  const Result<std::string> started = existing ? stacks.UpdateStack(input) : stacks.CreateStack(input);
  if (!started && started.error().message == "No updates are to be performed.") return std::optional<Begun>();
  if (!started) return WithRemedy(started.error());
  begun.stack_id = *started;
  return std::optional(begun);
}

Result<int> Follow(CommandContext& context, CloudConnection& cloud, const Begun& begun, const std::string& operation,
                   const StopSignals& signals) {
  StackProgress progress(context, cloud);
  TRY_ASSIGN(const auto result, progress.Follow(begun.stack_id, begun.bookmark, signals));
  json::Object document = ResultDocument(operation, result.stack, result.events);
  if (cloud.place() != CloudConnection::Place::kAws) {
    TRY(ShowStandIns(context.renderer, cloud.stacks(), result.stack, document));
  }
  const bool succeeded = Succeeded(result.stack.status);
  if (!succeeded) {
    if (auto failure = ShowFailure(context.renderer, result)) document.Set("failure", *std::move(failure));
    context.renderer.Line(Concat("The stack ", result.stack.name, " is in ", result.stack.status, "."));
  } else {
    ShowOutputs(context.renderer, result.stack);
  }
  ShowNotDeleted(context.renderer, result, cloud, document);
  context.renderer.Document(std::move(document));
  return succeeded ? kDone : kFailed;
}

}  // namespace

Result<int> RunDeploy(CommandContext& context, const DeployCommand& command) {
  TRY(CheckMayChange(context, command.stack_name));
  TRY_ASSIGN(const auto file, ReadTemplate(context, command.template_path));
  if (!file) return kFailed;
  const StopSignals signals;  // not before: a template that does not come can be given up
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "deploy"));
  aws::CloudFormationClient& stacks = cloud->stacks();
  TRY_ASSIGN(auto existing, stacks.DescribeStack(command.stack_name));
  const bool is_real = cloud->place() == CloudConnection::Place::kAws;
  if (existing && (is_real || !InProgress(existing->status))) {
    if (const auto why = WhyNoUpdate(*existing, cloud->CallOfProgram())) return *why;
  }
  // Such a stack is only the place of a change set that was never executed.
  const bool is_review = existing && existing->status == "REVIEW_IN_PROGRESS";
  if (is_review) existing.reset();
  TRY_ASSIGN(const auto input, MakeStackInput(*cloud, command, *file, existing));
  const std::string operation = existing ? "update" : "create";

  if (is_real || is_review || command.no_execute) {
    TRY_ASSIGN(const auto made,
               DeployByChangeSet(context, stacks, input, !existing,
                                 command.no_execute ? Execution::kLater : Execution::kAtOnce, signals));
    if (made.state == ChangeSetDeployment::State::kNoChanges) return UpToDate(context, *cloud, made.stack_id);
    if (made.state == ChangeSetDeployment::State::kNotExecuted) {
      return NotExecuted(context, *cloud, made, operation, command.stack_name);
    }
    return Follow(context, *cloud, {made.stack_id, made.bookmark}, operation, signals);
  }
  StackProgress progress(context, *cloud);
  TRY_ASSIGN(const auto begun, BeginAtOnce(stacks, progress, input, existing));
  if (!begun) return UpToDate(context, *cloud, existing->id);
  return Follow(context, *cloud, *begun, operation, signals);
}

}  // namespace genesys_cfn::cli
