// SPDX-License-Identifier: Apache-2.0
// What a deployment would do to one resource: what CloudFormation does, and what that does in Genesys Cloud.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "definition/normalise.h"

namespace genesys_cfn::cli {

enum class Effect {
  kCreate,
  kAdopt,    // something that exists is taken over
  kLookUp,   // something that exists is found, and nothing is written
  kUpdate,   // in place
  kReplace,  // a new one with a new id, then the old one is deleted
  kDelete,
  kRelease,   // stays in Genesys Cloud, no longer under the stack
  kNoChange,  // CloudFormation sends an Update, and nothing is written
  kDrifted,   // would fail: somebody changed it, and OnDrift is Fail
  kRefused,   // would fail: `notes` say why
};
// "create", "adopt", ... for people and programs.
std::string_view ToString(Effect effect);

// What becomes of `physical_id` where the resource gets another id.
enum class Former {
  kNone,  // the id stays
  kDeleted,
  kUsed,      // would be deleted, but something uses it: `notes` say what
  kReleased,  // adopted once, so the provider lets go of it
  kRetained,  // by UpdateReplacePolicy
};

struct PlannedResource {
  std::string logical_id;
  std::string type;
  std::string physical_id;  // empty for what does not exist yet
  std::string name;         // in Genesys Cloud
  Effect effect = Effect::kNoChange;
  std::vector<definition::FieldDifference> differences;  // before -> after; of kDrifted: recorded -> live
  std::vector<std::string> notes;                        // why, and what else to know
  std::vector<std::string> flows;  // published flows that use the action which is to be replaced or deleted
  Former former = Former::kNone;
  std::string future_id;  // after the deployment, where it is another one and known already
};

// The Update would fail: somebody changed what is live, and OnDrift is Fail. `ways` are the words that OnDrift has
// instead ("Overwrite or Recreate").
enum class CanRevert { kNo, kYes };  // by `drift --revert`
void ExplainDrift(std::string_view noun, std::vector<definition::FieldDifference> drift, CanRevert can_revert,
                  std::string_view ways, PlannedResource& planned);

}  // namespace genesys_cfn::cli
