// SPDX-License-Identifier: Apache-2.0
#include "template/evaluator.h"

#include <utility>

#include "base/text.h"
#include "template/cidr.h"
#include "template/messages.h"
#include "template/parameters.h"
#include "template/regions.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string_view message) {
  return {ErrorCode::kInvalidInput, std::string(message)};
}

Evaluator::Evaluated AsValue(Result<std::string> text) {
  if (!text) return std::move(text).error();
  return Evaluator::Evaluated(json::Value(*std::move(text)));
}

json::Array AsArray(std::vector<std::string> texts) {
  json::Array items;
  for (std::string& text : texts) items.emplace_back(std::move(text));
  return items;
}

}  // namespace

size_t SizeOf(const json::Value& value) {
  size_t size = 4;
  if (const json::Array* items = value.AsArray()) {
    for (const json::Value& item : *items) size += SizeOf(item);
  } else if (const json::Object* members = value.AsObject()) {
    for (const auto& [name, member] : *members) size += name.size() + 4 + SizeOf(member);
  } else if (const std::string* text = value.AsString()) {
    size += text->size();
  } else if (const json::Number* number = value.AsNumber()) {
    size += number->text.size();
  }
  return size;
}

Result<void> Evaluator::Spend(std::string_view function, size_t bytes) {
  if (bytes > kMaxTextBytes) {
    return Invalid(Concat("Template error: ", function, " gives a text of more than ", kMaxTextBytes, " bytes"));
  }
  spent_ += bytes;
  if (spent_ <= kMaxBytes) return {};
  return Invalid(
      Concat("Template error: the functions of one resource or output give more than ", kMaxBytes, " bytes"));
}

Evaluator::Evaluated Evaluator::Value(const json::Value& expression) {
  if (const json::Array* items = expression.AsArray()) {
    TRY_ASSIGN(json::Array evaluated, Items(*items));
    return Evaluated(json::Value(std::move(evaluated)));
  }
  if (const auto call = AsFunction(expression)) return Function(*call);
  if (const json::Object* members = expression.AsObject()) {
    TRY_ASSIGN(json::Object evaluated, Members(*members));
    return Evaluated(json::Value(std::move(evaluated)));
  }
  return Evaluated(expression);
}

Result<json::Object> Evaluator::Members(const json::Object& members) {
  json::Object evaluated;
  for (const auto& [name, member] : members) {
    TRY_ASSIGN(std::optional<json::Value> value, Value(member));
    if (value) evaluated.Append(name, *std::move(value));
  }
  return evaluated;
}

Result<json::Array> Evaluator::Items(const json::Array& items) {
  json::Array evaluated;
  for (const json::Value& item : items) {
    TRY_ASSIGN(std::optional<json::Value> value, Value(item));
    if (value) evaluated.push_back(*std::move(value));
  }
  return evaluated;
}

Evaluator::Evaluated Evaluator::Function(const FunctionCall& call) {
  const json::Value& argument = *call.argument;
  if (call.name == "Ref") return Ref(argument);
  if (call.name == "Fn::GetAtt") return GetAtt(argument);
  if (call.name == "Fn::If") {
    TRY_ASSIGN(const json::Value* branch, Branch(argument));
    return Value(*branch);
  }
  if (call.name == "Fn::Select") return Select(argument);
  if (call.name == "Fn::Split") return SplitText(argument);
  if (call.name == "Fn::FindInMap") return FindInMap(argument);
  if (call.name == "Fn::Sub") return AsValue(Sub(argument));
  if (call.name == "Fn::Join") return AsValue(JoinTexts(argument));
  if (call.name == "Fn::Base64") return AsValue(Base64(argument));
  if (call.name == "Fn::ImportValue") return AsValue(ImportValue(argument));
  if (call.name == "Fn::Cidr") return Cidr(argument);
  if (call.name == "Fn::GetAZs") return GetAzs(argument);
  const bool is_extended = context_.source != nullptr && context_.source->language == Language::kExtended;
  if (is_extended && call.name == "Fn::Length") return Length(argument);
  if (is_extended && call.name == "Fn::ToJsonString") return AsValue(ToJsonString(argument));
  return Invalid(message::UnsupportedFunction(call.name));
}

Result<std::string> Evaluator::Text(const json::Value& expression, std::string_view complaint) {
  TRY_ASSIGN(const std::optional<json::Value> value, Value(expression));
  auto text = value ? ScalarText(*value) : std::nullopt;
  if (!text) return Invalid(complaint);
  return *std::move(text);
}

Result<json::Array> Evaluator::List(const json::Value& expression, std::string_view complaint) {
  TRY_ASSIGN(std::optional<json::Value> value, Value(expression));
  json::Array* items = value ? value->AsArray() : nullptr;
  if (items == nullptr) return Invalid(complaint);
  return std::move(*items);
}

Result<int64_t> Evaluator::Integer(const json::Value& expression, std::string_view complaint) {
  TRY_ASSIGN(const std::string text, Text(expression, complaint));
  const auto number = ParseInteger<int64_t>(Trim(text));
  if (!number) return Invalid(complaint);
  return *number;
}

Evaluator::Evaluated Evaluator::Ref(const json::Value& argument) {
  const std::string* name = argument.AsString();
  if (name == nullptr || name->empty()) return Invalid(message::kRef);
  return Named(*name);
}

