// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"

namespace genesys_cfn::cli {
namespace {

json::Object StackDocument(const aws::Stack& stack) {
  return {{"stackName", stack.name},        {"stackId", stack.id},
          {"status", stack.status},         {"reason", stack.status_reason},
          {"created", stack.creation_time}, {"updated", stack.last_updated_time}};
}

Result<int> ShowAll(CommandContext& context, aws::CloudFormationClient& stacks) {
  TRY_ASSIGN(const auto all, stacks.DescribeStacks());
  std::vector<std::vector<std::string>> rows;
  json::Array documents;
  for (const aws::Stack& stack : all) {
    rows.push_back(
        {stack.name, stack.status, stack.last_updated_time.empty() ? stack.creation_time : stack.last_updated_time});
    documents.emplace_back(StackDocument(stack));
  }
  context.renderer.Table({"STACK", "STATUS", "CHANGED"}, rows);
  context.renderer.Document(json::Object{{"stacks", documents}});
  return kDone;
}

Result<int> ShowOne(CommandContext& context, aws::CloudFormationClient& stacks, const std::string& name) {
  TRY_ASSIGN(const auto stack, stacks.DescribeStack(name));
  if (!stack) return Error{ErrorCode::kNotFound, Concat("the stack ", name, " does not exist")};
  TRY_ASSIGN(const auto resources, stacks.ListStackResources(name));
  std::vector<std::vector<std::string>> rows;
  json::Array documents;
  for (const aws::StackResource& resource : resources) {
    rows.push_back({resource.logical_id, resource.type, resource.status, resource.physical_id});
    documents.emplace_back(json::Object{{"logicalId", resource.logical_id},
                                        {"physicalId", resource.physical_id},
                                        {"type", resource.type},
                                        {"status", resource.status},
                                        {"reason", resource.reason}});
  }
  context.renderer.Table({"STACK", "STATUS"}, {{stack->name, stack->status}});
  context.renderer.Line("");
  context.renderer.Table({"RESOURCE", "TYPE", "STATUS", "PHYSICAL ID"}, rows);
  if (!stack->outputs.empty()) {
    std::vector<std::vector<std::string>> outputs;
    for (const aws::StackOutput& output : stack->outputs) outputs.push_back({output.key, output.value});
    context.renderer.Line("");
    context.renderer.Table({"OUTPUT", "VALUE"}, outputs);
  }
  if (!stack->tags.empty()) {
    std::vector<std::vector<std::string>> tags;
    for (const auto& [key, value] : stack->tags) tags.push_back({key, value});
    context.renderer.Line("");
    context.renderer.Table({"TAG", "VALUE"}, tags);
  }
  json::Object tags;
  for (const auto& [key, value] : stack->tags) tags.Set(key, value);
  json::Object parameters;
  for (const aws::StackParameter& parameter : stack->parameters) parameters.Set(parameter.key, parameter.value);
  json::Object document = StackDocument(*stack);
  document.Set("parameters", parameters);
  document.Set("outputs", OutputsDocument(stack->outputs));
  document.Set("tags", tags);
  document.Set("roleArn", stack->role_arn);
  document.Set("resources", documents);
  context.renderer.Document(document);
  return kDone;
}

}  // namespace

Result<int> RunStatus(CommandContext& context, const StatusCommand& command) {
  TRY_ASSIGN(const auto cloud, OpenCloud(context, "status"));
  if (!command.stack_name) return ShowAll(context, cloud->stacks());
  return ShowOne(context, cloud->stacks(), *command.stack_name);
}

}  // namespace genesys_cfn::cli
