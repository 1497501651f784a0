// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "project/exported_files.h"

namespace genesys_cfn::project {

// The API's body form, as export writes it to a file.
std::string DefinitionText(const definition::DataAction& action);

// A template with the one resource that takes the action over. `definition_path`: where its definition stands, relative
// to the template; absent: in the template, as a string of JSON, so that no type gets lost.
std::string AdoptionTemplate(const ExportedAction& action, const std::optional<std::string>& definition_path);

}  // namespace genesys_cfn::project
