// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/actions_api.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/genesys/action_config.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/contract_rules.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/paging.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kLongestName = 256;
constexpr size_t kMostIds = 50;

const json::Value* FindPresent(const json::Object& body, std::string_view name) {
  const json::Value* const value = body.Find(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

enum class Presence { kRequired, kOptional };

// Reads a name or category into `out`, which stays as it is when the member is absent and may be.
std::optional<ApiFailure> ReadLabel(const json::Object& body, const char* field, Presence presence, std::string& out) {
  const json::Value* const value = FindPresent(body, field);
  if (value == nullptr) {
    if (presence == Presence::kOptional) return std::nullopt;
    return InvalidField(field, "is required");
  }
  if (!value->is_string()) return InvalidField(field, Concat("must be a string, not ", TypeName(*value)));
  const std::string& text = *value->AsString();
  if (Trim(text).empty()) return InvalidField(field, "must not be empty");
  if (CountCharacters(text) > kLongestName) {
    return InvalidField(field, Concat("must have at most ", kLongestName, " characters"));
  }
  out = text;
  return std::nullopt;
}

std::optional<ApiFailure> ReadConfigInto(const json::Value& value, json::Object& out) {
  auto config = ReadConfig(value, "config");
  if (auto* failure = std::get_if<ApiFailure>(&config)) return std::move(*failure);
  out = std::get<json::Object>(std::move(config));
  return std::nullopt;
}

// A new action may hang on any integration but one of functions, whose actions start as drafts (3.2). An unknown
// integration is a 400 without a field: a new one may not be visible yet, and clients retry that.
std::optional<ApiFailure> CheckIntegration(Transaction& transaction, const std::string& id) {
  const auto type = FindIntegrationType(transaction, id);
  if (!type.has_value()) return BadRequest(Concat("No integration with the id ", id, " was found"));
  if (*type == "function-data-actions") {
    return InvalidField("integrationId", "actions of a function integration can only be created as drafts");
  }
  return std::nullopt;
}

std::optional<ApiFailure> ReadNewAction(const ApiCall& call, ActionRecord& action) {
  if (auto failure = ReadLabel(call.body, "name", Presence::kRequired, action.name)) return failure;
  if (auto failure = ReadLabel(call.body, "category", Presence::kRequired, action.category)) return failure;
  const json::Value* const integration = FindPresent(call.body, "integrationId");
  if (integration == nullptr || !integration->is_string()) {
    return InvalidField("integrationId", "is required, as a string");
  }
  action.integration_id = *integration->AsString();
  if (const json::Value* const secure = FindPresent(call.body, "secure")) {
    if (!secure->is_bool()) return InvalidField("secure", Concat("must be a boolean, not ", TypeName(*secure)));
    action.secure = *secure->AsBool();
  }
  const json::Value* const config = FindPresent(call.body, "config");
  if (config == nullptr) return InvalidField("config", "is required");
  if (auto failure = ReadConfigInto(*config, action.config)) return failure;
  const json::Value* const contract = FindPresent(call.body, "contract");
  if (auto failure = CheckContract(contract)) return failure;
  action.input_schema = *contract->Find("input")->Find("inputSchema");
  action.success_schema = *contract->Find("output")->Find("successSchema");
  return CheckIntegration(call.transaction, action.integration_id);
}

ApiFailure VersionConflict(const ApiCall& call, const json::Value& supplied, int64_t current) {
  const int status = call.options.version_conflict_status;
  return {status,
          status == 409 ? "general.conflict" : "bad.request",
          "Supplied version %{supplied} does not match the current version %{current}",
          {{"supplied", supplied.AsNumber()->text}, {"current", std::to_string(current)}},
          {}};
}

constexpr std::string_view kListedActions =
    " FROM genesys_action WHERE (?1 IS NULL OR instr(lower(name), lower(?1)) > 0) AND (?2 IS NULL OR category = ?2) "
    "AND "
    "(?3 IS NULL OR secure = ?3) AND (?4 IS NULL OR id IN (SELECT value FROM json_each(?4)))";

struct ListFilter {
  std::optional<std::string> name;
  std::optional<std::string> category;
  std::optional<bool> secure;
  std::optional<std::string> ids;
  Page page;
  std::string sorting;
  bool include_config = false;
};

std::optional<ApiFailure> ReadFilter(const ApiCall& call, ListFilter& filter) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const auto ids = ReadIdList(call, kMostIds);
  if (const auto* failure = std::get_if<ApiFailure>(&ids)) return *failure;
  const auto sorting = ReadSorting(call, {{"name", "name COLLATE NOCASE"},
                                          {"category", "category COLLATE NOCASE"},
                                          {"id", "id"},
                                          {"integrationId", "integration"},
                                          {"secure", "secure"},
                                          {"version", "version"}});
  if (const auto* failure = std::get_if<ApiFailure>(&sorting)) return *failure;
  const auto secure = BooleanParameter(call, "secure", false);
  if (const auto* failure = std::get_if<ApiFailure>(&secure)) return *failure;
  const auto include_config = BooleanParameter(call, "includeConfig", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_config)) return *failure;
  // Checked only: this organisation holds no customAuth actions that it could add.
  const auto include_auth = BooleanParameter(call, "includeAuthActions", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_auth)) return *failure;
  filter.name = http::FindParameter(call.parameters, "name");
  filter.category = http::FindParameter(call.parameters, "category");
  if (http::FindParameter(call.parameters, "secure").has_value()) filter.secure = std::get<bool>(secure);
  filter.ids = std::get<std::optional<std::string>>(ids);
  filter.page = std::get<Page>(page);
  filter.sorting = std::get<std::string>(sorting);
  filter.include_config = std::get<bool>(include_config);
  return std::nullopt;
}

}  // namespace

