// SPDX-License-Identifier: Apache-2.0
#include "template/check_functions.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "json/pointer.h"
#include "template/functions.h"
#include "template/messages.h"

namespace genesys_cfn::cloudformation {
namespace {

bool IsFunction(const json::Value& value) {
  return AsFunction(value).has_value();
}
// Null is reported for the whole template at once.
bool IsTextOrFunction(const json::Value& value) {
  return ScalarText(value).has_value() || IsFunction(value) || value.is_null();
}
bool IsListOrFunction(const json::Value& value) {
  return value.is_array() || IsFunction(value) || value.is_null();
}

bool IsIndexOrFunction(const json::Value& value) {
  const auto text = ScalarText(value);
  return text ? ParseInteger<int64_t>(*text).has_value() : IsFunction(value) || value.is_null();
}

class Checker {
 public:
  Checker(Report& report, Language language, bool in_conditions)
      : report_(report), language_(language), in_conditions_(in_conditions) {}

  void Value(const json::Value& value, const std::string& pointer) {
    if (const json::Array* items = value.AsArray()) {
      for (size_t i = 0; i < items->size(); ++i) Value((*items)[i], json::AppendIndex(pointer, i));
    } else if (const auto call = AsFunction(value)) {
      Function(*call, json::AppendToken(pointer, call->name));
    } else if (const json::Object* members = value.AsObject()) {
      for (const auto& [name, member] : *members) {
        const bool is_function = IsFunctionName(name);
        if (!is_function && !member.is_array() && !member.is_object()) continue;
        const std::string member_pointer = json::AppendToken(pointer, name);
        if (is_function) ReportNeighbours(name, member_pointer);
        Value(member, member_pointer);
      }
    }
  }

  void Condition(const json::Value& condition, const std::string& pointer) {
    const json::Object* object = condition.AsObject();
    if (object == nullptr || object->size() != 1) return NotACondition(condition, pointer);
    const auto& [name, argument] = *object->begin();
    const std::string inner = json::AppendToken(pointer, name);
    if (name == "Condition") {
      if (!argument.is_string() && !argument.is_null()) NotACondition(condition, pointer);
    } else if (name == "Fn::Equals") {
      const json::Array* list = ListOf(argument, 2);
      const bool is_valid = list != nullptr && std::all_of(list->begin(), list->end(), IsTextOrFunction);
      return is_valid ? Value(argument, inner) : Wrong(inner, message::kEquals);
    } else if (name == "Fn::Not") {
      if (ListOf(argument, 1) == nullptr) return Wrong(inner, message::kNot);
      Conditions(argument, inner);
    } else if (IsConditionFunction(name)) {
      const json::Array* list = argument.AsArray();
      if (list == nullptr || list->size() < 2 || list->size() > 10) return Wrong(inner, message::AndOr(name));
      Conditions(argument, inner);
    } else {
      NotACondition(condition, pointer);
    }
  }

 private:
  void Conditions(const json::Value& list, const std::string& pointer) {
    for (size_t i = 0; i < list.AsArray()->size(); ++i) Condition((*list.AsArray())[i], json::AppendIndex(pointer, i));
  }

  void NotACondition(const json::Value& condition, const std::string& pointer) {
    if (condition.is_null()) return;
    report_.Add(pointer,
                "Template format error: Conditions can only be boolean operations on parameters and other conditions",
                "Use Fn::Equals, Fn::And, Fn::Or, Fn::Not, or {Condition: Name} for another condition.");
  }

  void Function(const FunctionCall& call, const std::string& pointer) {
    const std::string_view name = call.name;
    if (name == "Fn::Transform") {
      report_.Add(pointer, "Template format error: Fn::Transform is not supported by the local cloud",
                  "Deploy to AWS, or write what the macro would give.");
    } else if (IsExtension(name) && language_ == Language::kBase) {
      report_.Add(pointer, message::UnsupportedFunction(name),
                  "It belongs to the extended language: add Transform: AWS::LanguageExtensions.");
    } else if (name.starts_with("Fn::ForEach::")) {
      report_.Add(pointer, Concat("Template format error: ", name, " cannot be used here"),
                  "Loops stand where names stand: in Resources, Conditions, Outputs and objects in Properties.");
    } else if (IsRuleFunction(name)) {
      report_.Add(pointer, Concat("Template format error: ", name, " can only be used in the Rules block"));
    } else if (IsConditionFunction(name)) {
      report_.Add(pointer, Concat("Template format error: ", name, " can only be used in the Conditions block"),
                  "Name the condition there and use Fn::If with its name.");
    } else if (in_conditions_ && name == "Fn::ImportValue") {
      report_.Add(pointer, "Template error: Cannot use Fn::ImportValue in Conditions.");
    } else if (in_conditions_ && name == "Fn::GetAtt") {
      const auto reference = AsAttributeReference(*call.argument);
      report_.Add(pointer,
                  reference ? message::UnresolvedInConditions(reference->logical_id) : std::string(message::kGetAtt));
    } else {
      Known(call, pointer);
    }
  }

