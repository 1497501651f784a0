// SPDX-License-Identifier: Apache-2.0
#include "template/rules.h"

#include <algorithm>
#include <set>
#include <string>

#include "base/text.h"
#include "json/pointer.h"
#include "template/functions.h"
#include "template/messages.h"
#include "template/parameters.h"
#include "template/sections.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string message) {
  return {ErrorCode::kInvalidInput, std::move(message)};
}

// Of the rule functions, those that give true or false.
bool IsAssertion(std::string_view name) {
  return IsConditionFunction(name) || name == "Fn::Contains" || name == "Fn::EachMemberEquals" ||
         name == "Fn::EachMemberIn";
}

bool HasRightCount(std::string_view name, const json::Value& argument) {
  const json::Array* list = argument.AsArray();
  if (list == nullptr) return false;
  if (name == "Fn::Not") return list->size() == 1;
  if (name == "Fn::And" || name == "Fn::Or") return list->size() >= 2 && list->size() <= 10;
  return list->size() == 2;
}

std::string WrongShape(std::string_view name) {
  if (name == "Fn::Not") return std::string(message::kNot);
  if (name == "Fn::Equals") return std::string(message::kEquals);
  if (name == "Fn::And" || name == "Fn::Or") return message::AndOr(name);
  return Concat("Template error: every ", name, " object requires a list of 2 parameters.");
}

class Checker {
 public:
  Checker(const std::vector<ParameterDeclaration>& parameters, Report& report) : report_(report) {
    for (const ParameterDeclaration& parameter : parameters) names_.insert(parameter.name);
  }

  void Rule(const json::Value& rule, const std::string& pointer) {
    const json::Object* object = rule.AsObject();
    if (object == nullptr) {
      if (!rule.is_null()) report_.Add(pointer, "Template format error: Any Rules member must be an object.");
      return;
    }
    CheckMemberNames("rule", *object, pointer, {"RuleCondition", "Assertions"}, report_);
    if (const json::Value* condition = object->Find("RuleCondition")) Boolean(*condition, pointer + "/RuleCondition");
    const json::Value* assertions = object->Find("Assertions");
    const json::Array* list = assertions != nullptr ? assertions->AsArray() : nullptr;
    if (list == nullptr || list->empty()) {
      report_.Add(assertions != nullptr ? pointer + "/Assertions" : pointer,
                  "Template format error: Every Rules object must contain a list of Assertions.");
      return;
    }
    for (size_t i = 0; i < list->size(); ++i) Assertion((*list)[i], json::AppendIndex(pointer + "/Assertions", i));
  }

 private:
  void Assertion(const json::Value& assertion, const std::string& pointer) {
    const json::Object* object = assertion.AsObject();
    const json::Value* assert_value = object != nullptr ? object->Find("Assert") : nullptr;
    if (assert_value == nullptr) {
      report_.Add(pointer, "Template format error: Every member of Assertions must contain an Assert member.");
      return;
    }
    CheckMemberNames("assertion", *object, pointer, {"Assert", "AssertDescription"}, report_);
    ScalarMember(*object, "AssertDescription", pointer, report_);
    Boolean(*assert_value, pointer + "/Assert");
  }

  void Boolean(const json::Value& expression, const std::string& pointer) {
    const auto call = AsFunction(expression);
    if (!call || !IsAssertion(call->name)) {
      if (expression.is_null()) return;
      report_.Add(pointer, "Template format error: Rules can only be boolean operations on parameters",
                  "Use Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, Fn::Equals, Fn::And, Fn::Or, Fn::Not.");
      return;
    }
    const std::string inner = json::AppendToken(pointer, call->name);
    if (!HasRightCount(call->name, *call->argument)) return report_.Add(inner, WrongShape(call->name));
    const bool has_booleans = call->name == "Fn::And" || call->name == "Fn::Or" || call->name == "Fn::Not";
    const json::Array& list = *call->argument->AsArray();
    for (size_t i = 0; i < list.size(); ++i) {
      const std::string item = json::AppendIndex(inner, i);
      if (has_booleans) {
        Boolean(list[i], item);
      } else {
        Operand(list[i], item);
      }
    }
  }

  void Operand(const json::Value& operand, const std::string& pointer) {
    if (const json::Array* items = operand.AsArray()) {
      for (size_t i = 0; i < items->size(); ++i) Operand((*items)[i], json::AppendIndex(pointer, i));
      return;
    }
    const auto call = AsFunction(operand);
    if (!call) {
      if (operand.is_object())
        report_.Add(pointer, "Template format error: Rules compare strings and lists of strings");
      return;
    }
    const std::string inner = json::AppendToken(pointer, call->name);
    const std::string* name = call->argument->AsString();
    if (call->name == "Ref") {
      if (name == nullptr) return report_.Add(inner, std::string(message::kRef));
      if (names_.contains(*name) || IsPseudoParameter(*name)) return;
      report_.Add(inner,
                  Concat("Template format error: Unresolved dependencies [", *name,
                         "]. Cannot reference resources in the Rules block of the template"),
                  Report::SuggestionHint(*name, {names_.begin(), names_.end()}));
    } else if (call->name == "Fn::RefAll") {
      if (name == nullptr)
        report_.Add(inner, "Template error: every Fn::RefAll object must have a String-typed value.");
    } else if (call->name == "Fn::ValueOf" || call->name == "Fn::ValueOfAll") {
      report_.Add(inner, Concat("Template format error: ", call->name, " is not supported by the local cloud"),
                  "It asks for attributes of what a parameter names, such as a VPC, which is not there.");
    } else {
      report_.Add(inner, message::UnsupportedFunction(call->name));
    }
  }

