// SPDX-License-Identifier: Apache-2.0
// The rules by their codes, which are stable: a code is never used for another rule. docs/rules has a page for each.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "lint/finding.h"

namespace genesys_cfn::lint {

// GC0xx definition and contract, GC1xx Velocity, GC2xx translation map and success template, GC3xx CloudFormation.
struct RuleInfo {
  std::string_view code;
  Severity severity = Severity::kError;
  std::string_view title;
};

const std::vector<RuleInfo>& AllRules();
// nullptr for a code that is none.
const RuleInfo* FindRule(std::string_view code);
// The page of docs/rules, in Markdown.
std::optional<std::string_view> RulePage(std::string_view code);

// Collects what is found; the severity is the rule's own unless another one is given.
class Findings {
 public:
  // What is returned may be completed until the next one is added.
  Finding& Add(std::string_view code, Range range, std::string message, std::string hint = {});
  Finding& Add(std::string_view code, Severity severity, Range range, std::string message, std::string hint = {});
  // In the order of the text, each once.
  std::vector<Finding> Take();

 private:
  std::vector<Finding> findings_;
};

}  // namespace genesys_cfn::lint
