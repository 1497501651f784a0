// SPDX-License-Identifier: Apache-2.0
// What an integration type's own JSON Schema says of "properties" and "advanced": restores what CloudFormation made
// strings, and finds mistakes before anything is written. Keywords: type, properties, additionalProperties, required,
// enum, items, minimum, maximum, minLength, maxLength. What else a schema says is the platform's to judge. Pure.
#pragma once

#include <string>
#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::provider {

// "true" and "5" become true and 5 where the schema has a boolean or a number, and no string.
json::Value RestoreBySchema(const json::Value& value, const json::Object& schema);

// Problems of `value`, which is restored. A member that the schema does not name is one where it allows no others;
// where it says nothing of others, one that is near to a name of its. Messages name positions and what is allowed, not
// the value.
void CheckBySchema(const json::Value& value, const json::Object& schema, const std::string& pointer,
                   std::vector<definition::Problem>& problems);

}  // namespace genesys_cfn::provider
