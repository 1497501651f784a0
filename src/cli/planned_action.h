// SPDX-License-Identifier: Apache-2.0
// What a deployment would do to one resource: what CloudFormation does, and for a data action what that does in Genesys
// Cloud, by the same pure plan as the provider's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/cloudformation_client.h"
#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "provider/plan.h"
#include "provider/read_properties.h"

namespace genesys_cfn::cli {

enum class Effect {
  kCreate,
  kAdopt,    // an existing action is taken over
  kUpdate,   // in place
  kReplace,  // a new action with a new id, then the old one is deleted
  kDelete,
  kRelease,   // stays in Genesys Cloud, no longer under the stack
  kNoChange,  // CloudFormation sends an Update, and nothing is written
  kDrifted,   // would fail: somebody changed the action, and OnDrift is Fail
  kRefused,   // would fail: `notes` say why
};
// "create", "adopt", ... for people and programs.
std::string_view ToString(Effect effect);

struct PlannedResource {
  std::string logical_id;
  std::string type;
  std::string physical_id;  // empty for what does not exist yet
  std::string name;         // of a data action
  Effect effect = Effect::kNoChange;
  std::vector<definition::FieldDifference> differences;  // before -> after; of kDrifted: recorded -> live
  std::vector<std::string> notes;                        // why, and what else to know
  std::vector<std::string> flows;  // published flows that use the action which is to be replaced or deleted
};

// What is known about an Update of a data action when it is planned.
struct UpdateFacts {
  provider::DataActionProperties wanted;
  provider::OldProperties recorded;
  std::string wanted_integration_id;
  std::optional<genesys::LiveAction> live;  // absent: it is gone
  // Values that CloudFormation masks (NoEcho) or that are known only at the deployment stand in for real ones: then
  // what is recorded and what is wanted are compared, and nothing with the live action.
  bool values_are_complete = true;
};

// Fills in effect, differences and notes of an Update. Errors: the live action cannot be read as one.
Result<void> PlanDataActionUpdate(const UpdateFacts& facts, PlannedResource& planned);

}  // namespace genesys_cfn::cli
