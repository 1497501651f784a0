// SPDX-License-Identifier: Apache-2.0
#include "template/evaluate.h"

#include <utility>

#include "base/encoding.h"
#include "base/text.h"
#include "template/functions.h"
#include "template/messages.h"
#include "template/parameters.h"

namespace genesys_cfn::cloudformation {
namespace {

// Nested Fn::Sub and Fn::Join can double a text at each level.
constexpr size_t kMaxTextBytes = size_t{1} << 20;

// Without value: AWS::NoValue.
using Evaluated = Result<std::optional<json::Value>>;

Error Invalid(std::string_view message) {
  return {ErrorCode::kInvalidInput, std::string(message)};
}

class Evaluator {
 public:
  explicit Evaluator(const EvaluationContext& context) : context_(context) {}

  Evaluated Value(const json::Value& expression) {
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

  Result<json::Object> Members(const json::Object& members) {
    json::Object evaluated;
    for (const auto& [name, member] : members) {
      TRY_ASSIGN(std::optional<json::Value> value, Value(member));
      if (value) evaluated.Append(name, *std::move(value));
    }
    return evaluated;
  }

 private:
  Result<json::Array> Items(const json::Array& items) {
    json::Array evaluated;
    for (const json::Value& item : items) {
      TRY_ASSIGN(std::optional<json::Value> value, Value(item));
      if (value) evaluated.push_back(*std::move(value));
    }
    return evaluated;
  }

  Evaluated Function(const FunctionCall& call) {
    const json::Value& argument = *call.argument;
    if (call.name == "Ref") return Ref(argument);
    if (call.name == "Fn::GetAtt") return GetAtt(argument);
    if (call.name == "Fn::If") return If(argument);
    if (call.name == "Fn::Select") return Select(argument);
    if (call.name == "Fn::Split") return SplitText(argument);
    if (call.name == "Fn::FindInMap") return FindInMap(argument);
    if (call.name == "Fn::Sub") return AsValue(Sub(argument));
    if (call.name == "Fn::Join") return AsValue(JoinTexts(argument));
    if (call.name == "Fn::Base64") return AsValue(Base64(argument));
    if (call.name == "Fn::ImportValue") return AsValue(ImportValue(argument));
    return Invalid(Concat("Template error: Encountered unsupported function: ", call.name));
  }

  static Evaluated AsValue(Result<std::string> text) {
    if (!text) return std::move(text).error();
    return Evaluated(json::Value(*std::move(text)));
  }

  // An argument that must come out as a scalar.
  Result<std::string> Text(const json::Value& expression, std::string_view complaint) {
    TRY_ASSIGN(const std::optional<json::Value> value, Value(expression));
    auto text = value ? ScalarText(*value) : std::nullopt;
    if (!text) return Invalid(complaint);
    return *std::move(text);
  }

  Result<json::Array> List(const json::Value& expression, std::string_view complaint) {
    TRY_ASSIGN(std::optional<json::Value> value, Value(expression));
    json::Array* items = value ? value->AsArray() : nullptr;
    if (items == nullptr) return Invalid(complaint);
    return std::move(*items);
  }

  Evaluated Ref(const json::Value& argument) {
    const std::string* name = argument.AsString();
    if (name == nullptr || name->empty()) return Invalid(message::kRef);
    return Named(*name);
  }

  Evaluated Named(std::string_view name) {
    if (IsPseudoParameter(name)) return Pseudo(name);
    const ParameterDeclaration* parameter = context_.source != nullptr ? context_.source->FindParameter(name) : nullptr;
    if (parameter != nullptr) {
      const auto text = context_.parameters.find(parameter->name);
      if (text == context_.parameters.end()) return Invalid(Concat("Parameters: [", name, "] must have values"));
      return Evaluated(ParameterValue(*parameter, text->second));
    }
    auto physical_id = context_.ref ? context_.ref(name) : std::nullopt;
    if (!physical_id) return Invalid(message::UnresolvedResource(name, "Resources"));
    return Evaluated(json::Value(*std::move(physical_id)));
  }

  Evaluated Pseudo(std::string_view name) {
    const PseudoParameters& pseudo = context_.pseudo;
    if (name == "AWS::NoValue") return Evaluated(std::nullopt);
    if (name == "AWS::NotificationARNs") return Evaluated(json::Value(json::Array{}));
    const std::pair<std::string_view, const std::string&> texts[] = {
        {"AWS::AccountId", pseudo.account_id}, {"AWS::Region", pseudo.region},    {"AWS::Partition", pseudo.partition},
        {"AWS::URLSuffix", pseudo.url_suffix}, {"AWS::StackId", pseudo.stack_id}, {"AWS::StackName", pseudo.stack_name},
    };
    for (const auto& [known, text] : texts) {
      if (known == name) return Evaluated(json::Value(text));
    }
    return Invalid(message::UnresolvedResource(name, "Resources"));
  }

  Evaluated GetAtt(const json::Value& argument) {
    const auto reference = AsAttributeReference(argument);
    if (!reference) return Invalid(message::kGetAtt);
    TRY_ASSIGN(const std::string attribute, Text(reference->attribute, message::kGetAtt));
    if (attribute.empty()) return Invalid(message::kGetAtt);
    return Attribute(reference->logical_id, attribute);
  }

  Evaluated Attribute(std::string_view logical_id, std::string_view attribute) {
    if (!context_.get_att) return Invalid(message::UnresolvedResource(logical_id, "Resources"));
    TRY_ASSIGN(json::Value value, context_.get_att(logical_id, attribute));
    return Evaluated(std::move(value));
  }

  Evaluated If(const json::Value& argument) {
    const json::Array* list = ListOf(argument, 3);
    const std::string* name = list != nullptr ? list->front().AsString() : nullptr;
    if (name == nullptr) return Invalid(message::kIf);
    const auto condition = context_.conditions.find(*name);
    if (condition == context_.conditions.end()) return Invalid(message::UnresolvedCondition(*name));
    return Value((*list)[condition->second ? 1 : 2]);
  }

  Evaluated Select(const json::Value& argument) {
    const json::Array* list = ListOf(argument, 2);
    if (list == nullptr) return Invalid(message::kSelect);
    TRY_ASSIGN(const std::string text, Text(list->front(), message::kSelect));
    const auto index = ParseInteger<int64_t>(Trim(text));
    if (!index) return Invalid(message::kSelect);
    TRY_ASSIGN(json::Array items, List(list->back(), message::kSelect));
    if (*index < 0 || static_cast<uint64_t>(*index) >= items.size()) {
      return Invalid(Concat("Template error: Fn::Select cannot select nonexistent value at index ", *index));
    }
    return Evaluated(std::move(items[static_cast<size_t>(*index)]));
  }

  Evaluated SplitText(const json::Value& argument) {
    const json::Array* list = ListOf(argument, 2);
    const std::string* delimiter = list != nullptr ? list->front().AsString() : nullptr;
    if (delimiter == nullptr || delimiter->empty()) return Invalid(message::kSplit);
    TRY_ASSIGN(const std::string text, Text(list->back(), message::kSplit));
    json::Array parts;
    size_t start = 0;
    for (size_t at = text.find(*delimiter); at != std::string::npos; at = text.find(*delimiter, start)) {
      parts.emplace_back(text.substr(start, at - start));
      start = at + delimiter->size();
    }
    parts.emplace_back(text.substr(start));
    return Evaluated(json::Value(std::move(parts)));
  }

  Evaluated FindInMap(const json::Value& argument) {
    const json::Array* list = ListOf(argument, 3);
    if (list == nullptr) return Invalid(message::kFindInMap);
    TRY_ASSIGN(const std::string map, Text((*list)[0], message::kFindInMap));
    TRY_ASSIGN(const std::string first, Text((*list)[1], message::kFindInMap));
    TRY_ASSIGN(const std::string second, Text((*list)[2], message::kFindInMap));
    const json::Value* value = context_.source != nullptr ? context_.source->mappings.Find(map) : nullptr;
    for (const std::string& key : {first, second}) {
      if (value != nullptr) value = value->Find(key);
    }
    if (value == nullptr) return Invalid(message::NoMapping(map, first, second));
    return Evaluated(*value);
  }

  Result<std::string> Sub(const json::Value& argument) {
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
      if (out.size() > kMaxTextBytes) return TooLarge("Fn::Sub");
    }
    return out;
  }

