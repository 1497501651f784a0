// SPDX-License-Identifier: Apache-2.0
// The functions of AWS::LanguageExtensions. The service replaces them before it deploys anything: what Fn::ToJsonString
// cannot know then, it leaves to an Fn::Sub, whose values it does not escape.
#include <utility>

#include "base/text.h"
#include "json/write.h"
#include "template/evaluator.h"
#include "template/messages.h"
#include "template/references.h"

namespace genesys_cfn::cloudformation {
namespace {

Error Invalid(std::string_view message) {
  return {ErrorCode::kInvalidInput, std::string(message)};
}

void Append(std::string& text, std::string_view more) {
  if (text.size() > 1) text += ',';
  text += more;
}

}  // namespace

Evaluator::Evaluated Evaluator::Length(const json::Value& argument) {
  TRY_ASSIGN(const json::Array items, List(argument, message::kLength));
  return Evaluated(json::Value(static_cast<int64_t>(items.size())));
}

Result<std::string> Evaluator::ToJsonString(const json::Value& argument) {
  if (!argument.is_array() && !argument.is_object()) return Invalid(message::kToJsonString);
  TRY_ASSIGN(std::optional<std::string> text, JsonText(argument));
  if (!text) return Invalid(message::kToJsonString);
  return *std::move(text);
}

Result<std::optional<std::string>> Evaluator::JsonText(const json::Value& expression) {
  using JsonTextResult = Result<std::optional<std::string>>;
  if (const auto call = AsFunction(expression)) return JsonTextOfFunction(expression, *call);
  std::string text;
  if (const json::Array* items = expression.AsArray()) {
    text = "[";
    for (const json::Value& item : *items) {
      TRY_ASSIGN(const std::optional<std::string> part, JsonText(item));
      if (part) Append(text, *part);
    }
    text += ']';
  } else if (const json::Object* members = expression.AsObject()) {
    text = "{";
    for (const auto& [name, member] : *members) {
      TRY_ASSIGN(const std::optional<std::string> part, JsonText(member));
      if (part) Append(text, Concat(json::Write(json::Value(name)), ':', *part));
    }
    text += '}';
  } else {
    text = json::Write(expression);
  }
  TRY(Spend("Fn::ToJsonString", text.size()));
  return JsonTextResult(std::move(text));
}

Result<std::optional<std::string>> Evaluator::JsonTextOfFunction(const json::Value& expression,
                                                                 const FunctionCall& call) {
  using JsonTextResult = Result<std::optional<std::string>>;
  if (call.name == "Fn::If") {
    TRY_ASSIGN(const json::Value* branch, Branch(*call.argument));
    return JsonText(*branch);
  }
  if (!IsKnownBeforeDeployment(expression)) {
    TRY_ASSIGN(const std::string text, Text(expression, message::kSubValue));
    TRY(Spend("Fn::ToJsonString", text.size()));
    return JsonTextResult(Concat('"', text, '"'));
  }
  TRY_ASSIGN(const std::optional<json::Value> value, Value(expression));
  if (!value) return JsonTextResult(std::nullopt);
  std::string text = json::Write(*value);
  TRY(Spend("Fn::ToJsonString", text.size()));
  return JsonTextResult(std::move(text));
}

bool Evaluator::IsKnownBeforeDeployment(const json::Value& expression) const {
  bool is_known = true;
  ForEachReference(expression, {}, [&](const Reference& reference, const std::string& /*pointer*/) {
    const bool is_ref = reference.kind == ReferenceKind::kRef;
    const bool names_parameter =
        is_ref && (IsPseudoParameter(reference.name) || context_.source->FindParameter(reference.name) != nullptr);
    const bool needs_resource = (is_ref && !names_parameter) || reference.kind == ReferenceKind::kAttribute ||
                                reference.kind == ReferenceKind::kImport;
    is_known = is_known && !needs_resource;
  });
  return is_known;
}

}  // namespace genesys_cfn::cloudformation
