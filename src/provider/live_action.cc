// SPDX-License-Identifier: Apache-2.0
#include "provider/live_action.h"

#include "definition/normalise.h"
#include "definition/ownership_tag.h"

namespace genesys_cfn::provider {

std::optional<int64_t> VersionOf(const json::Value& action) {
  const json::Value* version = action.Find("version");
  return version == nullptr ? std::nullopt : version->AsInteger();
}

json::Object WholeConfig(const definition::DataAction& action) {
  json::Object whole = *definition::Normalise(action).Find("config")->AsObject();
  for (const auto& [section, members] : action.config) {
    json::Value* target = whole.Find(section);
    if (target == nullptr || !target->is_object() || !members.is_object()) continue;
    for (const auto& [name, value] : *members.AsObject()) target->AsObject()->Set(name, value);
  }
  return whole;
}

Result<ActionState> StateOf(const genesys::LiveAction& live) {
  auto action = definition::FromLive(live.action, live.request_template, live.success_template);
  if (!action) return action.error().WithContext("reading the action back");
  definition::RemoveTag(*action);
  return ActionState{std::move(*action), live.action.FindString("integrationId").value_or("")};
}

json::Object PutBody(const ActionState& desired, const json::Value& live) {
  const json::Value* const secure = live.Find("secure");
  const bool was_secure = secure != nullptr && secure->is_bool() && *secure->AsBool();
  return {{"name", desired.action.name},
          {"category", desired.action.category ? *desired.action.category : live.FindString("category").value_or("")},
          {"integrationId",
           desired.integration_id.empty() ? live.FindString("integrationId").value_or("") : desired.integration_id},
          {"secure", desired.action.secure.value_or(was_secure)},
          {"config", WholeConfig(desired.action)},
          {"contract", desired.action.contract}};
}

json::Object PatchBody(const DataActionProperties& properties, const json::Value& live) {
  const json::Value* version = live.Find("version");
  return {
      {"name", properties.action.name},
      {"category", properties.action.category ? *properties.action.category : live.FindString("category").value_or("")},
      {"config", WholeConfig(properties.action)},
      {"version", version != nullptr ? *version : json::Value(1)}};
}

json::Object CustomAuthPatchBody(const ActionState& desired, const json::Value& live) {
  json::Object config = WholeConfig(desired.action);
  config.Remove("timeoutSeconds");
  const json::Value* version = live.Find("version");
  return {{"config", std::move(config)}, {"version", version == nullptr ? json::Value(1) : *version}};
}

ContractChange ContractChangeOf(const genesys::Session& session) {
  return session.actions_api() == genesys::ActionsApi::kData ? ContractChange::kInPlace : ContractChange::kReplaces;
}

json::Object WriteBody(const genesys::Session& session, const DataActionProperties& properties,
                       const ActionState& desired, const json::Value& live) {
  if (session.actions_api() == genesys::ActionsApi::kData) return PutBody(desired, live);
  return PatchBody(properties, live);
}

}  // namespace genesys_cfn::provider