  Result<std::string> Variable(std::string_view name) {
    const size_t dot = name.find('.');
    auto value = dot == std::string_view::npos ? Named(name) : Attribute(name.substr(0, dot), name.substr(dot + 1));
    if (!value) return std::move(value).error();
    if (!value->has_value()) return std::string();
    auto text = ScalarText(**value);
    if (text) return *std::move(text);
    return Invalid(Concat("Template error: variable ", name, " in Fn::Sub expression does not resolve to a string"));
  }

  Result<std::string> JoinTexts(const json::Value& argument) {
    const json::Array* list = ListOf(argument, 2);
    const std::string* delimiter = list != nullptr ? list->front().AsString() : nullptr;
    if (delimiter == nullptr) return Invalid(message::kJoin);
    TRY_ASSIGN(const json::Array items, List(list->back(), message::kJoin));
    std::string joined;
    for (const json::Value& item : items) {
      const auto text = ScalarText(item);
      if (!text) return Invalid(message::kJoin);
      if (&item != &items.front()) joined += *delimiter;
      joined += *text;
      if (joined.size() > kMaxTextBytes) return TooLarge("Fn::Join");
    }
    return joined;
  }

  static Error TooLarge(std::string_view name) {
    return Invalid(Concat("Template error: ", name, " gives a text of more than ", kMaxTextBytes, " bytes"));
  }

