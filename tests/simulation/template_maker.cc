// SPDX-License-Identifier: Apache-2.0
#include "simulation/template_maker.h"

#include "aws/sigv4.h"
#include "base/text.h"
#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::simulation {
namespace {

json::Object Definition(const WantedAction& action) {
  const json::Object text{{"type", "string"}};
  return {{"config", json::Object{{"request", json::Object{{"requestType", "POST"},
                                                           {"requestUrlTemplate", action.url},
                                                           {"headers", json::Object{{"key", kHeaderCanary}}},
                                                           {"requestTemplate", "${input.rawRequest}"}}},
                                  {"response", json::Object{{"translationMap", json::Object{}},
                                                            {"translationMapDefaults", json::Object{}},
                                                            {"successTemplate", "${rawResult}"}}}}},
          {"contract",
           json::Object{
               {"input", json::Object{{"inputSchema",
                                       json::Object{{"type", "object"}, {"properties", json::Object{{"id", text}}}}}}},
               {"output",
                json::Object{{"successSchema", json::Object{{"type", "object"},
                                                            {"properties", json::Object{{action.output, text}}}}}}}}}};
}

json::Object FunctionDefinition(const WantedAction& action) {
  json::Object definition = Definition(action);
  json::Object* request = definition.Find("config")->AsObject()->Find("request")->AsObject();
  request->Remove("requestUrlTemplate");
  request->Find("headers")->AsObject()->Set(kUrlHeader, action.url);
  return definition;
}

json::Object Function(const WantedAction& action) {
  const int package = *action.package;
  json::Object zip{{"Bucket", kPackageBucket}, {"Key", PackageKey(package, action.pin)}};
  if (action.pin == PackagePin::kVersion) zip.Set("VersionId", PackageVersion(package, action.pin));
  if (action.pin == PackagePin::kDigest) zip.Set("Digest", aws::Sha256Hex(PackageBytes(package)));
  return {{"Zip", std::move(zip)},
          {"Handler", action.handler},
          {"Runtime", kRuntime},
          {"TimeoutSeconds", kFunctionSeconds}};
}

json::Array Tests() {
  return {json::Object{{"Name", "answers"},
                       {"Inputs", json::Object{{"id", "1"}}},
                       {"ExpectOutput", json::Object{{"answer", "yes"}}},
                       {"AllowWrites", true}}};
}

}  // namespace

json::Object ActionResource(const WantedAction& action, std::string_view function_arn) {
  json::Object properties{{"ServiceToken", function_arn},
                          {"ServiceTimeout", action.service_timeout},
                          {"Name", action.name},
                          {"Category", "CRM"},
                          {"Definition", action.package ? FunctionDefinition(action) : Definition(action)}};
  if (action.package) properties.Set("Function", Function(action));
  if (action.integration_id.empty()) properties.Set("IntegrationName", action.integration);
  if (!action.integration_id.empty()) properties.Set("IntegrationId", action.integration_id);
  if (!action.on_drift.empty()) properties.Set("OnDrift", action.on_drift);
  if (!action.is_tagged) properties.Set("OwnershipTag", "Disabled");
  if (!action.adopt.empty()) properties.Set("AdoptActionId", action.adopt);
  if (!action.adopt.empty() && action.deletes_adopted) properties.Set("OnDelete", "Delete");
  if (action.delete_when_used) properties.Set("DeleteWhenUsed", "Allow");
  if (action.is_validated) {
    properties.Set("Publish", "Validated");
    properties.Set("Test", Tests());
  }
  if (action.is_invalid) properties.Set("Nme", "misspelt");
  json::Object resource{{"Type", "Custom::GenesysDataAction"}, {"Properties", std::move(properties)}};
  if (!action.depends_on.empty()) resource.Set("DependsOn", action.depends_on);
  if (action.is_retained) resource.Set("DeletionPolicy", "Retain");
  if (action.is_retained) resource.Set("UpdateReplacePolicy", "Retain");
  return resource;
}

bool PassesItsTest(std::string_view url) {
  return url != "/5";
}

std::string Describe(const WantedStack& stack) {
  std::string text;
  for (const auto& [logical_id, action] : stack) {
    text += Concat(text.empty() ? "" : "; ", logical_id, " \"", action.name, "\" ", action.url, " ", action.output);
    if (action.integration != WantedAction().integration) text += Concat(" on ", action.integration);
    if (!action.on_drift.empty()) text += Concat(" OnDrift ", action.on_drift);
    if (!action.depends_on.empty()) text += Concat(" after ", action.depends_on);
    if (!action.adopt.empty())
      text += Concat(action.deletes_adopted ? " adopts and deletes " : " adopts ", action.adopt);
    if (!action.is_tagged) text += " untagged";
    if (action.is_retained) text += " retained";
    if (action.delete_when_used) text += " deleted when used";
    if (action.is_validated) text += " validated";
    if (action.package) text += Concat(" runs ", action.handler, " of package ", *action.package);
    if (action.is_invalid) text += " INVALID";
    if (action.service_timeout != WantedAction().service_timeout)
      text += Concat(" within ", action.service_timeout, " s");
  }
  return text;
}

std::string MakeTemplate(const WantedStack& stack, std::string_view function_arn) {
  json::Object resources;
  for (const auto& [logical_id, action] : stack) resources.Set(logical_id, ActionResource(action, function_arn));
  return json::Write(json::Object{{"Resources", std::move(resources)}});
}

}  // namespace genesys_cfn::simulation
