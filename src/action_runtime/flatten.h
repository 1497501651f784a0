// SPDX-License-Identifier: Apache-2.0
// The flattened form that Architect consumes (genesys-cloud-api.md 5.6). How the platform does it is not known
// (docs/fidelity.md): here names are joined with dots, and an array of objects becomes one array for each leaf, so that
// equal positions belong together.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

struct FlattenedSchema {
  json::Value schema;                         // an object whose properties are scalars and arrays of scalars
  std::vector<std::string> array_properties;  // those that are, or stood in, an array
};
// The leaves of a root array of scalars have the name "items".
FlattenedSchema FlattenSchema(const json::Value& schema);

// A place that an item of an array lacks is null there. kInvalidInput when there are more than a million places.
Result<json::Value> FlattenResult(const json::Value& value);

}  // namespace genesys_cfn::action_runtime
