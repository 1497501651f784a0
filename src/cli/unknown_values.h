// SPDX-License-Identifier: Apache-2.0
// What CloudFormation does not tell again of a resource's properties: attributes of other resources, NoEcho parameters,
// what a dynamic reference was resolved to. A text stands in for it, so that the rest can be judged. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"

namespace genesys_cfn::cli {

// `what` is as the template has it: "!GetAtt Api.Url".
std::string UnknownValue(std::string_view what);

bool IsUnknown(std::string_view text);
// "!GetAtt Api.Url" of every unknown part of the value.
std::vector<std::string> UnknownParts(const json::Value& value);

// What is not known of `recorded` is taken from `live`, so that it is no difference. Of a text that is unknown in part
// the whole is not compared.
void FillUnknown(json::Object& recorded, const json::Object& live);

}  // namespace genesys_cfn::cli
