// SPDX-License-Identifier: Apache-2.0
// The templates of look-ups and authentication actions: reference_people.h.
#include "base/text.h"
#include "json/write.h"
#include "simulation/object_people.h"
#include "simulation/reference_people.h"

namespace genesys_cfn::simulation {
namespace {

json::Object Common(std::string_view function_arn) {
  return {{"ServiceToken", function_arn}, {"ServiceTimeout", 600}};
}

json::Object Resource(std::string_view type, json::Object properties) {
  return {{"Type", type}, {"Properties", std::move(properties)}};
}

// An authentication action, and what it stands on when that is of the same stack.
void AddAuth(json::Object& resources, const std::string& logical_id, const WantedReference& wanted,
             std::string_view function_arn) {
  json::Object properties = Common(function_arn);
  properties.Set("Definition", json::Object{{"config", AuthConfig(wanted.url)}});
  if (wanted.overwrites) properties.Set("OnDrift", "Overwrite");
  if (wanted.is_invalid) properties.Set("Nme", "misspelt");
  properties.Set("IntegrationId", wanted.integration.empty()
                                      ? json::Value(json::Object{{"Ref", OwnIntegration(logical_id)}})
                                      : json::Value(wanted.integration));
  resources.Set(logical_id, Resource("Custom::GenesysCustomAuthAction", std::move(properties)));
  if (!wanted.integration.empty()) return;
  const std::string credential = logical_id + "Credential";
  json::Object secret = Common(function_arn);
  secret.Set("Name", credential);
  secret.Set("CredentialType", "userDefinedOAuth");
  secret.Set("SecretId", kObjectSecret);
  secret.Set("Fields", json::Object{{"clientId", "k0"}, {"clientSecret", "k1"}});
  resources.Set(credential, Resource("Custom::GenesysCredential", std::move(secret)));
  json::Object integration = Common(function_arn);
  integration.Set("Name", OwnIntegration(logical_id));
  integration.Set("IntegrationType", "custom-rest-actions");
  integration.Set("State", "DISABLED");
  integration.Set("Credentials", json::Object{{"basicAuth", json::Object{{"Ref", credential}}}});
  resources.Set(OwnIntegration(logical_id), Resource("Custom::GenesysIntegration", std::move(integration)));
}

void AddLookUp(json::Object& resources, const std::string& logical_id, const WantedReference& wanted,
               std::string_view function_arn) {
  json::Object properties = Common(function_arn);
  properties.Set("Name", wanted.place.name);
  if (!wanted.place.integration_id.empty()) properties.Set("IntegrationId", wanted.place.integration_id);
  if (!wanted.place.integration_name.empty()) properties.Set("IntegrationName", wanted.place.integration_name);
  if (!wanted.place.category.empty()) properties.Set("Category", wanted.place.category);
  properties.Set("Version",
                 wanted.of_action.empty()
                     ? json::Value(wanted.version)
                     : json::Value(json::Object{{"Fn::Sub", Concat("${", wanted.of_action, "} ", wanted.version)}}));
  if (wanted.is_invalid) properties.Set("Nme", "misspelt");
  resources.Set(logical_id, Resource("Custom::GenesysDataActionLookup", std::move(properties)));
}

}  // namespace

json::Object AuthConfig(const std::string& url) {
  return {{"request", json::Object{{"requestUrlTemplate", url}, {"requestType", "POST"}}},
          {"response", json::Object()}};
}

std::string OwnIntegration(const std::string& logical_id) {
  return logical_id + "Integration";
}

std::string Describe(const WantedReferences& references) {
  std::string text;
  for (const auto& [logical_id, wanted] : references) {
    text += Concat(text.empty() ? "" : "; ", logical_id, " ");
    if (wanted.action) {
      text += Concat("is the action \"", wanted.action->name, "\" ", wanted.action->url, " ", wanted.action->output,
                     wanted.action->is_invalid ? " INVALID" : "");
    } else if (wanted.is_auth) {
      text += Concat("authenticates ", wanted.integration.empty() ? "its own" : wanted.integration, " by ", wanted.url);
    } else {
      text += Concat("looks for \"", wanted.place.name, "\" ", wanted.place.category, " on ",
                     wanted.place.integration_id, wanted.place.integration_name);
    }
    if (wanted.overwrites) text += " overwrites";
    if (wanted.is_invalid) text += " INVALID";
  }
  return text;
}

std::string MakeTemplate(const WantedReferences& references, std::string_view function_arn) {
  json::Object resources;
  for (const auto& [logical_id, wanted] : references) {
    if (wanted.action) {
      resources.Set(logical_id, ActionResource(*wanted.action, function_arn));
    } else {
      (wanted.is_auth ? AddAuth : AddLookUp)(resources, logical_id, wanted, function_arn);
    }
  }
  return json::Write(json::Object{{"Resources", std::move(resources)}});
}

}  // namespace genesys_cfn::simulation
