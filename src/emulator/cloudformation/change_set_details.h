// SPDX-License-Identifier: Apache-2.0
// Where the properties of one resource differ, and what causes it. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "emulator/cloudformation/change_set.h"
#include "emulator/cloudformation/resource_types.h"
#include "emulator/cloudformation/stack_change.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// Logical ids of resources that the update makes or changes before: their physical id, or their attributes, are not
// known.
struct UnknownResources {
  std::set<std::string> ids;
  std::set<std::string> attributes;
};

struct DetailSources {
  const cloudformation::ResourceDeclaration& declaration;  // the new one
  const PreparedTemplate& prepared;
  const ParameterTexts& parameters_before;
  const ParameterTexts& parameters_after;
  const UnknownResources& unknown;
  const ResourceTypes& types;
};

struct PropertyView {
  const json::Object& values;  // decide
  const json::Object& shown;   // are shown: without NoEcho values
};

std::vector<PropertyChange> PropertyChangesOf(const DetailSources& sources, const PropertyView& before,
                                              const PropertyView& after);

// A text with KNOWN_AFTER_APPLY somewhere in it becomes that as a whole, at any depth.
json::Object Known(json::Object properties);

}  // namespace genesys_cfn::emulator
