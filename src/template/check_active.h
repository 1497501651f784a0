// SPDX-License-Identifier: Apache-2.0
// References that depend on which conditions hold.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

// What is deployed under these conditions must not refer to a resource that is not, in a branch of Fn::If that is
// taken. DependsOn may. kInvalidInput with the service's text.
Result<void> CheckActiveReferences(const Template& source, const std::map<std::string, bool>& conditions);

}  // namespace genesys_cfn::cloudformation
