// SPDX-License-Identifier: Apache-2.0
#include "genesys/integration_types_client.h"

#include "base/encoding.h"
#include "base/text.h"
#include "genesys/entity_calls.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kTypes = "/api/v2/integrations/types";
constexpr Operation kReading{"reading the integration type", "integrations:integration:view"};
constexpr Operation kListing{"listing the integration types", "integrations:integration:view"};

}  // namespace

Result<std::optional<json::Object>> IntegrationTypesClient::Get(std::string_view type_id) {
  if (!IsPossibleId(type_id)) return std::optional<json::Object>();
  return GetEntity(session_, kReading, Concat(kTypes, "/", PercentEncode(type_id)));
}

Result<std::vector<std::string>> IntegrationTypesClient::Ids() {
  TRY_ASSIGN(const auto types, ListAll(session_, kListing, kTypes, ""));
  std::vector<std::string> ids;
  for (const json::Value& type : types) ids.push_back(type.FindString("id").value_or(""));
  return ids;
}

Result<std::optional<json::Object>> IntegrationTypesClient::ConfigSchema(std::string_view type_id,
                                                                         std::string_view config_type) {
  return GetEntity(session_, kReading, Concat(kTypes, "/", PercentEncode(type_id), "/configschemas/", config_type));
}

}  // namespace genesys_cfn::genesys
