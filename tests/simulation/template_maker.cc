// SPDX-License-Identifier: Apache-2.0
#include "simulation/template_maker.h"

#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

json::Object Definition(const WantedAction& action) {
  const json::Object text{{"type", "string"}};
  return {{"config",
           json::Object{{"request", json::Object{{"requestType", "POST"},
                                                 {"requestUrlTemplate", action.url},
                                                 {"headers", json::Object{{"key", kHeaderCanary}}},
                                                 {"requestTemplate", "${input.rawRequest}"}}},
                        {"response", json::Object{{"translationMap", json::Object{}},
                                                  {"translationMapDefaults", json::Object{}},
                                                  {"successTemplate", "${rawResult}"}}}}},
          {"contract",
           json::Object{
               {"input", json::Object{{"inputSchema", json::Object{{"type", "object"},
                                                                   {"properties", json::Object{{"id", text}}}}}}},
               {"output", json::Object{{"successSchema", json::Object{{"type", "object"},
                                                                      {"properties", json::Object{{action.output, text}}}}}}}}}};
}

json::Object Resource(const WantedAction& action, std::string_view function_arn) {
  json::Object properties{{"ServiceToken", function_arn},
                          {"ServiceTimeout", action.service_timeout},
                          {"Name", action.name},
                          {"Category", "CRM"},
                          {"IntegrationName", action.integration},
                          {"Definition", Definition(action)}};
  if (!action.on_drift.empty()) properties.Set("OnDrift", action.on_drift);
  if (!action.is_tagged) properties.Set("OwnershipTag", "Disabled");
  if (!action.adopt.empty()) properties.Set("AdoptActionId", action.adopt);
  if (action.delete_when_used) properties.Set("DeleteWhenUsed", "Allow");
  if (action.is_invalid) properties.Set("Nme", "misspelt");
  json::Object resource{{"Type", "Custom::GenesysDataAction"}, {"Properties", std::move(properties)}};
  if (!action.depends_on.empty()) resource.Set("DependsOn", action.depends_on);
  if (action.is_retained) resource.Set("DeletionPolicy", "Retain");
  if (action.is_retained) resource.Set("UpdateReplacePolicy", "Retain");
  return resource;
}

}  // namespace

std::string MakeTemplate(const WantedStack& stack, std::string_view function_arn) {
  json::Object resources;
  for (const auto& [logical_id, action] : stack) resources.Set(logical_id, Resource(action, function_arn));
  return json::Write(json::Object{{"Resources", std::move(resources)}});
}

}  // namespace genesys_cfn::simulation
