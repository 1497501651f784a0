// SPDX-License-Identifier: Apache-2.0
// The inside of Evaluate, for evaluator*.cc and evaluate.cc only: one expression and everything in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/value.h"
#include "template/evaluate.h"
#include "template/functions.h"

namespace genesys_cfn::cloudformation {

class Evaluator {
 public:
  // Without value: AWS::NoValue.
  using Evaluated = Result<std::optional<json::Value>>;

  // The context must outlive the evaluator.
  explicit Evaluator(const EvaluationContext& context) : context_(context) {}

  Evaluated Value(const json::Value& expression);
  Result<json::Object> Members(const json::Object& members);

 private:
  // evaluator.cc
  Result<json::Array> Items(const json::Array& items);
  Evaluated Function(const FunctionCall& call);
  Evaluated Ref(const json::Value& argument);
  Evaluated Named(std::string_view name);
  Evaluated Pseudo(std::string_view name) const;
  Evaluated GetAtt(const json::Value& argument);
  Evaluated Attribute(std::string_view logical_id, std::string_view attribute);
  // The branch that is taken.
  Result<const json::Value*> Branch(const json::Value& argument) const;
  Evaluated Select(const json::Value& argument);
  Evaluated FindInMap(const json::Value& argument);
  Evaluated Cidr(const json::Value& argument);
  Evaluated GetAzs(const json::Value& argument);
  // An argument that must come out as a scalar, a list, a whole number; `complaint` is the error if it does not.
  Result<std::string> Text(const json::Value& expression, std::string_view complaint);
  Result<json::Array> List(const json::Value& expression, std::string_view complaint);
  Result<int64_t> Integer(const json::Value& expression, std::string_view complaint);

  // evaluator_texts.cc
  Result<std::string> Sub(const json::Value& argument);
  Result<std::string> Variable(std::string_view name);
  Result<std::string> JoinTexts(const json::Value& argument);
  Evaluated SplitText(const json::Value& argument);
  Result<std::string> Base64(const json::Value& argument);
  Result<std::string> ImportValue(const json::Value& argument);

  // evaluator_extensions.cc
  Evaluated Length(const json::Value& argument);
  Result<std::string> ToJsonString(const json::Value& argument);
  // Without value: AWS::NoValue.
  Result<std::optional<std::string>> JsonText(const json::Value& expression);
  Result<std::optional<std::string>> JsonTextOfFunction(const json::Value& expression, const FunctionCall& call);
  [[nodiscard]] bool IsKnownBeforeDeployment(const json::Value& expression) const;

  // A larger text cannot reach any resource: a function's event has at most a megabyte.
  static constexpr size_t kMaxTextBytes = size_t{1} << 20;
  static constexpr size_t kMaxBytes = 2 * kMaxTextBytes;

  // Functions can multiply a text at each level and a list at each use: what they make is counted. An error when one
  // text, or all of them together, are too large.
  Result<void> Spend(std::string_view function, size_t bytes);

  const EvaluationContext& context_;
  size_t spent_ = 0;
};

// About the bytes that the value takes as JSON.
size_t SizeOf(const json::Value& value);

}  // namespace genesys_cfn::cloudformation