  std::set<std::string> names_;
  Report& report_;
};

class RuleEvaluator {
 public:
  explicit RuleEvaluator(const EvaluationContext& context) : context_(context) {}

  Result<bool> Boolean(const json::Value& expression) {
    const auto call = AsFunction(expression);
    if (!call || !IsAssertion(call->name) || !HasRightCount(call->name, *call->argument)) {
      return Invalid("Template format error: Rules can only be boolean operations on parameters");
    }
    const json::Array& list = *call->argument->AsArray();
    if (call->name == "Fn::Not") {
      TRY_ASSIGN(const bool is_true, Boolean(list.front()));
      return !is_true;
    }
    if (call->name == "Fn::And" || call->name == "Fn::Or") return AndOr(call->name, list);
    TRY_ASSIGN(const std::vector<std::string> left, Texts(list.front()));
    TRY_ASSIGN(const std::vector<std::string> right, Texts(list.back()));
    if (call->name == "Fn::Equals") return left == right;
    const std::set<std::string> allowed(right.begin(), right.end());
    if (call->name == "Fn::Contains") {
      return right.size() == 1 && std::find(left.begin(), left.end(), right.front()) != left.end();
    }
    if (call->name == "Fn::EachMemberEquals" && allowed.size() != 1) return left.empty();
    return std::all_of(left.begin(), left.end(), [&](const std::string& item) { return allowed.contains(item); });
  }

 private:
  Result<bool> AndOr(std::string_view name, const json::Array& list) {
    bool all = true;
    bool any = false;
    for (const json::Value& item : list) {
      TRY_ASSIGN(const bool is_true, Boolean(item));
      all = all && is_true;
      any = any || is_true;
    }
    return name == "Fn::And" ? all : any;
  }

  // A text counts as a list of one.
  Result<std::vector<std::string>> Texts(const json::Value& operand) {
    std::vector<std::string> texts;
    TRY(Collect(operand, texts));
    return texts;
  }

  Result<void> Collect(const json::Value& operand, std::vector<std::string>& texts) {
    if (const json::Array* items = operand.AsArray()) {
      for (const json::Value& item : *items) TRY(Collect(item, texts));
      return {};
    }
    const auto call = AsFunction(operand);
    if (call && call->name == "Fn::RefAll") return CollectType(*call->argument, texts);
    TRY_ASSIGN(const auto value, Evaluate(operand, context_));
    if (!value) return {};
    if (value->is_array()) return Collect(*value, texts);
    auto text = ScalarText(*value);
    if (!text) return Invalid("Template format error: Rules compare strings and lists of strings");
    texts.push_back(*std::move(text));
    return {};
  }

  Result<void> CollectType(const json::Value& type, std::vector<std::string>& texts) {
    for (const ParameterDeclaration& parameter : context_.source->parameters) {
      const auto value = context_.parameters.find(parameter.name);
      if (json::Value(parameter.type) != type || value == context_.parameters.end()) continue;
      TRY(Collect(ParameterValue(parameter, value->second), texts));
    }
    return {};
  }

  const EvaluationContext& context_;
};

}  // namespace

void CheckRules(const json::Object& section, const std::vector<ParameterDeclaration>& parameters, Report& report) {
  Checker checker(parameters, report);
  for (const auto& [name, rule] : section) {
    const std::string pointer = json::AppendToken("/Rules", name);
    if (CheckLogicalId("Rule", name, pointer, report)) checker.Rule(rule, pointer);
  }
}

Result<void> EvaluateRules(const EvaluationContext& context) {
  EvaluationContext inner = context;
  inner.ref = nullptr;
  inner.get_att = nullptr;
  inner.import = nullptr;
  RuleEvaluator evaluator(inner);
  for (const auto& [name, rule] : context.source->rules) {
    if (const json::Value* condition = rule.Find("RuleCondition")) {
      TRY_ASSIGN(const bool applies, evaluator.Boolean(*condition));
      if (!applies) continue;
    }
    for (const json::Value& assertion : *rule.Find("Assertions")->AsArray()) {
      TRY_ASSIGN(const bool holds, evaluator.Boolean(*assertion.Find("Assert")));
      if (holds) continue;
      const json::Value* description = assertion.Find("AssertDescription");
      const auto text = description != nullptr ? ScalarText(*description) : std::nullopt;
      return Invalid(Concat("Template error: Rule ", name, " failed: ", text.value_or("an assertion does not hold")));
    }
  }
  return {};
}

}  // namespace genesys_cfn::cloudformation
