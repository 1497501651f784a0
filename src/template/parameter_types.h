// SPDX-License-Identifier: Apache-2.0
// The types of parameters (aws-protocols.md 4.2). AWS-specific types are strings or lists of strings here: nothing
// looks whether the named thing exists. AWS::SSM::Parameter::Value<...> is not among them, because its value would have
// to be fetched.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn::cloudformation {

std::vector<std::string> ParameterTypes();
bool IsParameterType(std::string_view type);
// Types whose Ref is a list.
bool IsListType(std::string_view type);
// Number and List<Number>.
bool IsNumberType(std::string_view type);

}  // namespace genesys_cfn::cloudformation