Outcome ListActions(const ApiCall& call) {
  ListFilter filter;
  if (auto failure = ReadFilter(call, filter)) return *failure;
  Statement count = call.transaction.Query(Concat("SELECT count(*)", kListedActions), filter.name, filter.category,
                                           filter.secure, filter.ids);
  count.Step();
  Statement rows = call.transaction.Query(
      Concat("SELECT ", kActionColumns, kListedActions, " ORDER BY ", filter.sorting, "position LIMIT ?5 OFFSET ?6"),
      filter.name, filter.category, filter.secure, filter.ids, filter.page.size, filter.page.offset());
  json::Array entities;
  const ConfigView config = filter.include_config ? ConfigView::kPresent : ConfigView::kAbsent;
  while (rows.Step()) entities.emplace_back(ShowAction(ReadAction(rows), ContractView::kUris, config));
  return JsonAnswer(ListingOf(call, filter.page, count.Integer(0), std::move(entities)));
}

Outcome CreateAction(const ApiCall& call) {
  ActionRecord action;
  if (auto failure = ReadNewAction(call, action)) return *failure;
  action.id = Concat("custom_-_", RandomUuid(call.random));
  InsertAction(call.transaction, action);
  return JsonAnswer(ShowAction(action, ContractView::kUris, ConfigView::kAbsent));
}

Outcome GetAction(const ApiCall& call) {
  const auto expand = http::FindParameter(call.parameters, "expand");
  if (expand.has_value() && *expand != "contract") return InvalidField("expand", "must be contract");
  const auto include_config = BooleanParameter(call, "includeConfig", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_config)) return *failure;
  const auto flatten = BooleanParameter(call, "flatten", false);
  if (const auto* failure = std::get_if<ApiFailure>(&flatten)) return *failure;
  if (std::get<bool>(flatten)) return InvalidField("flatten", "this organisation does not flatten schemas");
  const auto action = FindAction(call.transaction, call.arguments.front());
  if (!action.has_value()) return NotFound("action", call.arguments.front());
  return JsonAnswer(ShowAction(*action, expand.has_value() ? ContractView::kSchemas : ContractView::kUris,
                               std::get<bool>(include_config) ? ConfigView::kPresent : ConfigView::kAbsent));
}

Outcome PatchAction(const ApiCall& call) {
  auto action = FindAction(call.transaction, call.arguments.front());
  if (!action.has_value()) return NotFound("action", call.arguments.front());
  const json::Value* const version = FindPresent(call.body, "version");
  if (version == nullptr) return InvalidField("version", "is required");
  if (!version->AsInteger().has_value()) {
    return InvalidField("version", Concat("must be an integer, not ", TypeName(*version)));
  }
  if (auto failure = ReadLabel(call.body, "name", Presence::kOptional, action->name)) return *failure;
  if (auto failure = ReadLabel(call.body, "category", Presence::kOptional, action->category)) return *failure;
  if (const json::Value* const config = FindPresent(call.body, "config")) {
    if (auto failure = ReadConfigInto(*config, action->config)) return *failure;
  }
  if (*version->AsInteger() != action->version) return VersionConflict(call, *version, action->version);
  ++action->version;
  UpdateAction(call.transaction, *action);
  return JsonAnswer(ShowAction(*action, ContractView::kUris, ConfigView::kAbsent));
}

Outcome DeleteAction(const ApiCall& call) {
  if (call.transaction.Execute("DELETE FROM genesys_action WHERE id = ?", call.arguments.front()) == 0) {
    return NotFound("action", call.arguments.front());
  }
  return http::Response{204, {}, ""};
}

Outcome GetActionTemplate(const ApiCall& call) {
  const auto action = FindAction(call.transaction, call.arguments.at(0));
  if (!action.has_value()) return NotFound("action", call.arguments.at(0));
  const std::string* const text = FindTemplate(action->config, call.arguments.at(1));
  if (text == nullptr) return NotFound("template", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "text/plain"}}, *text};
}

Outcome GetActionSchema(const ApiCall& call) {
  const auto action = FindAction(call.transaction, call.arguments.at(0));
  if (!action.has_value()) return NotFound("action", call.arguments.at(0));
  const json::Value errors = ErrorSchema();
  const json::Value* const schema = FindSchemaFile(*action, call.arguments.at(1), errors);
  if (schema == nullptr) return NotFound("schema", call.arguments.at(1));
  return JsonAnswer(*schema);
}

}  // namespace genesys_cfn::emulator
