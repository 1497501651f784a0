// SPDX-License-Identifier: Apache-2.0
#include "cli/resource_drift.h"

#include "base/text.h"

namespace genesys_cfn::cli {

std::string_view ToString(DriftState state) {
  switch (state) {
    case DriftState::kInSync:
      return "in sync";
    case DriftState::kDrifted:
      return "drifted";
    case DriftState::kGone:
      return "gone";
    case DriftState::kNotJudged:
      return "not judged";
    case DriftState::kFailed:
      return "not read";
  }
  return "";
}

std::string_view NounOf(std::string_view type) {
  if (type == "Custom::GenesysIntegration") return "integration";
  if (type == "Custom::GenesysCredential") return "credential";
  if (type == "Custom::GenesysCustomAuthAction") return "authentication action";
  if (type == "Custom::GenesysDataActionLookup") return "look-up";
  return "data action";
}

void Conclude(const std::vector<std::string>& unknown, ResourceDrift& drift) {
  drift.has_unknown = !unknown.empty();
  if (drift.has_unknown) {
    drift.notes.push_back(Concat("not compared, because CloudFormation does not tell it: ", Join(unknown, ", ")));
  }
  drift.state = drift.differences.empty() ? DriftState::kInSync : DriftState::kDrifted;
}

void ConcludeGone(ResourceDrift& drift) {
  drift.state = DriftState::kGone;
  drift.notes.emplace_back(
      "it was deleted in Genesys Cloud: give the resource another Version and deploy, and it is made again, with a new "
      "id");
}

}  // namespace genesys_cfn::cli
