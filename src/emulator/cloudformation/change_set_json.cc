// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/change_set_json.h"

#include "base/text.h"
#include "emulator/cloudformation/record_json.h"
#include "emulator/cloudformation/stack_json.h"
#include "json/parse.h"

namespace genesys_cfn::emulator::change_set_json {
namespace {

using record_json::ObjectText;
using record_json::Reader;

std::string FromDetail(const PropertyChange& detail) {
  ObjectText text;
  text.Text("name", detail.name)
      .Text("path", detail.path)
      .Choice("recreation", detail.recreation)
      .Flag("is_dynamic", detail.is_dynamic)
      .Choice("source", detail.source)
      .Text("causing_entity", detail.causing_entity);
  if (detail.before.has_value()) text.Text("before", *detail.before);
  if (detail.after.has_value()) text.Text("after", *detail.after);
  return text.Take();
}

PropertyChange ToDetail(const json::Value& value) {
  const Reader reader(&value);
  PropertyChange detail;
  detail.name = reader.Text("name");
  detail.path = reader.Text("path");
  detail.recreation = reader.Choice<Recreation>("recreation");
  detail.is_dynamic = reader.Flag("is_dynamic");
  detail.source = reader.Choice<ChangeSource>("source");
  detail.causing_entity = reader.Text("causing_entity");
  if (reader.Find("before") != nullptr) detail.before = reader.Text("before");
  if (reader.Find("after") != nullptr) detail.after = reader.Text("after");
  return detail;
}

// The items are JSON texts.
std::string ListText(const std::vector<std::string>& items) {
  return Concat("[", Join(items, ","), "]");
}

std::string FromChange(const ResourceChange& change) {
  std::vector<std::string> details;
  for (const PropertyChange& detail : change.details) details.push_back(FromDetail(detail));
  return ObjectText()
      .Choice("action", change.action)
      .Text("logical_id", change.logical_id)
      .Text("physical_id", change.physical_id)
      .Text("type", change.type)
      .Choice("replacement", change.replacement)
      .Text("policy_action", change.policy_action)
      .Raw("details", ListText(details))
      .Text("before_context", change.before_context)
      .Text("after_context", change.after_context)
      .Take();
}

ResourceChange ToChange(const json::Value& value) {
  const Reader reader(&value);
  ResourceChange change;
  change.action = reader.Choice<ChangeAction>("action");
  change.logical_id = reader.Text("logical_id");
  change.physical_id = reader.Text("physical_id");
  change.type = reader.Text("type");
  change.replacement = reader.Choice<Replacement>("replacement");
  change.policy_action = reader.Text("policy_action");
  for (const json::Value& detail : reader.Items("details")) change.details.push_back(ToDetail(detail));
  change.before_context = reader.Text("before_context");
  change.after_context = reader.Text("after_context");
  return change;
}

}  // namespace

std::string Write(const ChangeSetRecord& record) {
  std::vector<std::string> changes;
  for (const ResourceChange& change : record.changes) changes.push_back(FromChange(change));
  return ObjectText()
      .Text("id", record.id)
      .Text("name", record.name)
      .Text("description", record.description)
      .Text("stack_id", record.stack_id)
      .Text("stack_name", record.stack_name)
      .Choice("type", record.type)
      .Time("created", record.created)
      .Choice("status", record.status)
      .Text("status_reason", record.status_reason)
      .Choice("execution_status", record.execution_status)
      .Text("client_token", record.client_token)
      .Raw("input", stack_json::WriteInput(record.input))
      .Choice("on_failure", record.on_failure)
      .Text("role_arn", record.role_arn)
      .Texts("notification_arns", record.notification_arns)
      .Raw("changes", ListText(changes))
      .Take();
}

Result<ChangeSetRecord> Read(std::string_view text) {
  TRY_ASSIGN(const json::Value value, json::Parse(text));
  const Reader reader(&value);
  ChangeSetRecord record;
  record.id = reader.Text("id");
  record.name = reader.Text("name");
  record.description = reader.Text("description");
  record.stack_id = reader.Text("stack_id");
  record.stack_name = reader.Text("stack_name");
  record.type = reader.Choice<ChangeSetType>("type");
  record.created = reader.Time("created").value_or(WallTime());
  record.status = reader.Choice<ChangeSetStatus>("status");
  record.status_reason = reader.Text("status_reason");
  record.execution_status = reader.Choice<ExecutionStatus>("execution_status");
  record.client_token = reader.Text("client_token");
  record.input = stack_json::ReadInput(reader.Find("input"));
  record.on_failure = reader.Choice<OnFailure>("on_failure");
  record.role_arn = reader.Text("role_arn");
  record.notification_arns = reader.Texts("notification_arns");
  for (const json::Value& change : reader.Items("changes")) record.changes.push_back(ToChange(change));
  return record;
}

}  // namespace genesys_cfn::emulator::change_set_json
