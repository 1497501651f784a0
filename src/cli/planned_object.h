// SPDX-License-Identifier: Apache-2.0
// What an Update would do to an integration or a credential, by the same pure plan as the provider's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/planned_resource.h"
#include "json/value.h"
#include "provider/object_lifecycle.h"

namespace genesys_cfn::cli {

struct ObjectFacts {
  std::string noun;                  // "integration"
  std::string replacing;             // the property of which a change makes a new one: "IntegrationType"
  provider::ObjectWishes wishes;     // `desired` with its types restored
  std::optional<json::Object> live;  // absent: it is gone
  // What is written and never read back: properties that say so. Their values are no secrets.
  std::vector<definition::FieldDifference> hidden;
};

// Fills in effect, differences and notes.
void PlanObjectUpdate(const ObjectFacts& facts, PlannedResource& planned);

// How a credential gets its values, as far as two bags of properties say it otherwise. Keys and digests are not shown:
// a key may be a value by mistake, and a digest of a short text can be guessed.
std::vector<definition::FieldDifference> CompareSecretReferences(const json::Object& before, const json::Object& after);

}  // namespace genesys_cfn::cli
