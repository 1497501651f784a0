// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_resource.h"

#include <utility>

#include "base/text.h"

namespace genesys_cfn::cli {

std::string_view ToString(Effect effect) {
  switch (effect) {
    case Effect::kCreate:
      return "create";
    case Effect::kAdopt:
      return "adopt";
    case Effect::kLookUp:
      return "look up";
    case Effect::kUpdate:
      return "update";
    case Effect::kReplace:
      return "replace";
    case Effect::kDelete:
      return "delete";
    case Effect::kRelease:
      return "release";
    case Effect::kNoChange:
      return "no change";
    case Effect::kDrifted:
      return "drifted";
    case Effect::kRefused:
      return "refused";
  }
  return "";
}

void ExplainDrift(std::string_view noun, std::vector<definition::FieldDifference> drift, CanRevert can_revert,
                  std::string_view ways, PlannedResource& planned) {
  planned.effect = Effect::kDrifted;
  planned.differences = std::move(drift);
  planned.notes.push_back(Concat("somebody changed the ", noun,
                                 " since the last deployment (above: recorded -> live), and OnDrift is Fail. ",
                                 "genesys-cfn drift --accept takes the change over into the template",
                                 can_revert == CanRevert::kYes ? ", genesys-cfn drift --revert undoes it" : "",
                                 "; with OnDrift ", ways, " it is deployed all the same"));
}

}  // namespace genesys_cfn::cli
