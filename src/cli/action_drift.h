// SPDX-License-Identifier: Apache-2.0
// Whether a live action is still what its stack recorded, by the same comparison as the provider's. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "provider/properties.h"

namespace genesys_cfn::cli {

enum class DriftState {
  kInSync,
  kDrifted,
  kGone,       // deleted in Genesys Cloud
  kNotJudged,  // what was recorded cannot be known: `notes` say why
  kFailed,     // the live action could not be read: `notes` say why
};
// "in sync", "drifted", ... for people and programs.
std::string_view ToString(DriftState state);

struct ActionDrift {
  std::string logical_id;
  std::string physical_id;
  std::string name;
  DriftState state = DriftState::kNotJudged;
  std::vector<definition::FieldDifference> differences;  // recorded -> live; header and confidential values masked
  std::vector<std::string> notes;
  // The same with values, for who takes them over; without the integration.
  std::vector<definition::ValueDifference> values;
  // What was recorded, and the action as it was read: for who writes it back.
  std::optional<provider::DataActionProperties> recorded;
  std::optional<genesys::LiveAction> live;
  bool has_unknown = false;  // a part of `recorded` is not known
};

// Fills in state, differences, values and notes from `drift.recorded` and `drift.live` (absent: gone). `integration_id`
// is the recorded one, empty when it is not known. Errors: the live action cannot be read as one.
Result<void> JudgeDrift(const std::string& integration_id, ActionDrift& drift);

// The fields that no PATCH can change: "contract", "secure", "integrationId".
bool IsUnpatchable(const definition::FieldDifference& difference);

}  // namespace genesys_cfn::cli
