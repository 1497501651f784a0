// SPDX-License-Identifier: Apache-2.0
// The syntax of intrinsic functions, shared by checking, dependency analysis and evaluation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"

namespace genesys_cfn::cloudformation {

struct FunctionCall {
  std::string_view name;  // "Ref", "Fn::Sub", ...
  const json::Value* argument;
};

// "Ref" and everything that starts with "Fn::".
bool IsFunctionName(std::string_view name);
// The functions that Evaluate knows in a value, those of the extended language included: for suggestions.
std::vector<std::string> ValueFunctions();
// "Fn::Length", "Fn::ToJsonString", "Fn::ForEach::Name": only with AWS::LanguageExtensions.
bool IsExtension(std::string_view name);
// "Fn::Contains" and the others that only the Rules section has.
bool IsRuleFunction(std::string_view name);
// "Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals".
bool IsConditionFunction(std::string_view name);

// An object whose only member is a function; views into the value.
std::optional<FunctionCall> AsFunction(const json::Value& value);
// Fn::If's or Fn::Select's list, when the argument is a list of exactly `size` items.
const json::Array* ListOf(const json::Value& argument, size_t size);

// The arguments of Fn::GetAtt: a list [id, attribute], or the text "id.attribute", split at the first dot.
struct AttributeReference {
  std::string_view logical_id;
  // A text, or an expression that gives one.
  json::Value attribute;
};
std::optional<AttributeReference> AsAttributeReference(const json::Value& argument);

// A piece of Fn::Sub's text.
struct SubPart {
  bool is_variable = false;
  std::string text;  // of a variable: what stands between "${" and "}"
};
// `${!Literal}` is the text "${Literal}". kInvalidInput for a variable name with other characters than the service
// takes.
Result<std::vector<SubPart>> ParseSub(std::string_view text);

// The texts and variables of Fn::Sub's two forms.
struct SubArguments {
  std::string_view text;
  const json::Object* variables = nullptr;  // null in the short form
};
std::optional<SubArguments> AsSubArguments(const json::Value& argument);

// The text of a string, number or boolean; nullopt for everything else.
std::optional<std::string> ScalarText(const json::Value& value);

bool IsPseudoParameter(std::string_view name);
std::vector<std::string> PseudoParameterNames();

}  // namespace genesys_cfn::cloudformation
