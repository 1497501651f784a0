// SPDX-License-Identifier: Apache-2.0
#include "provider/custom_auth_properties.h"

#include "base/text.h"
#include "json/parse.h"
#include "provider/custom_auth_action_table.h"
#include "provider/definition_source.h"
#include "provider/property_check.h"
#include "provider/property_reader.h"

namespace genesys_cfn::provider {
namespace {

constexpr std::string_view kIdPrefix = "customAuth_-_";

// The rules of a configuration are those of any action; what such an action does not have is put beside it.
std::optional<json::Object> ReadConfig(const json::Value& definition, std::vector<definition::Problem>& problems) {
  const auto report = [&](std::string_view at, std::string message) {
    problems.push_back({Concat("/Definition", at), std::move(message)});
  };
  const auto parsed = definition.is_string() ? json::Parse(*definition.AsString()) : Result<json::Value>(definition);
  const json::Object* members = parsed ? parsed->AsObject() : nullptr;
  if (members == nullptr) {
    report("", "must be an object with config, or a JSON string of one");
    return std::nullopt;
  }
  for (const auto& [name, value] : *members) {
    if (name != "config") report(Concat("/", name), "an authentication action has config only");
  }
  const json::Value* config = members->Find("config");
  if (config == nullptr) {
    report("/config", "is missing");
    return std::nullopt;
  }
  if (config->Find("timeoutSeconds") != nullptr) {
    report("/config/timeoutSeconds", "an authentication action has no time-out of its own");
  }
  const json::Object empty_schema{{"type", "object"}, {"properties", json::Object()}};
  const json::Object whole{{"name", "authentication"},
                           {"config", *config},
                           {"contract", json::Object{{"input", json::Object{{"inputSchema", empty_schema}}},
                                                     {"output", json::Object{{"successSchema", empty_schema}}}}}};
  definition::LoadResult loaded = definition::Load(whole, {});
  for (const definition::Problem& problem : loaded.problems) {
    problems.push_back({Concat("/Definition", problem.pointer), problem.message, problem.rule});
  }
  if (!loaded.action) return std::nullopt;
  return std::move(loaded.action->config);
}

}  // namespace

std::string CustomAuthProperties::id() const {
  return Concat(kIdPrefix, integration_id);
}

CustomAuthPropertiesResult ParseCustomAuthProperties(const json::Object& properties, Whose whose) {
  CustomAuthPropertiesResult result;
  const PropertyReader reader(properties, "", result.problems);
  CheckProperties(kCustomAuthActionTable, properties, result.problems);
  if (whose == Whose::kNew) RefuseUnresolved(properties, "", result.problems);
  CustomAuthProperties parsed{
      reader.Text("IntegrationId").value_or(""), {}, reader.Choice<OnDrift>("OnDrift", kOnDriftWords)};
  const json::Value* definition = reader.Find("Definition");
  const auto config = definition == nullptr ? std::nullopt : ReadConfig(*definition, result.problems);
  if (!result.problems.empty() || !config) return result;
  parsed.config = *config;
  result.properties = std::move(parsed);
  return result;
}

ActionState WithConfig(const ActionState& live, const json::Object& config) {
  ActionState state = live;
  state.action.category.reset();
  state.action.config = config;
  return state;
}

Error NoCustomAuthAction(std::string_view id) {
  return {ErrorCode::kNotFound,
          Concat("there is no authentication action ", id,
                 ": Genesys Cloud makes it for an integration of the type custom-rest-actions whose credential is of "
                 "the type userDefinedOAuth. Check IntegrationId, and the integration's credential")};
}

}  // namespace genesys_cfn::provider
