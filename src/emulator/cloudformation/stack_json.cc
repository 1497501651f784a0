// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/stack_json.h"

#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator::stack_json {
namespace {

template <typename Texts>
json::Value FromTexts(const Texts& texts) {
  json::Array items;
  for (const std::string& text : texts) items.emplace_back(text);
  return items;
}

json::Value FromTime(const std::optional<WallTime>& time) {
  return time.has_value() ? json::Value(ToEpochMilliseconds(*time)) : json::Value();
}

json::Value FromCancelled(const CancelledRequest& request) {
  return json::Object{{"request_id", request.request_id},
                      {"task", static_cast<int>(request.task)},
                      {"due", FromTime(request.due)},
                      {"properties", request.properties}};
}

json::Value FromInput(const StackInput& input) {
  json::Object parameters;
  for (const auto& [name, value] : input.parameters) parameters.Append(name, value);
  json::Array tags;
  for (const auto& [key, value] : input.tags) tags.emplace_back(json::Array{key, value});
  return json::Object{{"template", input.template_body},
                      {"description", input.description},
                      {"parameters", std::move(parameters)},
                      {"no_echo", FromTexts(input.no_echo)},
                      {"capabilities", FromTexts(input.capabilities)},
                      {"tags", std::move(tags)}};
}

json::Value FromOutputs(const std::vector<StackOutput>& outputs) {
  json::Array items;
  for (const StackOutput& output : outputs) {
    items.emplace_back(json::Array{output.key, output.value, output.description, output.export_name});
  }
  return items;
}

json::Value FromState(const ResourceState& state) {
  return json::Object{{"physical_id", state.physical_id},
                      {"properties", state.properties},
                      {"attributes", state.attributes},
                      {"no_echo", state.no_echo},
                      {"request_id", state.request_id},
                      {"deletion_policy", static_cast<int>(state.deletion_policy)},
                      {"update_replace_policy", static_cast<int>(state.update_replace_policy)},
                      {"dependencies", FromTexts(state.dependencies)},
                      {"imports", FromTexts(state.imports)}};
}

// Reads members of one object; absent or of another type: the default.
class Reader {
 public:
  explicit Reader(const json::Value* value) : value_(value) {}

  [[nodiscard]] const json::Value* Find(std::string_view name) const {
    return value_ == nullptr ? nullptr : value_->Find(name);
  }
  [[nodiscard]] std::string Text(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_string() ? *found->AsString() : "";
  }
  [[nodiscard]] int64_t Integer(std::string_view name) const {
    const json::Value* found = Find(name);
    return found == nullptr ? 0 : found->AsInteger().value_or(0);
  }
  [[nodiscard]] bool Flag(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_bool() && *found->AsBool();
  }
  [[nodiscard]] json::Object Members(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_object() ? *found->AsObject() : json::Object();
  }
  [[nodiscard]] json::Array Items(std::string_view name) const {
    const json::Value* found = Find(name);
    return found != nullptr && found->is_array() ? *found->AsArray() : json::Array();
  }
  [[nodiscard]] std::vector<std::string> Texts(std::string_view name) const {
    std::vector<std::string> texts;
    for (const json::Value& item : Items(name)) texts.push_back(item.is_string() ? *item.AsString() : "");
    return texts;
  }
  [[nodiscard]] std::set<std::string> TextSet(std::string_view name) const {
    const std::vector<std::string> texts = Texts(name);
    return {texts.begin(), texts.end()};
  }
  [[nodiscard]] std::optional<WallTime> Time(std::string_view name) const {
    const json::Value* found = Find(name);
    if (found == nullptr || !found->AsInteger().has_value()) return std::nullopt;
    return FromEpochMilliseconds(*found->AsInteger());
  }
  template <typename Enumeration>
  [[nodiscard]] Enumeration Choice(std::string_view name) const {
    return static_cast<Enumeration>(Integer(name));
  }

 private:
  const json::Value* value_;
};

std::string TextAt(const json::Value& item, size_t index) {
  const json::Array* texts = item.AsArray();
  if (texts == nullptr || texts->size() <= index || !(*texts)[index].is_string()) return "";
  return *(*texts)[index].AsString();
}

StackInput ToInput(const json::Value* value) {
  const Reader reader(value);
  StackInput input;
  input.template_body = reader.Text("template");
  input.description = reader.Text("description");
  for (const auto& [name, text] : reader.Members("parameters")) {
    input.parameters[name] = text.is_string() ? *text.AsString() : "";
  }
  input.no_echo = reader.TextSet("no_echo");
  input.capabilities = reader.Texts("capabilities");
  for (const json::Value& tag : reader.Items("tags")) input.tags.emplace_back(TextAt(tag, 0), TextAt(tag, 1));
  return input;
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

std::string WriteStack(const StackRecord& record) {
  json::Object object{{"id", record.id},
                      {"name", record.name},
                      {"status", ToString(record.status)},
                      {"status_reason", record.status_reason},
                      {"created", FromTime(record.created)},
                      {"updated", FromTime(record.updated)},
                      {"deleted", FromTime(record.deleted)},
                      {"input", FromInput(record.input)},
                      {"on_failure", static_cast<int>(record.on_failure)},
                      {"termination_protection", record.termination_protection},
                      {"role_arn", record.role_arn},
                      {"client_request_token", record.client_request_token},
                      {"notification_arns", FromTexts(record.notification_arns)},
                      {"retain_resources", FromTexts(record.retain_resources)},
                      {"outputs", FromOutputs(record.outputs)},
                      {"output_imports", FromTexts(record.output_imports)}};
  if (record.previous.has_value()) object.Append("previous", FromInput(*record.previous));
  return json::Write(json::Value(std::move(object)));
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
  record.input = ToInput(reader.Find("input"));
  if (reader.Find("previous") != nullptr) record.previous = ToInput(reader.Find("previous"));
  record.on_failure = reader.Choice<OnFailure>("on_failure");
  record.termination_protection = reader.Flag("termination_protection");
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
  json::Object object{{"key", resource.key},
                      {"logical_id", resource.logical_id},
                      {"type", resource.type},
                      {"superseded", resource.superseded},
                      {"state", FromState(resource.state)},
                      {"status", ToString(resource.status)},
                      {"status_reason", resource.status_reason},
                      {"changed", FromTime(resource.changed)},
                      {"task", static_cast<int>(resource.task)},
                      {"progress", static_cast<int>(resource.progress)},
                      {"created_now", resource.created_now},
                      {"replacing", resource.replacing},
                      {"masked_properties", resource.masked_properties},
                      {"request_id", resource.request_id},
                      {"due", FromTime(resource.due)},
                      {"answered", resource.answered},
                      {"attempts", resource.attempts}};
  if (resource.cancelled.has_value()) object.Append("cancelled", FromCancelled(*resource.cancelled));
  if (!resource.late_physical_id.empty()) object.Append("late_physical_id", resource.late_physical_id);
  if (resource.before.has_value()) object.Append("before", FromState(*resource.before));
  if (resource.target.has_value()) object.Append("target", FromState(*resource.target));
  return json::Write(json::Value(std::move(object)));
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
