// SPDX-License-Identifier: Apache-2.0
// Fn::Sub, Fn::Join, Fn::Split, Fn::Base64, Fn::ImportValue.
#include <map>
#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "template/evaluator.h"
#include "template/messages.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string_view message) {
  return {ErrorCode::kInvalidInput, std::string(message)};
}

}  // namespace

Result<std::string> Evaluator::Sub(const json::Value& argument) {
  const auto arguments = AsSubArguments(argument);
  if (!arguments) return Invalid(message::kSub);
  std::map<std::string, std::string, std::less<>> variables;
  if (arguments->variables != nullptr) {
    for (const auto& [name, expression] : *arguments->variables) {
      TRY_ASSIGN(variables[name], Text(expression, message::kSubValue));
    }
  }
  TRY_ASSIGN(const std::vector<SubPart> parts, ParseSub(arguments->text));
  std::string out;
  for (const SubPart& part : parts) {
    if (!part.is_variable) {
      out += part.text;
    } else if (const auto variable = variables.find(part.text); variable != variables.end()) {
      out += variable->second;
    } else {
      TRY_ASSIGN(const std::string text, Variable(part.text));
      out += text;
    }
    if (out.size() > kMaxTextBytes) break;
  }
  TRY(Spend("Fn::Sub", out.size()));
  return out;
}

Result<std::string> Evaluator::Variable(std::string_view name) {
  const size_t dot = name.find('.');
  auto value = dot == std::string_view::npos ? Named(name) : Attribute(name.substr(0, dot), name.substr(dot + 1));
  if (!value) return std::move(value).error();
  if (!value->has_value()) return std::string();
  auto text = ScalarText(**value);
  if (text) return *std::move(text);
  return Invalid(Concat("Template error: variable ", name, " in Fn::Sub expression does not resolve to a string"));
}

Result<std::string> Evaluator::JoinTexts(const json::Value& argument) {
  const json::Array* list = ListOf(argument, 2);
  const std::string* delimiter = list != nullptr ? list->front().AsString() : nullptr;
  if (delimiter == nullptr) return Invalid(message::kJoin);
  TRY_ASSIGN(const json::Array items, List(list->back(), message::kJoin));
  size_t size = delimiter->size() * items.size();
  for (const json::Value& item : items) {
    const auto text = ScalarText(item);
    if (!text) return Invalid(message::kJoin);
    size += text->size();
  }
  TRY(Spend("Fn::Join", size));
  std::string joined;
  for (const json::Value& item : items) {
    if (&item != &items.front()) joined += *delimiter;
    joined += *ScalarText(item);
  }
  return joined;
}

Evaluator::Evaluated Evaluator::SplitText(const json::Value& argument) {
  const json::Array* list = ListOf(argument, 2);
  const std::string* delimiter = list != nullptr ? list->front().AsString() : nullptr;
  if (delimiter == nullptr || delimiter->empty()) return Invalid(message::kSplit);
  TRY_ASSIGN(const std::string text, Text(list->back(), message::kSplit));
  json::Array parts;
  size_t start = 0;
  for (size_t at = text.find(*delimiter); at != std::string::npos; at = text.find(*delimiter, start)) {
    // A part takes far more memory than its text.
    TRY(Spend("Fn::Split", at - start + sizeof(json::Value)));
    parts.emplace_back(text.substr(start, at - start));
    start = at + delimiter->size();
  }
  parts.emplace_back(text.substr(start));
  return Evaluated(json::Value(std::move(parts)));
}

Result<std::string> Evaluator::Base64(const json::Value& argument) {
  TRY_ASSIGN(const std::string text, Text(argument, message::kBase64));
  TRY(Spend("Fn::Base64", text.size() / 3 * 4));
  return Base64Encode(text);
}

Result<std::string> Evaluator::ImportValue(const json::Value& argument) {
  TRY_ASSIGN(const std::string name, Text(argument, message::kImportValue));
  if (!context_.import) return Invalid(Concat("No export named ", name, " found."));
  TRY_ASSIGN(std::string value, context_.import(name));
  TRY(Spend("Fn::ImportValue", value.size()));
  return value;
}

}  // namespace genesys_cfn::cloudformation
