// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "base/text.h"
#include "template/evaluate.h"
#include "template/functions.h"
#include "template/messages.h"
#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string_view message) {
  return {ErrorCode::kInvalidInput, std::string(message)};
}

Result<std::string> EqualsOperand(const json::Value& operand, const EvaluationContext& context) {
  TRY_ASSIGN(const std::optional<json::Value> value, Evaluate(operand, context));
  auto text = value ? ScalarText(*value) : std::nullopt;
  if (!text) return Invalid(message::kEquals);
  return *std::move(text);
}

Result<bool> Equals(const json::Value& argument, const EvaluationContext& context) {
  const json::Array* operands = ListOf(argument, 2);
  if (operands == nullptr) return Invalid(message::kEquals);
  TRY_ASSIGN(const std::string left, EqualsOperand(operands->front(), context));
  TRY_ASSIGN(const std::string right, EqualsOperand(operands->back(), context));
  return left == right;
}

Result<bool> Decide(const json::Value& condition, const EvaluationContext& context);

// All operands are decided: a mistake in any of them is an error, as in the service.
Result<bool> AndOr(std::string_view name, const json::Value& argument, const EvaluationContext& context) {
  const json::Array* operands = argument.AsArray();
  if (operands == nullptr || operands->size() < 2 || operands->size() > 10) return Invalid(message::AndOr(name));
  bool all = true;
  bool any = false;
  for (const json::Value& operand : *operands) {
    TRY_ASSIGN(const bool is_true, Decide(operand, context));
    all = all && is_true;
    any = any || is_true;
  }
  return name == "Fn::And" ? all : any;
}

Result<bool> Decide(const json::Value& condition, const EvaluationContext& context) {
  if (const auto name = condition.FindString("Condition")) {
    const auto decided = context.conditions.find(*name);
    if (decided != context.conditions.end()) return decided->second;
    return Invalid(Concat("Template format error: Unresolved condition dependency ", *name,
                          " in the Conditions block of the template"));
  }
  const auto call = AsFunction(condition);
  if (call && call->name == "Fn::Equals") return Equals(*call->argument, context);
  if (call && (call->name == "Fn::And" || call->name == "Fn::Or")) return AndOr(call->name, *call->argument, context);
  if (call && call->name == "Fn::Not") {
    const json::Array* operand = ListOf(*call->argument, 1);
    if (operand == nullptr) return Invalid(message::kNot);
    TRY_ASSIGN(const bool is_true, Decide(operand->front(), context));
    return !is_true;
  }
  return Invalid("Template format error: Conditions can only be boolean operations on parameters and other conditions");
}

// The conditions that each condition names, as far as they are declared.
std::map<std::string, std::set<std::string>> NeedsOf(const json::Object& conditions) {
  std::map<std::string, std::set<std::string>> needs;
  for (const auto& [name, condition] : conditions) needs[name];
  for (const auto& [name, condition] : conditions) {
    ForEachConditionReference(condition, {},
                              [&needs, &name = name](const Reference& reference, const std::string& /*pointer*/) {
                                const std::string needed(reference.name);
                                if (reference.kind == ReferenceKind::kCondition && needs.contains(needed)) {
                                  needs[name].insert(needed);
                                }
                              });
  }
  return needs;
}

}  // namespace

Result<std::map<std::string, bool>> EvaluateConditions(const EvaluationContext& context) {
  EvaluationContext inner = context;
  inner.conditions.clear();
  inner.ref = nullptr;
  inner.get_att = nullptr;
  inner.import = nullptr;
  const json::Object& conditions = context.source->conditions;
  auto open_needs = NeedsOf(conditions);
  // Depth first with a stack of our own: a chain of conditions may be as long as a template.
  for (const auto& [first, expression] : conditions) {
    std::vector<std::string> stack = {first};
    while (!stack.empty()) {
      const std::string name = stack.back();
      std::set<std::string>& needs = open_needs[name];
      while (!needs.empty() && inner.conditions.contains(*needs.begin())) needs.erase(needs.begin());
      if (inner.conditions.contains(name)) {
        stack.pop_back();
      } else if (!needs.empty()) {
        if (stack.size() > conditions.size()) {
          return Invalid(Concat("Circular dependency between conditions: [", name, "]"));
        }
        stack.push_back(*needs.begin());
      } else {
        TRY_ASSIGN(const bool is_true, Decide(*conditions.Find(name), inner));
        inner.conditions.emplace(name, is_true);
      }
    }
  }
  return std::move(inner.conditions);
}

}  // namespace genesys_cfn::cloudformation
