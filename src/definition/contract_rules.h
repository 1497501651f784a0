// SPDX-License-Identifier: Apache-2.0
// The `contract` of a definition: schemas given as objects or as JSON strings, types restored, and the rules that the
// platform has for them (genesys-cloud-api.md 3.1 and 5.6). Internal to this folder.
#pragma once

#include <vector>

#include "definition/data_action.h"
#include "json/value.h"

namespace genesys_cfn::definition {

// Deepest nesting of a definition as a whole (genesys-cloud-api.md 4.5).
inline constexpr size_t kMaxDepth = 50;

// {"input": {"inputSchema"}, "output": {"successSchema"}}; what breaks a rule is added to `problems`.
json::Object ReadContract(const json::Object& contract, std::vector<Problem>& problems);

}  // namespace genesys_cfn::definition
