// SPDX-License-Identifier: Apache-2.0
// What was read of an organisation as files: a definition for each data action, and templates that refer to them.
#pragma once

#include <string>
#include <vector>

#include "project/exported_family.h"
#include "project/file.h"

namespace genesys_cfn::project {

// Where something went.
struct Place {
  std::string type;  // "Custom::GenesysDataAction"
  std::string id;    // in Genesys Cloud
  std::string name;
  std::string file;  // of its definition; empty: it has none of its own
  std::string template_file;
  std::string logical_id;
};

// A parameter without a default, of which Genesys Cloud does not give the value.
struct ToFillIn {
  std::string parameter;
  std::string template_file;
  std::string what;
};

struct ExportedFiles {
  std::vector<File> files;  // the templates first
  std::vector<Place> places;
  std::vector<ToFillIn> to_fill_in;
};

// kTakeOver: the templates take over what exists (AdoptActionId and its siblings) instead of making it anew.
enum class Adoption { kMakeNew, kTakeOver };

// "template.yaml" and "actions/look-up-case.json", ...; more than a stack may have resources (500) make
// "template-1.yaml", "template-2.yaml". First credentials, then integrations, authentication actions and data actions,
// each ordered by name and id: two readings of the same organisation give the same files. What stands in the same
// template is referred to by !Ref, also the actions whose ids stand in a definition (as Substitutions); those of
// `others` by a look-up. The definitions have the API's body form.
ExportedFiles ToFiles(ExportedFamily family, Adoption adoption);

}  // namespace genesys_cfn::project
