// SPDX-License-Identifier: Apache-2.0
// Every reference of a Velocity template, in the order of the text: those of arguments, conditions and interpolated
// strings too.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "action_runtime/velocity_syntax.h"

namespace genesys_cfn::lint {

void ForEachReference(const action_runtime::VelocityTemplate& source,
                      const std::function<void(const action_runtime::Reference&)>& visit);
// The names that #set and #foreach make.
std::set<std::string> MadeNames(const action_runtime::VelocityTemplate& source);

}  // namespace genesys_cfn::lint
