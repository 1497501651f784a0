// SPDX-License-Identifier: Apache-2.0
#include "template/functions.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "template/messages.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::array<std::string_view, 8> kPseudoParameters = {
    "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition",
    "AWS::Region",    "AWS::StackId", "AWS::StackName",        "AWS::URLSuffix"};

bool IsVariableCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == ':';
}

void AppendLiteral(std::vector<SubPart>& parts, std::string_view text) {
  if (text.empty()) return;
  if (parts.empty() || parts.back().is_variable) parts.push_back({false, {}});
  parts.back().text += text;
}

}  // namespace

bool IsFunctionName(std::string_view name) {
  return name == "Ref" || name.starts_with("Fn::");
}

std::vector<std::string> ValueFunctions() {
  return {"Ref",      "Fn::Base64",      "Fn::Cidr",   "Fn::FindInMap", "Fn::GetAZs", "Fn::GetAtt", "Fn::If",
          "Fn::Join", "Fn::ImportValue", "Fn::Length", "Fn::Select",    "Fn::Split",  "Fn::Sub",    "Fn::ToJsonString"};
}

bool IsExtension(std::string_view name) {
  return name == "Fn::Length" || name == "Fn::ToJsonString" || name.starts_with("Fn::ForEach::");
}

bool IsRuleFunction(std::string_view name) {
  return name == "Fn::Contains" || name == "Fn::EachMemberEquals" || name == "Fn::EachMemberIn" ||
         name == "Fn::RefAll" || name == "Fn::ValueOf" || name == "Fn::ValueOfAll";
}

bool IsConditionFunction(std::string_view name) {
  return name == "Fn::And" || name == "Fn::Or" || name == "Fn::Not" || name == "Fn::Equals";
}

std::optional<FunctionCall> AsFunction(const json::Value& value) {
  const json::Object* object = value.AsObject();
  if (object == nullptr || object->size() != 1) return std::nullopt;
  const auto& [name, argument] = *object->begin();
  if (!IsFunctionName(name)) return std::nullopt;
  return FunctionCall{name, &argument};
}

const json::Array* ListOf(const json::Value& argument, size_t size) {
  const json::Array* list = argument.AsArray();
  return list != nullptr && list->size() == size ? list : nullptr;
}

std::optional<AttributeReference> AsAttributeReference(const json::Value& argument) {
  if (const std::string* text = argument.AsString()) {
    const size_t dot = text->find('.');
    if (dot == 0 || dot == std::string::npos || dot + 1 == text->size()) return std::nullopt;
    return AttributeReference{std::string_view(*text).substr(0, dot), text->substr(dot + 1)};
  }
  const json::Array* list = ListOf(argument, 2);
  const std::string* logical_id = list != nullptr ? list->front().AsString() : nullptr;
  if (logical_id == nullptr || logical_id->empty()) return std::nullopt;
  const json::Value& attribute = list->back();
  const std::string* text = attribute.AsString();
  if (text != nullptr ? text->empty() : !AsFunction(attribute)) return std::nullopt;
  return AttributeReference{*logical_id, attribute};
}

Result<std::vector<SubPart>> ParseSub(std::string_view text) {
  std::vector<SubPart> parts;
  while (true) {
    const size_t start = text.find("${");
    const size_t end = start == std::string_view::npos ? start : text.find('}', start);
    if (end == std::string_view::npos) {
      AppendLiteral(parts, text);
      return parts;
    }
    AppendLiteral(parts, text.substr(0, start));
    const std::string_view name = text.substr(start + 2, end - start - 2);
    if (name.starts_with('!')) {
      AppendLiteral(parts, Concat("${", name.substr(1), '}'));
    } else if (name.empty() || !std::all_of(name.begin(), name.end(), IsVariableCharacter)) {
      return Error{ErrorCode::kInvalidInput, std::string(message::kSubVariableName)};
    } else {
      parts.push_back({true, std::string(name)});
    }
    text.remove_prefix(end + 1);
  }
}

std::optional<SubArguments> AsSubArguments(const json::Value& argument) {
  if (const std::string* text = argument.AsString()) return SubArguments{*text, nullptr};
  const json::Array* list = ListOf(argument, 2);
  if (list == nullptr || !list->front().is_string() || !list->back().is_object()) return std::nullopt;
  return SubArguments{*list->front().AsString(), list->back().AsObject()};
}

std::optional<std::string> ScalarText(const json::Value& value) {
  if (const std::string* text = value.AsString()) return *text;
  if (const json::Number* number = value.AsNumber()) return number->text;
  if (const bool* flag = value.AsBool()) return *flag ? "true" : "false";
  return std::nullopt;
}

bool IsPseudoParameter(std::string_view name) {
  return std::find(kPseudoParameters.begin(), kPseudoParameters.end(), name) != kPseudoParameters.end();
}

std::vector<std::string> PseudoParameterNames() {
  return {kPseudoParameters.begin(), kPseudoParameters.end()};
}

}  // namespace genesys_cfn::cloudformation
