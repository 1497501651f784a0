// SPDX-License-Identifier: Apache-2.0
// Every name that an expression mentions, wherever it stands: in function arguments, in both branches of Fn::If.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "json/value.h"

namespace genesys_cfn::cloudformation {

enum class ReferenceKind {
  kRef,        // Ref, or ${Name}
  kAttribute,  // Fn::GetAtt, or ${Name.Attribute}
  kCondition,  // the first argument of Fn::If
  kMapping,    // the first argument of Fn::FindInMap, when it is literal
  kImport,     // Fn::ImportValue; without a name
};

struct Reference {
  ReferenceKind kind;
  std::string_view name;
  bool is_in_sub = false;
};

// Calls `visit` with each reference and the pointer of its function's argument, in the order of the text. What is
// malformed is skipped: the shape checks report it. `pointer` is where the expression stands.
void ForEachReference(const json::Value& expression, std::string_view pointer,
                      const std::function<void(const Reference&, const std::string& pointer)>& visit);

// The same inside Conditions, where {"Condition": "Name"} is a reference as well.
void ForEachConditionReference(const json::Value& expression, std::string_view pointer,
                               const std::function<void(const Reference&, const std::string& pointer)>& visit);

}  // namespace genesys_cfn::cloudformation