Evaluator::Evaluated Evaluator::Named(std::string_view name) {
  if (IsPseudoParameter(name)) return Pseudo(name);
  const ParameterDeclaration* parameter = context_.source != nullptr ? context_.source->FindParameter(name) : nullptr;
  if (parameter != nullptr) {
    const auto text = context_.parameters.find(parameter->name);
    if (text == context_.parameters.end()) return Invalid(Concat("Parameters: [", name, "] must have values"));
    json::Value value = ParameterValue(*parameter, text->second);
    TRY(Spend("Ref", SizeOf(value)));
    return Evaluated(std::move(value));
  }
  auto physical_id = context_.ref ? context_.ref(name) : std::nullopt;
  if (!physical_id) return Invalid(message::UnresolvedResource(name, "Resources"));
  TRY(Spend("Ref", physical_id->size()));
  return Evaluated(json::Value(*std::move(physical_id)));
}

Evaluator::Evaluated Evaluator::Pseudo(std::string_view name) const {
  const PseudoParameters& pseudo = context_.pseudo;
  if (name == "AWS::NoValue") return Evaluated(std::nullopt);
  if (name == "AWS::NotificationARNs") return Evaluated(json::Value(AsArray(pseudo.notification_arns)));
  const std::pair<std::string_view, const std::string&> texts[] = {
      {"AWS::AccountId", pseudo.account_id}, {"AWS::Region", pseudo.region},    {"AWS::Partition", pseudo.partition},
      {"AWS::URLSuffix", pseudo.url_suffix}, {"AWS::StackId", pseudo.stack_id}, {"AWS::StackName", pseudo.stack_name},
  };
  for (const auto& [known, text] : texts) {
    if (known == name) return Evaluated(json::Value(text));
  }
  return Invalid(message::UnresolvedResource(name, "Resources"));
}

Evaluator::Evaluated Evaluator::GetAtt(const json::Value& argument) {
  const auto reference = AsAttributeReference(argument);
  if (!reference) return Invalid(message::kGetAtt);
  TRY_ASSIGN(const std::string attribute, Text(reference->attribute, message::kGetAtt));
  if (attribute.empty()) return Invalid(message::kGetAtt);
  return Attribute(reference->logical_id, attribute);
}

Evaluator::Evaluated Evaluator::Attribute(std::string_view logical_id, std::string_view attribute) {
  if (!context_.get_att) return Invalid(message::UnresolvedResource(logical_id, "Resources"));
  TRY_ASSIGN(json::Value value, context_.get_att(logical_id, attribute));
  TRY(Spend("Fn::GetAtt", SizeOf(value)));
  return Evaluated(std::move(value));
}

Result<const json::Value*> Evaluator::Branch(const json::Value& argument) const {
  const json::Array* list = ListOf(argument, 3);
  const std::string* name = list != nullptr ? list->front().AsString() : nullptr;
  if (name == nullptr) return Invalid(message::kIf);
  const auto condition = context_.conditions.find(*name);
  if (condition == context_.conditions.end()) return Invalid(message::UnresolvedCondition(*name));
  return &(*list)[condition->second ? 1 : 2];
}

Evaluator::Evaluated Evaluator::Select(const json::Value& argument) {
  const json::Array* list = ListOf(argument, 2);
  if (list == nullptr) return Invalid(message::kSelect);
  TRY_ASSIGN(const int64_t index, Integer(list->front(), message::kSelect));
  TRY_ASSIGN(json::Array items, List(list->back(), message::kSelect));
  if (index < 0 || static_cast<uint64_t>(index) >= items.size()) {
    return Invalid(Concat("Template error: Fn::Select cannot select nonexistent value at index ", index));
  }
  return Evaluated(std::move(items[static_cast<size_t>(index)]));
}

Evaluator::Evaluated Evaluator::FindInMap(const json::Value& argument) {
  const json::Array* list = argument.AsArray();
  if (list == nullptr || list->size() < 3 || list->size() > 4) return Invalid(message::kFindInMap);
  TRY_ASSIGN(const std::string map, Text((*list)[0], message::kFindInMap));
  TRY_ASSIGN(const std::string first, Text((*list)[1], message::kFindInMap));
  TRY_ASSIGN(const std::string second, Text((*list)[2], message::kFindInMap));
  const json::Value* value = context_.source != nullptr ? context_.source->mappings.Find(map) : nullptr;
  for (const std::string& key : {first, second}) {
    if (value != nullptr) value = value->Find(key);
  }
  if (value == nullptr) {
    const json::Value* otherwise = list->size() == 4 ? list->back().Find("DefaultValue") : nullptr;
    if (otherwise == nullptr) return Invalid(message::NoMapping(map, first, second));
    return Value(*otherwise);
  }
  TRY(Spend("Fn::FindInMap", SizeOf(*value)));
  return Evaluated(*value);
}

Evaluator::Evaluated Evaluator::Cidr(const json::Value& argument) {
  const json::Array* list = argument.AsArray();
  if (list == nullptr || list->size() < 2 || list->size() > 3) return Invalid(message::kCidr);
  TRY_ASSIGN(const std::string block, Text(list->front(), message::kCidr));
  TRY_ASSIGN(const int64_t count, Integer((*list)[1], message::kCidr));
  std::optional<int64_t> bits;
  if (list->size() == 3) {
    TRY_ASSIGN(bits, Integer(list->back(), message::kCidr));
  }
  TRY_ASSIGN(std::vector<std::string> blocks, CidrBlocks(block, count, bits));
  json::Value value(AsArray(std::move(blocks)));
  TRY(Spend("Fn::Cidr", SizeOf(value)));
  return Evaluated(std::move(value));
}

Evaluator::Evaluated Evaluator::GetAzs(const json::Value& argument) {
  TRY_ASSIGN(const std::string region, Text(argument, message::kGetAzs));
  return Evaluated(json::Value(AsArray(AvailabilityZonesOf(region.empty() ? context_.pseudo.region : region))));
}

}  // namespace genesys_cfn::cloudformation