  void Known(const FunctionCall& call, const std::string& pointer) {
    const std::string_view name = call.name;
    const json::Value& argument = *call.argument;
    if (name == "Ref") {
      const std::string* text = argument.AsString();
      if (text == nullptr || text->empty()) Wrong(pointer, message::kRef);
    } else if (name == "Fn::GetAtt") {
      if (!AsAttributeReference(argument)) return Wrong(pointer, message::kGetAtt);
      Value(argument, pointer);
    } else if (name == "Fn::Sub") {
      Sub(argument, pointer);
    } else if (name == "Fn::Base64" || name == "Fn::ImportValue") {
      if (!IsTextOrFunction(argument)) {
        return Wrong(pointer, name == "Fn::Base64" ? message::kBase64 : message::kImportValue);
      }
      Value(argument, pointer);
    } else if (name == "Fn::GetAZs") {
      if (!IsTextOrFunction(argument)) return Wrong(pointer, message::kGetAzs);
      Value(argument, pointer);
    } else if (name == "Fn::Length") {
      if (!IsListOrFunction(argument)) return Wrong(pointer, message::kLength);
      Value(argument, pointer);
    } else if (name == "Fn::ToJsonString") {
      if (!argument.is_array() && !argument.is_object() && !argument.is_null()) {
        return Wrong(pointer, message::kToJsonString);
      }
      Value(argument, pointer);
    } else if (name == "Fn::If") {
      const json::Array* list = ListOf(argument, 3);
      if (list == nullptr || !list->front().is_string()) return Wrong(pointer, message::kIf);
      Value(argument, pointer);
    } else {
      ListFunction(name, argument, pointer);
    }
  }

  void ListFunction(std::string_view name, const json::Value& argument, const std::string& pointer) {
    const json::Array* two = ListOf(argument, 2);
    if (name == "Fn::Join") {
      if (two == nullptr || !two->front().is_string() || !IsListOrFunction(two->back())) {
        return Wrong(pointer, message::kJoin);
      }
    } else if (name == "Fn::Split") {
      const std::string* delimiter = two != nullptr ? two->front().AsString() : nullptr;
      if (delimiter == nullptr || delimiter->empty() || !IsTextOrFunction(two->back())) {
        return Wrong(pointer, message::kSplit);
      }
    } else if (name == "Fn::Select") {
      if (two == nullptr || !IsIndexOrFunction(two->front()) || !IsListOrFunction(two->back())) {
        return Wrong(pointer, message::kSelect);
      }
    } else if (name == "Fn::FindInMap") {
      return FindInMap(argument, pointer);
    } else if (name == "Fn::Cidr") {
      const json::Array* list = argument.AsArray();
      if (list == nullptr || list->size() < 2 || list->size() > 3 || !IsTextOrFunction(list->front()) ||
          !std::all_of(list->begin() + 1, list->end(), IsIndexOrFunction)) {
        return Wrong(pointer, message::kCidr);
      }
    } else {
      report_.Add(pointer, message::UnsupportedFunction(name), Report::SuggestionHint(name, ValueFunctions()));
      return;
    }
    Value(argument, pointer);
  }

  // In the base language the keys may be Ref and Fn::FindInMap only.
  [[nodiscard]] bool IsMapKey(const json::Value& key) const {
    const auto call = AsFunction(key);
    if (!call || language_ == Language::kExtended) return IsTextOrFunction(key);
    return call->name == "Ref" || call->name == "Fn::FindInMap";
  }

  void FindInMap(const json::Value& argument, const std::string& pointer) {
    const json::Array* list = argument.AsArray();
    const size_t size = list != nullptr ? list->size() : 0;
    const bool has_default = size == 4 && language_ == Language::kExtended;
    if ((size != 3 && !has_default) ||
        !std::all_of(list->begin(), list->begin() + 3, [&](const json::Value& key) { return IsMapKey(key); })) {
      return Wrong(pointer, message::kFindInMap);
    }
    const json::Object* fourth = has_default ? list->back().AsObject() : nullptr;
    if (has_default && (fourth == nullptr || fourth->size() != 1 || !fourth->Contains("DefaultValue"))) {
      return Wrong(json::AppendIndex(pointer, 3), message::kFindInMapDefault);
    }
    Value(argument, pointer);
  }

  void Sub(const json::Value& argument, const std::string& pointer) {
    const auto arguments = AsSubArguments(argument);
    if (!arguments) return Wrong(pointer, message::kSub);
    const std::string text_pointer = arguments->variables == nullptr ? pointer : json::AppendIndex(pointer, 0);
    if (const auto parts = ParseSub(arguments->text); !parts) {
      report_.Add(text_pointer, parts.error().message, "Write ${!...} for a text that is no variable.");
    }
    if (arguments->variables == nullptr) return;
    const std::string map_pointer = json::AppendIndex(pointer, 1);
    for (const auto& [name, value] : *arguments->variables) {
      const std::string value_pointer = json::AppendToken(map_pointer, name);
      if (!IsTextOrFunction(value)) report_.Add(value_pointer, std::string(message::kSubValue));
      Value(value, value_pointer);
    }
  }

  void ReportNeighbours(std::string_view name, const std::string& pointer) {
    report_.Add(pointer, Concat("Template format error: ", name, " must be the only member of its object"),
                "Move the other members away: a function replaces the whole object.");
  }

  void Wrong(const std::string& pointer, std::string_view text) { report_.Add(pointer, std::string(text)); }

  Report& report_;
  Language language_;
  bool in_conditions_;
};

}  // namespace

void CheckExpression(const json::Value& expression, const std::string& pointer, Language language, Report& report) {
  Checker(report, language, false).Value(expression, pointer);
}

void CheckCondition(const json::Value& condition, const std::string& pointer, Language language, Report& report) {
  Checker(report, language, true).Condition(condition, pointer);
}

bool ReportFunctionAsName(const std::string& name, const std::string& pointer, Report& report) {
  if (!name.starts_with("Fn::")) return false;
  if (name.starts_with("Fn::ForEach::")) {
    report.Add(pointer, Concat("Template format error: ", name, " cannot be used here"),
               "Loops need Transform: AWS::LanguageExtensions, and stand in Resources, Conditions, Outputs and objects "
               "in Properties.");
  } else {
    report.Add(pointer, Concat("Template format error: ", name, " is not supported by the local cloud"),
               "Macros are expanded by AWS; write their result here to run the template locally.");
  }
  return true;
}

}  // namespace genesys_cfn::cloudformation
