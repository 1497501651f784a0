// SPDX-License-Identifier: Apache-2.0
// The inputs of a contract, and samples for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace genesys_cfn::lint {

struct ContractInput {
  std::string name;
  std::string type;          // "" when it is not stated as one word; "null" aside of another one does not count
  json::Value sample;        // fits the type; of a string "0"
  bool is_optional = false;  // may be absent, and has no default
  bool is_free = false;      // a string of any content: no enum, const, format or pattern
};

// Of an input schema; empty when its properties are not known.
std::vector<ContractInput> InputsOf(const json::Object& schema);
const ContractInput* FindInput(const std::vector<ContractInput>& inputs, std::string_view name);

}  // namespace genesys_cfn::lint
