// SPDX-License-Identifier: Apache-2.0
#include "cli/action_drift.h"

#include "base/text.h"
#include "cli/unknown_values.h"
#include "provider/live_action.h"
#include "provider/plan.h"

namespace genesys_cfn::cli {
namespace {

definition::DataAction WithoutUnknown(definition::DataAction recorded, const definition::DataAction& live) {
  if (IsUnknown(recorded.name)) recorded.name = live.name;
  if (recorded.category && IsUnknown(*recorded.category)) recorded.category = live.category;
  FillUnknown(recorded.config, live.config);
  FillUnknown(recorded.contract, live.contract);
  return recorded;
}

provider::FunctionState WithoutUnknown(provider::FunctionState recorded, const provider::FunctionState& live) {
  if (IsUnknown(recorded.settings.handler)) recorded.settings.handler = live.settings.handler;
  if (IsUnknown(recorded.settings.runtime)) recorded.settings.runtime = live.settings.runtime;
  if (IsUnknown(recorded.settings.description)) recorded.settings.description = live.settings.description;
  return recorded;
}

std::vector<std::string> UnknownPartsOf(const provider::DataActionProperties& recorded) {
  json::Array parts{recorded.action.name, recorded.action.category.value_or(""), recorded.action.config,
                    recorded.action.contract};
  if (recorded.function) {
    const genesys::FunctionSettings& settings = recorded.function->settings;
    for (const std::string& text : {settings.handler, settings.runtime, settings.description}) parts.emplace_back(text);
  }
  return UnknownParts(parts);
}

json::Object SettingsOf(const genesys::FunctionSettings& settings) {
  json::Object members{
      {"handler", settings.handler}, {"runtime", settings.runtime}, {"timeoutSeconds", settings.timeout_seconds}};
  if (!settings.description.empty()) members.Append("description", settings.description);
  return members;
}

void AddFunctionValues(const genesys::FunctionSettings& recorded, const genesys::FunctionSettings& live,
                       std::vector<definition::ValueDifference>& values) {
  const json::Object before = SettingsOf(recorded);
  const json::Object after = SettingsOf(live);
  const auto at = [](const json::Object& object, std::string_view name) {
    const json::Value* value = object.Find(name);
    return value == nullptr ? std::nullopt : std::optional(*value);
  };
  for (const std::string_view name : {"handler", "runtime", "description", "timeoutSeconds"}) {
    if (at(before, name) != at(after, name)) {
      values.push_back({Concat("/function/", name), at(before, name), at(after, name)});
    }
  }
}

}  // namespace

bool IsUnpatchable(const definition::FieldDifference& difference) {
  return difference.field == "secure" || difference.field == "integrationId" || difference.field == "integrationType" ||
         difference.field.starts_with("contract.");
}

Result<void> JudgeActionDrift(const std::string& integration_id, ResourceDrift& drift) {
  const auto& sides = std::get<ActionSides>(drift.sides);
  const provider::DataActionProperties& recorded = sides.recorded;
  drift.name = recorded.action.name;
  if (!sides.live) {
    ConcludeGone(drift);
    return {};
  }
  TRY_ASSIGN(provider::ActionState live, provider::StateOf(*sides.live));
  live.function = sides.live_function;
  if (IsUnknown(drift.name)) drift.name = live.action.name;
  provider::ActionState known{WithoutUnknown(recorded.action, live.action), integration_id};
  if (recorded.function && live.function) {
    known.function = WithoutUnknown({recorded.function->settings, recorded.function->digest}, *live.function);
  }
  drift.differences = provider::DriftBetween(known, live);
  drift.values = definition::CompareValues(known.action, live.action);
  if (known.function) AddFunctionValues(known.function->settings, live.function->settings, drift.values);
  if (recorded.confidential) {
    for (definition::FieldDifference& difference : drift.differences) difference.before = difference.after = "***";
  }
  if (known.function && !live.function->digest) {
    drift.notes.emplace_back("the package of the function is not compared: it was not uploaded by the provider");
  }
  Conclude(UnknownPartsOf(recorded), drift);
  return {};
}

Result<void> JudgeAuthActionDrift(ResourceDrift& drift) {
  const auto& sides = std::get<AuthActionSides>(drift.sides);
  if (!sides.live) {
    drift.state = DriftState::kGone;
    drift.notes.emplace_back(
        "Genesys Cloud took it away, with its integration or with the integration's credential of the type "
        "userDefinedOAuth. Give it that credential again (drift --revert does, where the stack has the integration), "
        "then drift --revert writes this configuration");
    return {};
  }
  TRY_ASSIGN(const provider::ActionState live, provider::StateOf(*sides.live));
  drift.name = live.action.name;
  json::Object config = sides.recorded.config;
  FillUnknown(config, live.action.config);
  const provider::ActionState known = provider::WithConfig(live, config);
  drift.differences = provider::DriftBetween(known, live);
  drift.values = definition::CompareValues(known.action, live.action);
  Conclude(UnknownParts(sides.recorded.config), drift);
  return {};
}

}  // namespace genesys_cfn::cli
