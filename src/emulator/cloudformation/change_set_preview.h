// SPDX-License-Identifier: Apache-2.0
// What an update would do, without doing it: the same evaluation and comparison of properties as Operation's, resource
// by resource in dependency order, against the stack as it would be by then. What only a function or the service can
// say (the id of a new resource, attributes of a changed one) is KNOWN_AFTER_APPLY; a resource that differs by such a
// value alone is a dynamic change, which may turn out to be none. Pure.
#pragma once

#include <string>
#include <vector>

#include "emulator/cloudformation/change_set.h"
#include "emulator/cloudformation/evaluation.h"
#include "emulator/cloudformation/resource_types.h"
#include "emulator/cloudformation/stack_change.h"
#include "emulator/store/cloud_identity.h"

namespace genesys_cfn::emulator {

struct PreviewEnvironment {
  const CloudIdentity& identity;
  const ExportLookup& exports;
  const ResourceTypes& types;
  StoredValues* stored_values = nullptr;  // as of EngineParts
};

struct StackPreview {
  std::vector<ResourceChange> resources;  // sorted by logical id
  bool changes_tags = false;
  bool changes_outputs = false;
  bool has_leftovers = false;  // physical ids that a failed operation left to be deleted
  std::string problem;         // why the update would fail at once; "" when nothing is known against it

  // False: "No updates are to be performed."
  [[nodiscard]] bool any() const { return !resources.empty() || changes_tags || changes_outputs || has_leftovers; }
};

// `wanted` is `now` with another input, its `prepared` made from that.
StackPreview PreviewUpdate(const StackState& now, const StackState& wanted, const PreviewEnvironment& environment);

}  // namespace genesys_cfn::emulator
