// SPDX-License-Identifier: Apache-2.0
// Evaluating intrinsic functions (aws-protocols.md 4.3). Time and memory are bounded: what functions multiply ends in
// an error.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/value.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {

struct PseudoParameters {
  std::string account_id;
  std::string region;
  std::string partition = "aws";
  std::string url_suffix = "amazonaws.com";
  std::string stack_id;
  std::string stack_name;
  std::vector<std::string> notification_arns = {};
};

// Where values come from. The functions are called with names that LoadTemplate has checked.
struct EvaluationContext {
  const Template* source = nullptr;
  PseudoParameters pseudo;
  std::map<std::string, std::string> parameters;  // of ResolveParameters
  std::map<std::string, bool> conditions;         // of EvaluateConditions
  // The physical id; nullopt when the resource is not there (yet).
  std::function<std::optional<std::string>(std::string_view logical_id)> ref;
  // The attribute; the error is CloudFormation's text for a missing one.
  std::function<Result<json::Value>(std::string_view logical_id, std::string_view attribute)> get_att;
  // An export of another stack; the error is "No export named X found.".
  std::function<Result<std::string>(std::string_view export_name)> import;
};

// Every condition of the template; needs source, pseudo and parameters of the context only.
Result<std::map<std::string, bool>> EvaluateConditions(const EvaluationContext& context);

// The value with every function replaced. Members and items that come out as AWS::NoValue are gone. An error is the
// service's text ("Template error: ..."). Without value: the whole expression was AWS::NoValue.
Result<std::optional<json::Value>> Evaluate(const json::Value& expression, const EvaluationContext& context);
// Of a resource's properties: always an object.
Result<json::Object> EvaluateProperties(const json::Object& properties, const EvaluationContext& context);

// What a custom resource is sent: every boolean and number, at any depth, as a string of its source text, booleans
// lower-cased (aws-protocols.md 1.3).
json::Value StringifyScalars(json::Value value);

// Names of the exports that an expression imports, as far as they are literal.
std::vector<std::string> ImportsOf(const json::Value& expression);

}  // namespace genesys_cfn::cloudformation
