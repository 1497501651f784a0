// SPDX-License-Identifier: Apache-2.0
// Parameter values for one stack operation: given, previous, default; types and constraints checked
// (aws-protocols.md 4.2).
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

struct GivenParameter {
  std::string value;
  bool use_previous = false;
};

// The text of each declared parameter. kInvalidInput with the service's text: "Parameters: [A, B] must have values",
// "Parameters: [X] do not exist in the template", constraint violations.
Result<std::map<std::string, std::string>> ResolveParameters(const Template& source,
                                                             const std::map<std::string, GivenParameter>& given,
                                                             const std::map<std::string, std::string>& previous);

// What Ref of the parameter gives: a string, or a list of trimmed strings for the list types. Of a stored parameter's
// type, `text` is what is stored.
json::Value ParameterValue(const ParameterDeclaration& declaration, const std::string& text);

}  // namespace genesys_cfn::cloudformation
