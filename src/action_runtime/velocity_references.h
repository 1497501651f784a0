// SPDX-License-Identifier: Apache-2.0
// Every reference of a template, in the order of the text: those of expressions, arguments and interpolated strings
// too.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "action_runtime/velocity_syntax.h"

namespace genesys_cfn::action_runtime {

// How a reference is used.
enum class ReferenceUse {
  kPrinted,    // its value goes into the result
  kString,     // into an interpolated string
  kArgument,   // of a method or an index
  kValue,      // of #set, #foreach, a list, a comparison, a sum
  kCondition,  // of an #if, by itself or behind !, && and ||: only whether it has a value counts
  kAssigned,   // the target of #set
};

struct ReferenceVisit {
  const Reference& reference;
  ReferenceUse use;
  // The reference whose argument this is, directly or inside a string or list; nullptr when there is none.
  const Reference* enclosing;
  // The method or index of `enclosing`.
  const ReferenceStep* enclosing_step;
};

void VisitReferences(const VelocityTemplate& source, const std::function<void(const ReferenceVisit&)>& visit);
// The names that #set and #foreach make.
void VisitMadeNames(const VelocityTemplate& source, const std::function<void(std::string_view)>& visit);

}  // namespace genesys_cfn::action_runtime
