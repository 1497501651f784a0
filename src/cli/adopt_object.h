// SPDX-License-Identifier: Apache-2.0
// `adopt` of an integration or of a credential: the template that takes it over.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/commands.h"
#include "definition/ownership_tag.h"
#include "genesys/session.h"
#include "project/exported_files.h"

namespace genesys_cfn::cli {

struct AdoptableObject {
  std::string noun;  // "integration"
  std::string id;
  std::string name;
  std::optional<definition::OwnershipTag> tag;
  std::string logical_id;
  std::string snippet;                        // the template, from its parameters or resources on
  std::vector<project::ToFillIn> to_fill_in;  // parameters of it
};

// By its id, or by its name: among the integrations first. nullopt: there is none. kInvalidInput: several have the
// name. No value of a credential is read.
Result<std::optional<AdoptableObject>> FindAdoptableObject(CommandContext& context, genesys::Session& session,
                                                           const std::string& name_or_id);

}  // namespace genesys_cfn::cli
