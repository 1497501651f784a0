// SPDX-License-Identifier: Apache-2.0
// A CloudFormation template after loading: its sections as plain values, functions still unevaluated, and every
// structural mistake as a diagnostic (aws-protocols.md 4.1, 4.2, 4.6).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "json/value.h"
#include "template/diagnostic.h"

namespace genesys_cfn::cloudformation {

struct ParameterDeclaration {
  std::string name;
  std::string type;                          // "String", "Number", "CommaDelimitedList", "List<Number>", ...
  std::optional<std::string> default_value;  // scalars as text
  bool no_echo = false;
  std::string description;
  std::string constraint_description;
  std::optional<std::string> allowed_pattern;
  std::vector<std::string> allowed_values;
  std::optional<int64_t> min_length;
  std::optional<int64_t> max_length;
  std::optional<std::string> min_value;  // decimal texts
  std::optional<std::string> max_value;
};

// Snapshot, where a type supports it, is kDelete: nothing local has a snapshot.
enum class DeletionPolicy { kDelete, kRetain, kRetainExceptOnCreate };

// AWS::LanguageExtensions in Transform makes the language larger.
enum class Language { kBase, kExtended };

struct ResourceDeclaration {
  std::string logical_id;
  std::string type;
  json::Object properties;  // functions unevaluated
  std::vector<std::string> depends_on;
  std::optional<std::string> condition;
  DeletionPolicy deletion_policy = DeletionPolicy::kDelete;
  DeletionPolicy update_replace_policy = DeletionPolicy::kDelete;
  // In the extended language a policy may be an expression: ResolvePolicies (policies.h) sets the policy from it.
  std::optional<json::Value> deletion_policy_expression = std::nullopt;
  std::optional<json::Value> update_replace_policy_expression = std::nullopt;

  // "Custom::..." or "AWS::CloudFormation::CustomResource".
  [[nodiscard]] bool is_custom() const;
};

struct OutputDeclaration {
  std::string key;
  json::Value value;
  std::string description;
  std::optional<json::Value> export_name;
  std::optional<std::string> condition;
};

struct Template {
  std::string version;  // "2010-09-09", or empty
  std::string description;
  json::Object metadata;
  std::vector<std::string> transforms;
  Language language = Language::kBase;
  // Loops (Fn::ForEach) are written out for the parameters that were given to LoadTemplate.
  bool has_loops = false;
  std::vector<ParameterDeclaration> parameters;
  json::Object rules;
  json::Object mappings;
  json::Object conditions;
  std::vector<ResourceDeclaration> resources;  // in the order of the text
  std::vector<OutputDeclaration> outputs;
  yaml::Positions positions;

  [[nodiscard]] const ResourceDeclaration* FindResource(std::string_view logical_id) const;
  [[nodiscard]] const ParameterDeclaration* FindParameter(std::string_view name) const;
};

struct LoadResult {
  std::optional<Template> value;  // present if and only if there are no diagnostics
  std::vector<Diagnostic> diagnostics;
};

// Loads and checks everything that can be checked without parameter values: syntax, sections, names, limits, function
// shapes, references that resolve (also inside Fn::Sub, conditions and both branches of Fn::If), conditions that exist,
// circular dependencies (the hint prints the cycle: "A -> B -> A"). At most 20 diagnostics, in the order of the text.
//
// Loops go over the given parameters, else over defaults, or once over "X". Names are checked only when all parameters
// that loops go over are given: what has loops is loaded again when the parameters are known.
LoadResult LoadTemplate(std::string_view text, const std::map<std::string, std::string>& parameters = {});

// "template.yaml:3:5: error: message" and the hint, one line each, for people; the service's form is message alone.
std::string FormatDiagnostic(std::string_view file, const Diagnostic& diagnostic);

}  // namespace genesys_cfn::cloudformation
