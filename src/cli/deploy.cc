// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/stack_progress.h"
#include "template/template.h"

namespace genesys_cfn::cli {
namespace {

// The template's text, when nothing is wrong with it that can be seen without parameter values.
Result<std::optional<std::string>> ReadTemplate(CommandContext& context, const std::string& path) {
  TRY_ASSIGN(std::string text, ReadFile(path));
  const cloudformation::LoadResult loaded = cloudformation::LoadTemplate(text);
  if (loaded.value) return std::optional<std::string>(std::move(text));
  std::vector<std::string> lines;
  for (const cloudformation::Diagnostic& diagnostic : loaded.diagnostics) {
    lines.push_back(cloudformation::FormatDiagnostic(path, diagnostic));
  }
  context.renderer.Failures(lines);
  return std::optional<std::string>();
}

// Of an update: what is not given keeps its value, as far as the stack has one.
std::vector<aws::StackParameter> Parameters(const DeployCommand& command, const std::optional<aws::Stack>& existing,
                                            const std::string& template_text) {
  std::vector<aws::StackParameter> parameters;
  for (const auto& [key, value] : command.parameters) parameters.push_back({key, value, false});
  if (!existing) return parameters;
  const cloudformation::LoadResult loaded = cloudformation::LoadTemplate(template_text);
  const auto given = [&](const std::string& key) {
    for (const auto& [name, value] : command.parameters) {
      if (name == key) return true;
    }
    return false;
  };
  for (const aws::StackParameter& previous : existing->parameters) {
    const bool declared = loaded.value && loaded.value->FindParameter(previous.key) != nullptr;
    if (declared && !given(previous.key)) parameters.push_back({previous.key, "", true});
  }
  return parameters;
}

void ShowOutputs(Renderer& renderer, const aws::Stack& stack) {
  if (stack.outputs.empty()) return;
  std::vector<std::vector<std::string>> rows;
  for (const aws::StackOutput& output : stack.outputs) rows.push_back({output.key, output.value});
  renderer.Line("");
  renderer.Table({"OUTPUT", "VALUE"}, rows);
}

json::Object ResultDocument(const std::string& operation, const aws::Stack& stack,
                            const std::vector<aws::StackEvent>& events) {
  return {{"stackName", stack.name},   {"stackId", stack.id},
          {"operation", operation},    {"status", stack.status},
          {"reason", stack.status_reason}, {"outputs", OutputsDocument(stack.outputs)},
          {"events", EventsDocument(events)}};
}

}  // namespace

Result<int> RunDeploy(CommandContext& context, const DeployCommand& command) {
  TRY_ASSIGN(const auto text, ReadTemplate(context, command.template_path));
  if (!text) return kFailed;
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "deploy"));
  aws::CloudFormationClient& stacks = cloud->stacks();
  TRY_ASSIGN(const auto existing, stacks.DescribeStack(command.stack_name));
  if (existing && existing->status == "ROLLBACK_COMPLETE") {
    return Error{ErrorCode::kConflict,
                 Concat("the stack ", command.stack_name, " is in ROLLBACK_COMPLETE: its creation failed, and such a stack "
                        "can only be deleted. Run genesys-cfn delete ", command.stack_name, " and deploy again.")};
  }

  StackProgress progress(stacks, context.surroundings.clock, context.renderer);
  const aws::CloudFormationClient::StackInput input{command.stack_name, *text, Parameters(command, existing, *text),
                                                    command.capabilities};
  std::string bookmark;
  std::string stack_id;
  if (existing) {
    TRY_ASSIGN(bookmark, progress.Bookmark(existing->id));
    auto updated = stacks.UpdateStack(input);
    if (!updated && updated.error().message == "No updates are to be performed.") {
      context.renderer.Line(Concat("The stack ", command.stack_name, " is up to date: nothing to do."));
      ShowOutputs(context.renderer, *existing);
      context.renderer.Document(ResultDocument("none", *existing, {}));
      return kDone;
    }
    if (!updated) return updated.error();
    stack_id = *updated;
  } else {
    TRY_ASSIGN(stack_id, stacks.CreateStack(input));
  }

  TRY_ASSIGN(const auto result, progress.Follow(stack_id, bookmark));
  context.renderer.Document(ResultDocument(existing ? "update" : "create", result.stack, result.events));
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
