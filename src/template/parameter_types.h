// SPDX-License-Identifier: Apache-2.0
// The types of parameters (aws-protocols.md 4.2). AWS-specific types are strings or lists of strings here: nothing
// looks whether the named thing exists. The value of an AWS::SSM::Parameter::Value<...> is what Parameter Store holds
// under the name that is given (stored_parameters.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn::cloudformation {

std::vector<std::string> ParameterTypes();
bool IsParameterType(std::string_view type);
// "AWS::SSM::Parameter::Value<T>" is T; nullopt for every other type.
std::optional<std::string_view> StoredType(std::string_view type);
// Types whose Ref is a list.
bool IsListType(std::string_view type);
// Number and List<Number>.
bool IsNumberType(std::string_view type);

}  // namespace genesys_cfn::cloudformation
