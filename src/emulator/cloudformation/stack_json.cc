// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/stack_json.h"

#include "emulator/cloudformation/record_json.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator::stack_json {
namespace {

using record_json::ObjectText;
using record_json::Reader;
using record_json::TextAt;

std::string FromCancelled(const CancelledRequest& request) {
  return ObjectText()
      .Text("request_id", request.request_id)
      .Choice("task", request.task)
      .Time("due", request.due)
      .Members("properties", request.properties)
      .Take();
}

json::Array FromOutputs(const std::vector<StackOutput>& outputs) {
  json::Array items;
  for (const StackOutput& output : outputs) {
    items.emplace_back(json::Array{output.key, output.value, output.description, output.export_name});
  }
  return items;
}

std::string FromState(const ResourceState& state) {
  return ObjectText()
      .Text("physical_id", state.physical_id)
      .Members("properties", state.properties)
      .Members("attributes", state.attributes)
      .Flag("no_echo", state.no_echo)
      .Text("request_id", state.request_id)
      .Choice("deletion_policy", state.deletion_policy)
      .Choice("update_replace_policy", state.update_replace_policy)
      .Texts("dependencies", state.dependencies)
      .Texts("imports", state.imports)
      .Take();
}

CancelledRequest ToCancelled(const json::Value* value) {
  const Reader reader(value);
  return {reader.Text("request_id"), reader.Choice<Task>("task"), reader.Time("due").value_or(WallTime()),
          reader.Members("properties")};
}

ResourceState ToState(const json::Value* value) {
  const Reader reader(value);
  ResourceState state;
  state.physical_id = reader.Text("physical_id");
  state.properties = reader.Members("properties");
  state.attributes = reader.Members("attributes");
  state.no_echo = reader.Flag("no_echo");
  state.request_id = reader.Text("request_id");
  state.deletion_policy = reader.Choice<cloudformation::DeletionPolicy>("deletion_policy");
  state.update_replace_policy = reader.Choice<cloudformation::DeletionPolicy>("update_replace_policy");
  state.dependencies = reader.TextSet("dependencies");
  state.imports = reader.TextSet("imports");
  return state;
}

}  // namespace

std::string WriteInput(const StackInput& input) {
  json::Object parameters;
  for (const auto& [name, value] : input.parameters) parameters.Append(name, value);
  json::Object stored;
  for (const auto& [name, value] : input.stored) stored.Append(name, value);
  json::Array tags;
  for (const auto& [key, value] : input.tags) tags.emplace_back(json::Array{key, value});
  return ObjectText()
      .Text("template", input.template_body)
      .Text("description", input.description)
      .Members("parameters", parameters)
      .Members("stored", stored)
      .Texts("no_echo", input.no_echo)
      .Texts("capabilities", input.capabilities)
      .Items("tags", std::move(tags))
      .Take();
}

StackInput ReadInput(const json::Value* value) {
  const Reader reader(value);
  StackInput input;
  input.template_body = reader.Text("template");
  input.description = reader.Text("description");
  for (const auto& [name, text] : reader.Members("parameters")) {
    input.parameters[name] = text.is_string() ? *text.AsString() : "";
  }
  for (const auto& [name, text] : reader.Members("stored")) {
    input.stored[name] = text.is_string() ? *text.AsString() : "";
  }
  input.no_echo = reader.TextSet("no_echo");
  input.capabilities = reader.Texts("capabilities");
  for (const json::Value& tag : reader.Items("tags")) input.tags.emplace_back(TextAt(tag, 0), TextAt(tag, 1));
  return input;
}

std::string WriteStack(const StackRecord& record) {
  ObjectText text;
  text.Text("id", record.id)
      .Text("name", record.name)
      .Text("status", ToString(record.status))
      .Text("status_reason", record.status_reason)
      .Time("created", record.created)
      .Time("updated", record.updated)
      .Time("deleted", record.deleted)
      .Raw("input", WriteInput(record.input))
      .Choice("on_failure", record.on_failure)
      .Flag("retain_except_on_create", record.retain_except_on_create)
      .Flag("force_delete", record.force_delete)
      .Text("change_set_id", record.change_set_id)
      .Choice("operation", record.operation)
      .Flag("termination_protection", record.termination_protection)
      .Integer("timeout_minutes", record.timeout_minutes)
      .Time("creation_due", record.creation_due)
      .Text("role_arn", record.role_arn)
      .Text("client_request_token", record.client_request_token)
      .Texts("notification_arns", record.notification_arns)
      .Texts("retain_resources", record.retain_resources)
      .Items("outputs", FromOutputs(record.outputs))
      .Texts("output_imports", record.output_imports);
  if (record.previous.has_value()) text.Raw("previous", WriteInput(*record.previous));
  return text.Take();
}

