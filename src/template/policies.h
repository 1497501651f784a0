// SPDX-License-Identifier: Apache-2.0
// DeletionPolicy and UpdateReplacePolicy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "template/evaluate.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

// What the attribute ("DeletionPolicy" or "UpdateReplacePolicy") can be.
std::vector<std::string> PoliciesOf(std::string_view attribute);

// kInvalidInput with the service's text; Snapshot is refused for types that have none.
Result<DeletionPolicy> ParsePolicy(std::string_view attribute, std::string_view text,
                                   const ResourceDeclaration& resource);

// Sets the policies that are expressions from their values. Needs what conditions need, and the conditions.
Result<void> ResolvePolicies(Template& source, const EvaluationContext& context);

}  // namespace genesys_cfn::cloudformation
