// SPDX-License-Identifier: Apache-2.0
// The Rules section: assertions on parameters, which must hold before an operation begins.
#pragma once

#include <vector>

#include "base/result.h"
#include "json/value.h"
#include "template/evaluate.h"
#include "template/report.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

// The shape of the section, and the parameters that it names.
void CheckRules(const json::Object& section, const std::vector<ParameterDeclaration>& parameters, Report& report);

// kInvalidInput for the first assertion that does not hold. Needs what conditions need.
Result<void> EvaluateRules(const EvaluationContext& context);

}  // namespace genesys_cfn::cloudformation
