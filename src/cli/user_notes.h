// SPDX-License-Identifier: Apache-2.0
// Who uses an integration or a credential that is to be deleted or replaced, beside what goes with it by the same plan.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/planned_resource.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"

namespace genesys_cfn::cli {

class UserNotes {
 public:
  // Both must outlive this.
  UserNotes(genesys::Session& session, const std::vector<PlannedResource*>& plan) : session_(session), plan_(plan) {}

  // DeleteWhenUsed.
  enum class WhenUsed { kKept, kDeleted };
  // Nothing to do for what stays. One list of actions for all integrations.
  Result<void> OfIntegration(WhenUsed when_used, PlannedResource& planned);
  Result<void> OfCredential(WhenUsed when_used, PlannedResource& planned);

 private:
  // What is deleted or replaced by the plan itself, by physical id.
  [[nodiscard]] std::set<std::string> Leaving() const;
  void Note(const std::string& what, std::vector<std::string> users, WhenUsed when_used,
            PlannedResource& planned) const;

  genesys::Session& session_;
  const std::vector<PlannedResource*>& plan_;
  std::optional<std::vector<genesys::ActionSummary>> actions_;
};

}  // namespace genesys_cfn::cli
