// SPDX-License-Identifier: Apache-2.0
// What an Update of an object does, decided before anything is done: the counterpart of plan.h for the types whose
// objects are plain JSON members (integrations, credentials, the authentication action). A state holds the members that
// a template can state; what a state does not state is left as it is. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "definition/normalise.h"
#include "json/value.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {

// CloudFormation makes every scalar a string. Where `live` has a boolean or a number and `stated` a string of the same
// text, the result has the live one.
json::Object RestoreLike(const json::Object& stated, const json::Object& live);

struct ObjectStates {
  json::Object desired;
  std::optional<json::Object> recorded;  // of the last deployment; nullopt: its properties cannot be read
  json::Object live;
};

// Of `live`, changed to what is desired: stated members set, members that were recorded and are no longer stated
// removed, all others as they are. Objects are merged member by member, at any depth.
json::Object Merge(const ObjectStates& states);

// Where two states differ, member by member at any depth: the way from `before` to `after`.
std::vector<definition::FieldDifference> CompareObjects(const json::Object& before, const json::Object& after);

enum class StackDirection { kForward, kRollingBack, kUnknown };
enum class ObjectStep { kNothing, kWrite, kReplace, kDrifted };
struct ObjectPlan {
  ObjectStep step = ObjectStep::kNothing;
  json::Object target;                             // of kWrite: the whole state that is to stand
  std::vector<definition::FieldDifference> drift;  // recorded -> live, where live is not what is desired either
};

struct ObjectRules {
  // Members of which a change makes a new object.
  std::vector<std::string_view> replacing = {};
  OnDrift on_drift = OnDrift::kFail;
  // Something is to be written that no read shows.
  bool hidden_change = false;
  StackDirection direction = StackDirection::kForward;
};

// A field that equals the record, or already what is desired, is ours; any other is somebody's edit, which is drift. In
// a stack that rolls back such a field stays as it is, and the others go back: a write of several steps may have ended
// half way.
ObjectPlan PlanObject(const ObjectStates& states, const ObjectRules& rules);

}  // namespace genesys_cfn::provider
