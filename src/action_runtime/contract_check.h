// SPDX-License-Identifier: Apache-2.0
// A JSON value against a schema of a contract: type, enum, required, properties, additionalProperties, items, and the
// bounds of numbers, lengths and counts. Other keywords are annotations here.
#pragma once

#include <string>
#include <vector>

#include "json/value.h"

namespace genesys_cfn::action_runtime {

struct ContractViolation {
  std::string pointer;  // JSON Pointer into the value; "" is the whole
  std::string message;  // "must be a string, not an integer": names types and members, repeats no value
};

// In the order of the value, at most 20.
std::vector<ContractViolation> CheckContract(const json::Value& schema, const json::Value& value);

// "/a/b must be ...; / must have ...".
std::string Describe(const std::vector<ContractViolation>& violations);

// The inputs with the `default` of each property that has one and is absent.
json::Object WithDefaults(const json::Value& schema, json::Object inputs);

}  // namespace genesys_cfn::action_runtime
