// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/integration_types.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "emulator/genesys/paging.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::array<std::string_view, 1> kOAuthClient = {"pureCloudOAuthClient"};
constexpr std::array<std::string_view, 3> kWebServices = {"basicAuth", "userDefinedOAuth", "userDefined"};
constexpr std::array<std::string_view, 1> kAmazon = {"amazonWebServicesARN"};
constexpr std::array<std::string_view, 1> kUserDefined = {"userDefined"};

constexpr std::array<IntegrationType, 5> kTypes = {{
    {"purecloud-data-actions", "Genesys Cloud Data Actions", "pureCloudOAuthClient", kOAuthClient},
    {kWebServicesIntegrationType, "Web Services Data Actions", "basicAuth", kWebServices},
    {"aws-lambda-data-actions", "AWS Lambda Data Actions", "AmazonWebServicesARN", kAmazon},
    {kFunctionIntegrationType, "Genesys Cloud Function Data Actions", "userDefined", kUserDefined},
    {"salesforce-datadip", "Salesforce Data Actions", "", {}},
}};

constexpr std::string_view kTypesPath = "/api/v2/integrations/types";

json::Object ShowType(const IntegrationType& type) {
  const std::string uri = Concat(kTypesPath, "/", type.id);
  json::Object credentials;
  if (!type.credential_key.empty()) {
    json::Array types;
    for (const std::string_view name : type.credential_types) types.emplace_back(name);
    credentials.Append(std::string(type.credential_key),
                       json::Object{{"required", false}, {"credentialTypes", std::move(types)}});
  }
  return {{"id", type.id},
          {"name", type.name},
          {"provider", "Genesys"},
          {"category", "Data Actions"},
          {"configPropertiesSchemaUri", Concat(uri, "/configschemas/properties")},
          {"configAdvancedSchemaUri", Concat(uri, "/configschemas/advanced")},
          {"credentials", std::move(credentials)},
          {"nonInstallable", false},
          {"selfUri", uri}};
}

}  // namespace

bool IntegrationType::Accepts(std::string_view credential_type) const {
  return std::find(credential_types.begin(), credential_types.end(), credential_type) != credential_types.end();
}

std::span<const IntegrationType> IntegrationTypes() {
  return kTypes;
}

const IntegrationType* FindType(std::string_view id) {
  const auto* const type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const IntegrationType& entry) { return entry.id == id; });
  return type == kTypes.end() ? nullptr : type;
}

Outcome ListIntegrationTypes(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const Page& shown = std::get<Page>(page);
  json::Array entities;
  for (int64_t i = shown.offset(); i < shown.offset() + shown.size && i < std::ssize(kTypes); ++i) {
    entities.emplace_back(ShowType(kTypes.at(static_cast<size_t>(i))));
  }
  return JsonAnswer(ListingOf(call, shown, std::ssize(kTypes), std::move(entities)));
}

Outcome GetIntegrationType(const ApiCall& call) {
  const IntegrationType* const type = FindType(call.arguments.front());
  if (type == nullptr) return NotFound("integration type", call.arguments.front());
  return JsonAnswer(ShowType(*type));
}

Outcome GetConfigSchema(const ApiCall& call) {
  const IntegrationType* const type = FindType(call.arguments.at(0));
  if (type == nullptr) return NotFound("integration type", call.arguments.at(0));
  const std::string& config_type = call.arguments.at(1);
  if (config_type != "properties" && config_type != "advanced") return NotFound("configuration schema", config_type);
  return JsonAnswer(json::Object{{"$schema", "http://json-schema.org/draft-04/schema#"},
                                 {"title", Concat(type->name, " ", config_type)},
                                 {"type", "object"},
                                 {"properties", json::Object()},
                                 {"additionalProperties", true}});
}

}  // namespace genesys_cfn::emulator
