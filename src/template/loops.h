// SPDX-License-Identifier: Apache-2.0
// Fn::ForEach of AWS::LanguageExtensions: loops stand where names stand, and are written out before the template is
// read.
#pragma once

#include <set>
#include <string>

#include "json/value.h"
#include "template/evaluate.h"
#include "template/report.h"

namespace genesys_cfn::cloudformation {

enum class Loops {
  kNone,
  kWrittenOut,
  // A collection depends on a parameter that is not given: the loop goes over its default, or once over "X". Or there
  // is a mistake.
  kProvisional,
};

// Writes out the loops in the sections Resources, Conditions and Outputs of the template. The context has mappings and
// parameters, `given` the names of those that are not defaults. What the loops make counts against the size of a
// template; names that they make stand, for `positions`, where the loop stands.
Loops WriteOutLoops(json::Object& root, const EvaluationContext& context, const std::set<std::string>& given,
                    yaml::Positions& positions, Report& report);

}  // namespace genesys_cfn::cloudformation
