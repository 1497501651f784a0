// SPDX-License-Identifier: Apache-2.0
// What can be said of a template when its parameters are known, before anything is deployed.
#pragma once

#include "base/result.h"
#include "template/evaluate.h"

namespace genesys_cfn::cloudformation {

// What is deployed under the context's conditions must not refer to a resource that is not, in a branch of Fn::If that
// is taken (DependsOn may), nor to an attribute that a mapping does not have. kInvalidInput with the service's text.
// Needs what conditions need, and the conditions.
Result<void> CheckActiveReferences(const EvaluationContext& context);

}  // namespace genesys_cfn::cloudformation
