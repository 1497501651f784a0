// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/actions_api.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/genesys/action_config.h"
#include "emulator/genesys/action_limits.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/contract_rules.h"
#include "emulator/genesys/flows_api.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/visibility.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kLongestName = 256;

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

std::optional<ApiFailure> ReadConfigInto(const ApiCall& call, const json::Value& value, std::string& out) {
  auto config = ReadConfig(value, "config");
  if (auto* failure = std::get_if<ApiFailure>(&config)) return std::move(*failure);
  if (call.options.templates == TemplateStorage::kNormalised) NormaliseTemplates(std::get<json::Object>(config));
  out = json::Write(std::get<json::Object>(std::move(config)));
  return std::nullopt;
}

// The input schema as it is stored.
std::string StoreInputSchema(DescriptionStorage storage, const json::Value& schema) {
  const json::Value* const description = schema.Find("description");
  if (storage == DescriptionStorage::kKept || description == nullptr || !description->is_string()) {
    return json::Write(schema);
  }
  json::Object stored = *schema.AsObject();
  if (storage == DescriptionStorage::kDropped) {
    stored.Remove("description");
  } else {
    const std::string_view text = *description->AsString();
    stored.Set("description", text.substr(0, text.find_last_not_of(" \t\r\n") + 1));
  }
  return json::Write(stored);
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
  if (auto failure = ReadConfigInto(call, *config, action.config)) return failure;
  const json::Value* const contract = FindPresent(call.body, "contract");
  if (auto failure = CheckContract(contract)) return failure;
  action.input_schema = StoreInputSchema(call.options.descriptions, *contract->Find("input")->Find("inputSchema"));
  action.success_schema = json::Write(*contract->Find("output")->Find("successSchema"));
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

ApiFailure InUse(const std::string& id, const std::vector<std::string>& flows) {
  return {409,
          "general.conflict",
          "The action %{id} is used by the published flows: %{flows}",
          {{"id", id}, {"flows", Join(flows, ", ")}},
          {}};
}

// The action of the path, as a reader sees it at this moment.
std::optional<ActionRecord> FindForReader(const ApiCall& call) {
  return FindVisibleAction(call.transaction, call.arguments.front(),
                           {.made = SeenUntil(call.now, call.options.read_lag),
                            .deleted = SeenUntil(call.now, call.options.delete_lag),
                            .edited = SeenUntil(call.now, call.options.edit_lag)});
}

}  // namespace

Outcome CreateAction(const ApiCall& call) {
  ActionRecord action;
  if (auto failure = ReadNewAction(call, action)) return *failure;
  if (auto failure = CheckActionLimits(call, action.integration_id)) return *failure;
  action.id = Concat("custom_-_", RandomUuid(call.random));
  InsertAction(call.transaction, action, call.now);
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
  const auto action = FindForReader(call);
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
    if (auto failure = ReadConfigInto(call, *config, action->config)) return *failure;
  }
  if (*version->AsInteger() != action->version) return VersionConflict(call, *version, action->version);
  ++action->version;
  KeepPastAction(call.transaction, action->id, call.now, call.options.LongestLag());
  UpdateAction(call.transaction, *action);
  return JsonAnswer(ShowAction(*action, ContractView::kUris, ConfigView::kAbsent));
}

Outcome DeleteAction(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  if (call.options.delete_in_use_status == 409) {
    const auto flows = FlowsUsing(call.transaction, id);
    if (!flows.empty() && FindAction(call.transaction, id).has_value()) return InUse(id, flows);
  }
  if (!DeleteStoredAction(call.transaction, id, call.now, call.options.LongestLag())) return NotFound("action", id);
  return http::Response{204, {}, ""};
}

Outcome GetActionTemplate(const ApiCall& call) {
  const auto action = FindForReader(call);
  if (!action.has_value()) return NotFound("action", call.arguments.at(0));
  auto text = FindTemplateFile(*action, call.arguments.at(1));
  if (!text.has_value()) return NotFound("template", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "text/plain"}}, *std::move(text)};
}

Outcome GetActionSchema(const ApiCall& call) {
  const auto action = FindForReader(call);
  if (!action.has_value()) return NotFound("action", call.arguments.at(0));
  auto schema = FindSchemaFile(*action, call.arguments.at(1));
  if (!schema.has_value()) return NotFound("schema", call.arguments.at(1));
  return http::Response{200, {{"Content-Type", "application/json"}}, *std::move(schema)};
}

}  // namespace genesys_cfn::emulator
