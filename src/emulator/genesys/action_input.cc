// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_input.h"

#include "base/text.h"
#include "emulator/genesys/action_config.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/contract_rules.h"
#include "emulator/genesys/integrations_api.h"
#include "emulator/genesys/visibility.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

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

}  // namespace

std::variant<std::string, ApiFailure> TypeForNewAction(const ApiCall& call, const ActionRecord& action) {
  auto type = FindIntegrationType(call.transaction, action.integration_id, SeenUntil(call.now, call.options.read_lag));
  if (!type.has_value()) return BadRequest(Concat("No integration with the id ", action.integration_id, " was found"));
  return *std::move(type);
}

std::optional<ApiFailure> ReadContract(const ApiCall& call, ContractCheck check, ActionRecord& action) {
  const json::Value* const contract = FindPresent(call.body, "contract");
  auto failure = check == ContractCheck::kFull ? CheckContract(contract) : CheckContractShape(contract);
  if (failure.has_value()) return failure;
  action.input_schema = StoreInputSchema(call.options.descriptions, *contract->Find("input")->Find("inputSchema"));
  action.success_schema = json::Write(*contract->Find("output")->Find("successSchema"));
  return std::nullopt;
}

std::optional<ApiFailure> ReadNewAction(const ApiCall& call, ContractCheck check, ActionRecord& action) {
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
  return ReadContract(call, check, action);
}

std::optional<ApiFailure> ReadActionChanges(const ApiCall& call, ActionRecord& action) {
  if (auto failure = ReadLabel(call.body, "name", Presence::kOptional, action.name)) return failure;
  if (auto failure = ReadLabel(call.body, "category", Presence::kOptional, action.category)) return failure;
  const json::Value* const config = FindPresent(call.body, "config");
  return config == nullptr ? std::nullopt : ReadConfigInto(call, *config, action.config);
}

ApiFailure VersionConflict(const ApiCall& call, int64_t supplied, int64_t current) {
  const int status = call.options.version_conflict_status;
  return {status,
          status == 409 ? "general.conflict" : "bad.request",
          "Supplied version %{supplied} does not match the current version %{current}",
          {{"supplied", std::to_string(supplied)}, {"current", std::to_string(current)}},
          {}};
}

}  // namespace genesys_cfn::emulator
