// SPDX-License-Identifier: Apache-2.0
// A Velocity template as the parser understands it. Every node knows the bytes of the template it came from, also
// inside interpolated strings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace genesys_cfn::action_runtime {

struct Span {
  size_t offset = 0;
  size_t length = 0;
};

struct Expression;
struct Node;
using Block = std::vector<Node>;

enum class StepKind { kProperty, kMethod, kIndex };

// ".name", ".name(arguments)" or "[argument]".
struct ReferenceStep {
  StepKind kind = StepKind::kProperty;
  Span span;
  std::string name;
  std::vector<Expression> arguments;
};

// $root.step.step, ${root.step}, $!root, $!{root}.
struct Reference {
  Span span;
  std::string source;      // as written: what is printed when there is no value
  size_t backslashes = 0;  // directly in front of it, not part of `source`
  bool formal = false;
  bool quiet = false;
  std::string root;
  std::vector<ReferenceStep> steps;
};

struct StringLiteral {
  std::string text;  // without quotes, doubled quotes and \u escapes resolved
  // What the text means as a template; nullptr for single quotes, and where there is nothing to interpolate.
  std::shared_ptr<const Block> interpolated;
};
struct ListLiteral {
  std::vector<Expression> items;
};
struct RangeLiteral {
  std::vector<Expression> bounds;  // two
};
struct MapLiteral {
  std::vector<std::pair<Expression, Expression>> entries;
};
struct Negation {
  std::unique_ptr<Expression> operand;
};

enum class Operator {
  kOr,
  kAnd,
  kEqual,
  kNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kAdd,
  kSubtract,
  kMultiply,
  kDivide,
  kModulo
};

// operands[0] operators[0] operands[1] ..., all of one precedence, from left to right. A list and not a tree, so that
// a long sum is not a deep one.
struct OperatorChain {
  std::vector<Expression> operands;
  std::vector<Operator> operators;
};

struct Expression {
  Span span;
  std::variant<bool, int64_t, double, StringLiteral, ListLiteral, RangeLiteral, MapLiteral, Reference, Negation,
               OperatorChain>
      value;
};

struct Text {
  std::string text;
};
struct SetDirective {
  Reference target;
  Expression value;
};
struct IfBranch {
  Expression condition;
  Block body;
};
struct IfDirective {
  std::vector<IfBranch> branches;  // #if and each #elseif
  Block otherwise;
};
struct ForeachDirective {
  std::string variable;
  Expression items;
  Block body;
};
struct BreakDirective {};
struct StopDirective {};

struct Node {
  Span span;
  std::variant<Text, Reference, SetDirective, IfDirective, ForeachDirective, BreakDirective, StopDirective> value;
};

struct VelocityTemplate {
  Block body;
};

}  // namespace genesys_cfn::action_runtime
