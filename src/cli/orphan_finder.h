// SPDX-License-Identifier: Apache-2.0
// What the organisation holds of what stacks made and no stack has any longer, and who uses it.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "cli/orphan_search.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"
#include "provider/definition_reader.h"
#include "provider/managed_object.h"

namespace genesys_cfn::cli {

struct FoundOrphan {
  Orphan orphan;
  // Published flows, actions of an integration, integrations of a credential, look-ups of stacks.
  std::vector<std::string> users;
  bool use_is_known = true;
};

struct OrphanListing {
  std::vector<FoundOrphan> found;   // by type and name
  std::vector<std::string> failed;  // what could not be looked at, a message each
};

// An id that is to be deleted. Exactly one: an orphan, or a reason.
struct Located {
  std::string id;
  std::string why_not;
  std::optional<Orphan> orphan;
};

// Errors are those that would meet everything else, too (no credentials, no time left).
class OrphanFinder {
 public:
  // All must outlive this. No secret is read.
  OrphanFinder(genesys::Session& session, Clock& clock, provider::DefinitionReader& secrets, const StackBook& book);

  // A list of each type, one request an action that no stack has, two an integration, one a credential; and one more
  // for each that is found.
  Result<OrphanListing> FindAll();
  Result<Located> Locate(const std::string& id);
  // Empty when it was deleted, else why it was not. Whoever still uses it is asked first; what this has deleted already
  // uses nothing.
  Result<std::string> Delete(const Orphan& orphan);

 private:
  Result<void> FindActions(OrphanListing& listing);
  Result<void> FindObjects(OrphanType type, OrphanListing& listing);
  Result<void> Add(Orphan orphan, OrphanListing& listing);
  Result<std::optional<Orphan>> LookAtAction(const std::string& id, const std::string& name);
  Result<std::optional<Orphan>> LookAtObject(OrphanType type, const std::string& id);
  Result<FoundOrphan> WithUse(Orphan orphan);
  Result<std::vector<std::string>> UsersOf(const Orphan& orphan);
  provider::ManagedObject& Object(OrphanType type);

  genesys::Session& session_;
  genesys::ActionsClient actions_;
  const StackBook& book_;
  NullLogger logger_;
  std::unique_ptr<provider::ManagedObject> integrations_;
  std::unique_ptr<provider::ManagedObject> credentials_;
  std::optional<std::vector<genesys::ActionSummary>> all_actions_;
  std::set<std::string, std::less<>> deleted_;
};

}  // namespace genesys_cfn::cli
