// SPDX-License-Identifier: Apache-2.0
// What CloudFormation takes as a stack's name.
#pragma once

#include <string>

namespace genesys_cfn::cli {

// What is wrong with it; empty when it will do.
std::string CheckNewStackName(const std::string& name);
// The same; ids of stacks will do, too.
std::string CheckStackNameOrId(const std::string& name);

}  // namespace genesys_cfn::cli
