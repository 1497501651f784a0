// SPDX-License-Identifier: Apache-2.0
#include "template/evaluate.h"

#include <utility>

#include "template/evaluator.h"
#include "template/functions.h"

namespace genesys_cfn::cloudformation {
namespace {

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
