// SPDX-License-Identifier: Apache-2.0
// What a deployment would do to a data action, by the same pure plan as the provider's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/planned_resource.h"
#include "genesys/actions_client.h"
#include "provider/adopt_action.h"
#include "provider/plan.h"
#include "provider/read_properties.h"

namespace genesys_cfn::cli {

// What is known about an Update of a data action when it is planned.
struct UpdateFacts {
  provider::DataActionProperties wanted;
  provider::OldProperties recorded;
  std::string wanted_integration_id;
  std::optional<genesys::LiveAction> live;  // absent: it is gone
  // Values that CloudFormation masks (NoEcho) or that are known only at the deployment stand in for real ones: then
  // what is recorded and what is wanted are compared, and nothing with the live action.
  bool values_are_complete = true;
  // Of a function action; a package of which the content is not known here has no digest.
  std::optional<provider::FunctionState> wanted_function = {};
  std::optional<provider::FunctionState> live_function = {};
};

// Whether the Update takes over another action, or gives up the one that it had taken over.
provider::ActionAdoption AdoptionIn(const UpdateFacts& facts);

// Fills in effect, differences and notes of an Update that takes over no other action. Errors: the live action cannot
// be read as one.
Result<void> PlanDataActionUpdate(const UpdateFacts& facts, PlannedResource& planned);

// The same where AdoptActionId is taken over: that action is the live one, and what is recorded does not count.
Result<void> PlanDataActionAdoption(const UpdateFacts& facts, PlannedResource& planned);

// Compare shows what `wanted` states and `found` has otherwise; a plan shows the way from one to the other.
std::vector<definition::FieldDifference> WayTo(const definition::DataAction& wanted,
                                               const definition::DataAction& found);

// That the change goes live by the publish gate, if it does.
void ExplainGate(const provider::DataActionProperties& wanted, PlannedResource& planned);

}  // namespace genesys_cfn::cli