Result<StackRecord> ReadStack(std::string_view text) {
  TRY_ASSIGN(const json::Value value, json::Parse(text));
  const Reader reader(&value);
  StackRecord record;
  record.id = reader.Text("id");
  record.name = reader.Text("name");
  record.status = ParseStackStatus(reader.Text("status")).value_or(StackStatus::kDeleteFailed);
  record.status_reason = reader.Text("status_reason");
  record.created = reader.Time("created").value_or(WallTime());
  record.updated = reader.Time("updated");
  record.deleted = reader.Time("deleted");
  record.input = ReadInput(reader.Find("input"));
  if (reader.Find("previous") != nullptr) record.previous = ReadInput(reader.Find("previous"));
  record.on_failure = reader.Choice<OnFailure>("on_failure");
  record.retain_except_on_create = reader.Flag("retain_except_on_create");
  record.force_delete = reader.Flag("force_delete");
  record.change_set_id = reader.Text("change_set_id");
  record.operation = reader.Choice<StackOperation>("operation");
  record.termination_protection = reader.Flag("termination_protection");
  record.timeout_minutes = static_cast<int>(reader.Integer("timeout_minutes"));
  record.creation_due = reader.Time("creation_due");
  record.role_arn = reader.Text("role_arn");
  record.client_request_token = reader.Text("client_request_token");
  record.notification_arns = reader.Texts("notification_arns");
  record.retain_resources = reader.Texts("retain_resources");
  for (const json::Value& output : reader.Items("outputs")) {
    record.outputs.push_back({TextAt(output, 0), TextAt(output, 1), TextAt(output, 2), TextAt(output, 3)});
  }
  record.output_imports = reader.TextSet("output_imports");
  return record;
}

std::string WriteResource(const ResourceRecord& resource) {
  ObjectText text;
  text.Text("key", resource.key)
      .Text("logical_id", resource.logical_id)
      .Text("type", resource.type)
      .Flag("superseded", resource.superseded)
      .Raw("state", FromState(resource.state))
      .Text("status", ToString(resource.status))
      .Text("status_reason", resource.status_reason)
      .Time("changed", resource.changed)
      .Choice("task", resource.task)
      .Choice("progress", resource.progress)
      .Flag("created_now", resource.created_now)
      .Flag("replacing", resource.replacing)
      .Text("masked_properties", resource.masked_properties)
      .Text("request_id", resource.request_id)
      .Time("due", resource.due)
      .Flag("answered", resource.answered)
      .Integer("attempts", resource.attempts);
  if (resource.cancelled.has_value()) text.Raw("cancelled", FromCancelled(*resource.cancelled));
  if (!resource.late_physical_id.empty()) text.Text("late_physical_id", resource.late_physical_id);
  if (resource.before.has_value()) text.Raw("before", FromState(*resource.before));
  if (resource.target.has_value()) text.Raw("target", FromState(*resource.target));
  return text.Take();
}

Result<ResourceRecord> ReadResource(std::string_view text) {
  TRY_ASSIGN(const json::Value value, json::Parse(text, {.max_depth = 200}));
  const Reader reader(&value);
  ResourceRecord resource;
  resource.key = reader.Text("key");
  resource.logical_id = reader.Text("logical_id");
  resource.type = reader.Text("type");
  resource.superseded = reader.Flag("superseded");
  resource.state = ToState(reader.Find("state"));
  resource.status = ParseResourceStatus(reader.Text("status")).value_or(ResourceStatus::kDeleteFailed);
  resource.status_reason = reader.Text("status_reason");
  resource.changed = reader.Time("changed").value_or(WallTime());
  resource.task = reader.Choice<Task>("task");
  resource.progress = reader.Choice<Progress>("progress");
  resource.created_now = reader.Flag("created_now");
  resource.replacing = reader.Flag("replacing");
  if (reader.Find("before") != nullptr) resource.before = ToState(reader.Find("before"));
  if (reader.Find("target") != nullptr) resource.target = ToState(reader.Find("target"));
  resource.masked_properties = reader.Text("masked_properties");
  resource.request_id = reader.Text("request_id");
  resource.due = reader.Time("due").value_or(WallTime());
  resource.answered = reader.Flag("answered");
  if (reader.Find("cancelled") != nullptr) resource.cancelled = ToCancelled(reader.Find("cancelled"));
  resource.late_physical_id = reader.Text("late_physical_id");
  resource.attempts = static_cast<int>(reader.Integer("attempts"));
  return resource;
}

}  // namespace genesys_cfn::emulator::stack_json
