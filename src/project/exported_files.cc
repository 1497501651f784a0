// SPDX-License-Identifier: Apache-2.0
#include "project/exported_files.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "json/write.h"
#include "project/adoption.h"
#include "project/names.h"

namespace genesys_cfn::project {
namespace {

// Of a stack (aws-protocols.md 4.1).
constexpr size_t kMostResources = 500;

constexpr std::string_view kTemplateHead =
    "AWSTemplateFormatVersion: '2010-09-09'\n"
    "Description: Genesys Cloud data actions, written by genesys-cfn export.\n"
    "\n"
    "Resources:\n";

// A JSON string is a YAML string too, whatever is in it.
std::string ResourceText(const ExportedAction& exported, const std::string& logical_id, const std::string& file,
                         Adoption adoption) {
  const std::string integration =
      exported.integration_name.empty()
          ? Concat("IntegrationId: ", json::Quote(exported.action.integration_id.value_or("")))
          : Concat("IntegrationName: ", json::Quote(exported.integration_name));
  return Concat("  ", logical_id,
                ":\n"
                "    Type: Custom::GenesysDataAction\n"
                "    Properties:\n"
                "      ServiceToken: !ImportValue genesys-cfn-ServiceToken\n"
                "      ServiceTimeout: 900\n"
                "      ",
                integration, "\n      DefinitionUri: ", file, "\n",
                adoption == Adoption::kTakeOver ? Concat("      AdoptActionId: ", json::Quote(exported.id), "\n") : "");
}

std::string TemplateName(size_t number, size_t count) {
  return count == 1 ? "template.yaml" : Concat("template-", number, ".yaml");
}

}  // namespace

ExportedFiles ToFiles(std::vector<ExportedAction> actions, Adoption adoption) {
  std::sort(actions.begin(), actions.end(), [](const ExportedAction& a, const ExportedAction& b) {
    return std::tie(a.action.name, a.integration_name, a.id) < std::tie(b.action.name, b.integration_name, b.id);
  });
  const size_t template_count = std::max<size_t>(1, (actions.size() + kMostResources - 1) / kMostResources);
  ExportedFiles exported;
  std::vector<File> definitions;
  UniqueNames stems("-");
  UniqueNames logical_ids("");
  for (size_t i = 0; i < actions.size(); ++i) {
    if (i % kMostResources == 0) {
      exported.files.push_back({TemplateName(i / kMostResources + 1, template_count), std::string(kTemplateHead)});
    }
    const ExportedAction& one = actions[i];
    File& template_file = exported.files.back();
    const std::string file = Concat("actions/", stems.Take(FileStem(one.action.name)), ".json");
    const std::string logical_id = logical_ids.Take(LogicalId(one.action.name));
    template_file.content += ResourceText(one, logical_id, file, adoption);
    definitions.push_back({file, DefinitionText(one.action)});
    exported.places.push_back({one.id, one.action.name, file, template_file.path, logical_id});
  }
  std::move(definitions.begin(), definitions.end(), std::back_inserter(exported.files));
  return exported;
}

}  // namespace genesys_cfn::project
