// SPDX-License-Identifier: Apache-2.0
// The shape of intrinsic functions: names, number and kinds of arguments. Names that must exist are check_references.h.
#pragma once

#include <string>

#include "json/value.h"
#include "template/report.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

// Of a value in Resources or Outputs, and everything in it.
void CheckExpression(const json::Value& expression, const std::string& pointer, Language language, Report& report);
// Of one condition.
void CheckCondition(const json::Value& condition, const std::string& pointer, Language language, Report& report);

// Fn::Transform and Fn::ForEach::X may stand where names stand; true when `name` is one, which is reported.
bool ReportFunctionAsName(const std::string& name, const std::string& pointer, Report& report);

}  // namespace genesys_cfn::cloudformation
