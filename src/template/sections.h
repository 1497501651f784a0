// SPDX-License-Identifier: Apache-2.0
// The sections of a template, each from its object; what is wrong goes into the report and is left out of the result.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "template/report.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

std::vector<ParameterDeclaration> LoadParameters(const json::Object& section, Report& report);
std::vector<ResourceDeclaration> LoadResources(const json::Object& section, Language language, Report& report);
std::vector<OutputDeclaration> LoadOutputs(const json::Object& section, Language language, Report& report);
// "AWS::LanguageExtensions", or a list with it; others are refused.
std::vector<std::string> LoadTransforms(const json::Value& section, Report& report);
void CheckMappings(const json::Object& section, Report& report);
void CheckConditions(const json::Object& section, Language language, Report& report);

// What the sections have in common.

// "Resource name my-bad is non alphanumeric."; `kind` is "Resource", "Parameter", ...
bool CheckLogicalId(std::string_view kind, const std::string& name, const std::string& pointer, Report& report);
// "Number of resources, 501, is greater than maximum allowed, 500".
void CheckCount(std::string_view kind, size_t count, size_t maximum, const std::string& pointer, Report& report);
// "Invalid template resource property 'X'" for each member that is not in `known`.
void CheckMemberNames(std::string_view kind, const json::Object& object, const std::string& pointer,
                      const std::vector<std::string>& known, Report& report);
// The text of a scalar member; one of another type is reported.
std::optional<std::string> ScalarMember(const json::Object& object, std::string_view name, const std::string& pointer,
                                        Report& report);
// The same for a member that must be a string.
std::optional<std::string> StringMember(const json::Object& object, std::string_view name, const std::string& pointer,
                                        Report& report);

}  // namespace genesys_cfn::cloudformation
