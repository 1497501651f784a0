// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations/types (genesys-cloud-api.md 2.4, 3.5): what an integration of a type can be configured with.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

// Not thread-safe.
class IntegrationTypesClient {
 public:
  explicit IntegrationTypesClient(Session& session) : session_(session) {}

  // The IntegrationType; nullopt when there is none with this id.
  Result<std::optional<json::Object>> Get(std::string_view type_id);
  // The ids of all types.
  Result<std::vector<std::string>> Ids();
  // The JSON Schema of a configuration's "properties" or "advanced"; nullopt when the type has none.
  Result<std::optional<json::Object>> ConfigSchema(std::string_view type_id, std::string_view config_type);

 private:
  Session& session_;
};

}  // namespace genesys_cfn::genesys
