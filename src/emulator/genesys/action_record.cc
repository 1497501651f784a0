// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_record.h"

#include <limits>

#include "action_runtime/flatten.h"
#include "base/text.h"
#include "emulator/genesys/action_config.h"
#include "emulator/genesys/visibility.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kInputFile = "inputschema.json";
constexpr std::string_view kSuccessFile = "successschema.json";
constexpr std::string_view kErrorFile = "errorschema.json";

json::Value ParseStored(const std::string& text) {
  auto value = json::Parse(text);
  if (!value.has_value()) throw DatabaseError("a stored action is no longer JSON");
  return std::move(value).value();
}

json::Object ParseConfig(const ActionRecord& action) {
  json::Value config = ParseStored(action.config);
  if (!config.is_object()) throw DatabaseError("a stored configuration is no object");
  return std::move(*config.AsObject());
}

// What the server itself adds as output.errorSchema.
json::Value ErrorSchema() {
  const json::Object text{{"type", "string"}};
  return json::Object{
      {"$schema", "http://json-schema.org/draft-04/schema#"},
      {"title", "Error"},
      {"type", "object"},
      {"properties",
       json::Object{
           {"message", text}, {"code", text}, {"status", json::Object{{"type", "integer"}}}, {"contextId", text}}},
      {"additionalProperties", true}};
}

json::Object Flattened(const json::Value& schema) {
  auto [flat, array_properties] = action_runtime::FlattenSchema(schema);
  json::Array names(array_properties.begin(), array_properties.end());
  return {{"schema", std::move(flat)}, {"arrayProperties", std::move(names)}};
}

std::optional<std::string> FindStoredSchema(const ActionRecord& action, std::string_view file_name) {
  if (file_name == kInputFile) return action.input_schema;
  if (file_name == kSuccessFile) return action.success_schema;
  if (file_name == kErrorFile) return json::Write(ErrorSchema());
  return std::nullopt;
}

}  // namespace

ActionKind KindOf(std::string_view action_id) {
  if (action_id.starts_with(kStaticPrefix)) return ActionKind::kStatic;
  return action_id.starts_with(kCustomAuthPrefix) ? ActionKind::kCustomAuth : ActionKind::kCustom;
}

ActionRecord ReadAction(const Statement& row) {
  return {row.Text(0),    row.Text(1), row.Text(2), row.Text(3), row.Integer(4) != 0,
          row.Integer(5), row.Text(6), row.Text(7), row.Text(8)};
}

std::optional<ActionRecord> FindAction(Transaction& transaction, std::string_view id) {
  constexpr int64_t kAll = std::numeric_limits<int64_t>::max();
  return FindVisibleAction(transaction, id, {kAll, kAll, kAll});
}

std::optional<ActionRecord> FindVisibleAction(Transaction& transaction, std::string_view id,
                                              const SeenUntilThen& seen) {
  std::optional<ActionRecord> action;
  {
    Statement row = transaction.Query(
        Concat("SELECT ", kActionColumns,
               " FROM genesys_action WHERE id = ? AND created <= ? AND (deleted IS NULL OR deleted > ?)"),
        id, seen.made, seen.deleted);
    if (!row.Step()) return std::nullopt;
    action = ReadAction(row);
  }
  if (seen.edited == std::numeric_limits<int64_t>::max()) return action;
  Statement past = transaction.Query(
      "SELECT name, category, version, config FROM genesys_action_past WHERE action = ? AND until > ? "
      "ORDER BY position LIMIT 1",
      id, seen.edited);
  if (past.Step()) {
    action->name = past.Text(0);
    action->category = past.Text(1);
    action->version = past.Integer(2);
    action->config = past.Text(3);
  }
  return action;
}

void InsertAction(Transaction& transaction, const ActionRecord& action, WallTime now) {
  transaction.Execute(
      Concat("INSERT INTO genesys_action (", kActionColumns, ", created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      action.id, action.integration_id, action.name, action.category, action.secure, action.version, action.config,
      action.input_schema, action.success_schema, ToEpochMilliseconds(now));
}

void UpdateAction(Transaction& transaction, const ActionRecord& action) {
  transaction.Execute("UPDATE genesys_action SET name = ?, category = ?, config = ?, version = ? WHERE id = ?",
                      action.name, action.category, action.config, action.version, action.id);
}

void KeepPastAction(Transaction& transaction, std::string_view id, WallTime now, Milliseconds lag) {
  if (lag.count() <= 0) return;
  transaction.Execute("DELETE FROM genesys_action_past WHERE action = ? AND until <= ?", id, SeenUntil(now, lag));
  transaction.Execute(
      "INSERT INTO genesys_action_past (action, until, name, category, version, config) "
      "SELECT id, ?, name, category, version, config FROM genesys_action WHERE id = ?",
      ToEpochMilliseconds(now), id);
}

bool DeleteStoredAction(Transaction& transaction, std::string_view id, WallTime now, Milliseconds lag) {
  if (lag.count() <= 0) return transaction.Execute("DELETE FROM genesys_action WHERE id = ?", id) > 0;
  transaction.Execute("DELETE FROM genesys_action WHERE deleted <= ?", SeenUntil(now, lag));
  return transaction.Execute("UPDATE genesys_action SET deleted = ? WHERE id = ? AND deleted IS NULL",
                             ToEpochMilliseconds(now), id) > 0;
}

json::Object ShowAction(const ActionRecord& action, ContractView contract, ConfigView config, ActionStage stage) {
  const std::string uri =
      Concat("/api/v2/integrations/actions/", action.id, stage == ActionStage::kDraft ? "/draft" : "");
  json::Object input;
  json::Object output;
  if (contract == ContractView::kSchemas) {
    input.Append("inputSchema", ParseStored(action.input_schema));
    output.Append("successSchema", ParseStored(action.success_schema));
    output.Append("errorSchema", ErrorSchema());
  } else if (contract == ContractView::kFlattenedSchemas) {
    input.Append("inputSchemaFlattened", action_runtime::FlattenSchema(ParseStored(action.input_schema)).schema);
    output.Append("successSchemaFlattened", Flattened(ParseStored(action.success_schema)));
    output.Append("errorSchemaFlattened", Flattened(ErrorSchema()));
  }
  input.Append("inputSchemaUri", Concat(uri, "/schemas/", kInputFile));
  output.Append("successSchemaUri", Concat(uri, "/schemas/", kSuccessFile));
  output.Append("errorSchemaUri", Concat(uri, "/schemas/", kErrorFile));
  json::Object shown{{"id", action.id},
                     {"name", action.name},
                     {"integrationId", action.integration_id},
                     {"category", action.category},
                     {"contract", json::Object{{"input", std::move(input)}, {"output", std::move(output)}}},
                     {"version", action.version},
                     {"secure", action.secure}};
  if (config == ConfigView::kPresent) shown.Append("config", ShowConfig(ParseConfig(action), uri));
  shown.Append("selfUri", uri);
  return shown;
}

std::optional<std::string> FindSchemaFile(const ActionRecord& action, std::string_view file_name, SchemaForm form) {
  auto schema = FindStoredSchema(action, file_name);
  if (!schema.has_value() || form == SchemaForm::kAsIs) return schema;
  return json::Write(action_runtime::FlattenSchema(ParseStored(*schema)).schema);
}

std::optional<std::string> FindTemplateFile(const ActionRecord& action, std::string_view file_name) {
  const json::Object config = ParseConfig(action);
  const std::string* const text = FindTemplate(config, file_name);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

}  // namespace genesys_cfn::emulator
