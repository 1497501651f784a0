// SPDX-License-Identifier: Apache-2.0
// A JSONPath as its parser gives it: steps that each turn a list of values into the next one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "action_runtime/java_pattern.h"
#include "json/value.h"

namespace genesys_cfn::action_runtime {

struct FilterExpression;
struct FunctionArgument;

// .a ['a'] ['a','b']
struct NamesStep {
  std::vector<std::string> names;
};
// [0] [-1] [0,1]
struct IndexesStep {
  std::vector<int64_t> indexes;
};
// [1:5] [:-1] [::2]
struct SliceStep {
  std::optional<int64_t> from;
  std::optional<int64_t> to;
  int64_t stride = 1;  // above 0
};
// .* [*]
struct WildcardStep {};
// ..: what follows is looked for in the value and everything below it.
struct ScanStep {};
// [?( )]; never empty. A vector, so that the type need not be complete here.
struct FilterStep {
  std::vector<FilterExpression> expression;
};

enum class PathFunction {
  kLength,
  kSize,
  kMin,
  kMax,
  kAverage,
  kSum,
  kStandardDeviation,
  kConcat,
  kKeys,
  kFirst,
  kLast,
  kIndex,
  kAppend
};
// .length() .append('x', $.a)
struct FunctionStep {
  PathFunction function = PathFunction::kLength;
  std::vector<FunctionArgument> arguments;
};

using PathStep = std::variant<NamesStep, IndexesStep, SliceStep, WildcardStep, ScanStep, FilterStep, FunctionStep>;

// `$`, or `@` inside a filter, and its steps.
struct JsonPath {
  enum class Root { kDocument, kItem } root = Root::kDocument;
  std::vector<PathStep> steps;

  // Whether it names one place, so that it gives one value; otherwise it gives an array of what it finds.
  [[nodiscard]] bool IsDefinite() const;
  // A function behind a scan at the beginning gets all that was found as one array: $..x.sum(). How many steps these
  // are; 0 for other paths, where a function gets each value that was found by itself.
  [[nodiscard]] size_t CollectedSteps() const;
};

struct FunctionArgument {
  std::variant<json::Value, JsonPath> value;
};

enum class FilterOperator {
  kEqual,
  kNotEqual,
  kSameTypeEqual,
  kSameTypeNotEqual,
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kMatches,
  kIn,
  kNotIn,
  kSubsetOf,
  kAnyOf,
  kNoneOf,
  kContains,
  kAll,
  kSize,
  kEmpty
};

using FilterOperand = std::variant<json::Value, JsonPath, std::shared_ptr<const JavaPattern>>;

// Of kAnd and kOr `parts` are two or more, of kNot one; kExists has `left`, kCompare both operands.
struct FilterExpression {
  enum class Kind { kAnd, kOr, kNot, kExists, kCompare } kind = Kind::kExists;
  std::vector<FilterExpression> parts = {};
  FilterOperator comparison = FilterOperator::kEqual;
  FilterOperand left = {};
  FilterOperand right = {};
};

}  // namespace genesys_cfn::action_runtime
