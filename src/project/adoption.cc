// SPDX-License-Identifier: Apache-2.0
#include "project/adoption.h"

#include "base/text.h"
#include "json/write.h"
#include "project/names.h"
#include "yaml/write.h"

namespace genesys_cfn::project {

std::string DefinitionText(const definition::DataAction& action) {
  json::Object document{{"name", action.name}};
  if (action.category) document.Append("category", *action.category);
  document.Append("secure", action.secure.value_or(false));
  document.Append("config", action.config);
  document.Append("contract", action.contract);
  return json::WritePretty(document) + "\n";
}

std::string AdoptionTemplate(const ExportedAction& action, const std::optional<std::string>& definition_path) {
  json::Object properties{{"ServiceTimeout", 900}};
  if (action.integration_name.empty()) {
    properties.Append("IntegrationId", action.action.integration_id.value_or(""));
  } else {
    properties.Append("IntegrationName", action.integration_name);
  }
  if (definition_path) {
    properties.Append("DefinitionUri", *definition_path);
  } else {
    properties.Append("Definition", DefinitionText(action.action));
  }
  properties.Append("AdoptActionId", action.id);
  const std::string indentation(6, ' ');
  return Concat("Resources:\n  ", LogicalId(action.action.name),
                ":\n    Type: Custom::GenesysDataAction\n    Properties:\n", indentation,
                "ServiceToken: !ImportValue genesys-cfn-ServiceToken\n", indentation,
                yaml::WriteBlock(properties, {}, {indentation, false, false}), "\n");
}

}  // namespace genesys_cfn::project
