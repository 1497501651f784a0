// SPDX-License-Identifier: Apache-2.0
// Which resource must come before which (aws-protocols.md 4.5): DependsOn, Ref, Fn::GetAtt and each variable of
// Fn::Sub.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "template/template.h"

namespace genesys_cfn::cloudformation {

// logical id -> the logical ids that it needs; every resource of the template is a key.
using DependencyGraph = std::map<std::string, std::set<std::string>>;

DependencyGraph DependenciesOf(const Template& source);
// A shortest cycle, first element repeated at the end; nullopt when there is none.
std::optional<std::vector<std::string>> FindCycle(const DependencyGraph& graph);

}  // namespace genesys_cfn::cloudformation
