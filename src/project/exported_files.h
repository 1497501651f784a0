// SPDX-License-Identifier: Apache-2.0
// Data actions of an organisation as files: one definition each, and templates that refer to them.
#pragma once

#include <string>
#include <vector>

#include "definition/data_action.h"
#include "project/file.h"

namespace genesys_cfn::project {

struct ExportedAction {
  std::string id;
  definition::DataAction action;  // without ownership tag
  std::string integration_name;   // empty: none is known, or several integrations have it; then the id is written
};

// Where an action went.
struct Place {
  std::string action_id;
  std::string name;
  std::string file;
  std::string template_file;
  std::string logical_id;
};

struct ExportedFiles {
  std::vector<File> files;  // the templates first
  std::vector<Place> places;
};

// kTakeOver: the templates take the existing actions over (AdoptActionId) instead of making new ones.
enum class Adoption { kMakeNew, kTakeOver };

// "template.yaml" and "actions/look-up-case.json", ...; more actions than a stack may have resources (500) make
// "template-1.yaml", "template-2.yaml". Ordered by name, integration and id. The definitions have the API's body form.
ExportedFiles ToFiles(std::vector<ExportedAction> actions, Adoption adoption);

}  // namespace genesys_cfn::project