  Result<std::string> Base64(const json::Value& argument) {
    TRY_ASSIGN(const std::string text, Text(argument, message::kBase64));
    return Base64Encode(text);
  }

  Result<std::string> ImportValue(const json::Value& argument) {
    TRY_ASSIGN(const std::string name, Text(argument, message::kImportValue));
    if (!context_.import) return Invalid(Concat("No export named ", name, " found."));
    return context_.import(name);
  }

  const EvaluationContext& context_;
};

void CollectImports(const json::Value& expression, std::vector<std::string>& names) {
  if (const json::Array* items = expression.AsArray()) {
    for (const json::Value& item : *items) CollectImports(item, names);
  } else if (const json::Object* members = expression.AsObject()) {
    const auto call = AsFunction(expression);
    const std::string* name = call && call->name == "Fn::ImportValue" ? call->argument->AsString() : nullptr;
    if (name != nullptr) names.push_back(*name);
    for (const auto& [key, member] : *members) CollectImports(member, names);
  }
}

}  // namespace

Result<std::optional<json::Value>> Evaluate(const json::Value& expression, const EvaluationContext& context) {
  return Evaluator(context).Value(expression);
}

Result<json::Object> EvaluateProperties(const json::Object& properties, const EvaluationContext& context) {
  return Evaluator(context).Members(properties);
}

json::Value StringifyScalars(json::Value value) {
  if (json::Array* items = value.AsArray()) {
    for (json::Value& item : *items) item = StringifyScalars(std::move(item));
  } else if (json::Object* members = value.AsObject()) {
    for (auto& [name, member] : *members) member = StringifyScalars(std::move(member));
  } else if (!value.is_string()) {
    if (auto text = ScalarText(value)) return *std::move(text);
  }
  return value;
}

std::vector<std::string> ImportsOf(const json::Value& expression) {
  std::vector<std::string> names;
  CollectImports(expression, names);
  return names;
}

}  // namespace genesys_cfn::cloudformation
