// SPDX-License-Identifier: Apache-2.0
// Changing values of a YAML or JSON text in place: comments, order, quotes and indentation of everything else stay,
// byte for byte, and what is new is written in the style of what stands around it.
//
// A change is made only where the text, read again, says exactly what was wanted: whatever the layout, the answer is a
// right text or an error.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "yaml/load.h"

namespace genesys_cfn::yaml {

struct Edit {
  std::string pointer;
  // Of an object that is there already, only the members that differ are touched; likewise the items of a list that
  // keeps its length. Absent: the member is removed.
  std::optional<json::Value> value;
};

struct EditError {
  Mark mark;
  std::string pointer;
  std::string message;  // "is written with Fn::Sub, so its text cannot be changed in place"
};

// kRefused: a template, where {"Ref": ...} and {"Fn::...": ...} compute a value, which is not replaced. kNone: a text
// that has no functions.
enum class Functions { kRefused, kNone };

// All edits, or the first error. A member is added where an edit names one that is missing, with the objects above it.
std::variant<std::string, EditError> ApplyEdits(std::string_view text, const std::vector<Edit>& edits,
                                                Functions functions);

}  // namespace genesys_cfn::yaml
