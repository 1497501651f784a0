// SPDX-License-Identifier: Apache-2.0
// What `export` reads of an organisation: the chosen data actions, and with them, when it is wanted, what they hang on.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "definition/ownership_tag.h"
#include "genesys/session.h"
#include "project/exported_family.h"

namespace genesys_cfn::cli {

// Something that is not among the files, and why; or something else that is to be said of it.
struct LeftOut {
  std::string id;
  std::string name;
  std::string reason;
};

struct ExportReading {
  project::ExportedFamily family;
  std::vector<LeftOut> left_out;  // as it should be
  std::vector<LeftOut> failed;
  std::map<std::string, definition::OwnershipTag> tags;  // of what stacks have made, by id
  // With --adopt, of export_owners.h:
  std::vector<LeftOut> notes;  // exported, though a stack made it
  bool stacks_were_asked = false;
};

// Three requests an action, one more for one with a function; two an integration, one a credential, three an
// authentication action; and one for each hundred actions and each hundred integrations. `say` is told how far it is.
// What cannot be read is among `failed`; an error is what every further read would meet too. kNotFound: what the
// command asks for is not there.
Result<ExportReading> ReadOrganisation(genesys::Session& session, const ExportCommand& command,
                                       const std::function<void(const std::string&)>& say);

}  // namespace genesys_cfn::cli
