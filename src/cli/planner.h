// SPDX-License-Identifier: Apache-2.0
// What each change of a change set does in Genesys Cloud, for every resource type of the provider. Reads the live
// objects; writes nothing.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "cli/action_planner.h"
#include "cli/cloud_definitions.h"
#include "cli/commands.h"
#include "cli/existing_action_planner.h"
#include "cli/object_planner.h"
#include "cli/planned_resource.h"
#include "cli/planned_values.h"
#include "genesys/session.h"
#include "template/dependencies.h"
#include "template/template.h"

namespace genesys_cfn::cli {

// For one change set.
class Planner {
 public:
  // All must outlive this. `wanted` is the template that the change set was made of.
  Planner(CommandContext& context, CloudConnection& cloud, genesys::Session& session,
          const cloudformation::Template& wanted);

  // In the order of the changes.
  Result<std::vector<PlannedResource>> Decide(const std::vector<aws::ResourceChange>& changes);

 private:
  // What it refers to first: by its plan it is known which ids stay.
  Result<void> DecideInOrder(const std::string& logical_id);
  Result<PlannedResource> DecideOne(const aws::ResourceChange& change);
  void Remember(const PlannedResource& planned);
  Result<void> NameUsers();

  genesys::Session& session_;
  const cloudformation::Template& wanted_;
  cloudformation::DependencyGraph graph_;
  CloudDefinitions definitions_;
  NullLogger logger_;
  PlanInMaking making_;
  ActionPlanner actions_;
  ObjectPlanner objects_;
  ExistingActionPlanner existing_;
  std::map<std::string, const aws::ResourceChange*> changes_;
  std::map<std::string, PlannedResource> decided_;
  std::set<std::string> begun_;
};

}  // namespace genesys_cfn::cli
