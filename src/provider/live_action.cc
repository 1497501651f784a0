// SPDX-License-Identifier: Apache-2.0
#include "provider/live_action.h"

#include "definition/normalise.h"
#include "definition/ownership_tag.h"

namespace genesys_cfn::provider {

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

json::Object PatchBody(const DataActionProperties& properties, const json::Value& live) {
  const json::Value* version = live.Find("version");
  return {
      {"name", properties.action.name},
      {"category", properties.action.category ? *properties.action.category : live.FindString("category").value_or("")},
      {"config", WholeConfig(properties.action)},
      {"version", version != nullptr ? *version : json::Value(1)}};
}

}  // namespace genesys_cfn::provider
