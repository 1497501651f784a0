// SPDX-License-Identifier: Apache-2.0
// One resource of a stack against what Genesys Cloud has: the result of action_drift.h, object_drift.h and
// lookup_drift.h, which judge by the provider's own comparisons.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "definition/normalise.h"
#include "genesys/actions_client.h"
#include "provider/custom_auth_properties.h"
#include "provider/managed_object.h"
#include "provider/properties.h"

namespace genesys_cfn::cli {

enum class DriftState {
  kInSync,
  kDrifted,
  kGone,       // deleted in Genesys Cloud
  kNotJudged,  // what was recorded cannot be known: `notes` say why
  kFailed,     // what is live could not be read: `notes` say why
};
// "in sync", "drifted", ... for people and programs.
std::string_view ToString(DriftState state);

// What was recorded, and what is live as it was read (absent: gone): for who compares, and who writes it back.
struct ActionSides {
  provider::DataActionProperties recorded;
  std::optional<genesys::LiveAction> live;
  std::optional<provider::FunctionState> live_function;  // of a function action
};
struct AuthActionSides {
  provider::CustomAuthProperties recorded;
  std::optional<genesys::LiveAction> live;
};
struct ObjectSides {
  json::Object recorded;
  std::optional<provider::LiveObject> live;
};

struct ResourceDrift {
  std::string logical_id;
  std::string physical_id;
  std::string type;  // "Custom::GenesysIntegration"
  std::string name;
  DriftState state = DriftState::kNotJudged;
  std::vector<definition::FieldDifference> differences;  // recorded -> live; header and confidential values masked
  std::vector<std::string> notes;
  // The same with values, for who takes them over into files; without what no file says (the integration's id).
  std::vector<definition::ValueDifference> values;
  std::variant<std::monostate, ActionSides, AuthActionSides, ObjectSides> sides;
  bool has_unknown = false;  // a part of what was recorded is not known
};

// "data action", "integration", ... of a resource type.
std::string_view NounOf(std::string_view type);

// Sets the state by the differences, and says which parts were not compared.
void Conclude(const std::vector<std::string>& unknown, ResourceDrift& drift);
void ConcludeGone(ResourceDrift& drift);

}  // namespace genesys_cfn::cli
