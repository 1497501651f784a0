// SPDX-License-Identifier: Apache-2.0
// The evaluation of one path, inside json_path.h: filters evaluate their own paths with walks that share its budget.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "action_runtime/json_path.h"

namespace genesys_cfn::action_runtime {

// What is left of the limits, for a path and all paths in it.
class PathBudget {
 public:
  explicit PathBudget(const PathLimits& limits) : limits_(limits), visits_(limits.visits), bytes_(limits.bytes) {}

  Result<void> Visit(size_t count);
  // To copy the value.
  Result<void> Copy(const json::Value& value);
  [[nodiscard]] size_t results() const { return limits_.results; }

 private:
  PathLimits limits_;
  size_t visits_;
  size_t bytes_;
};

class PathWalk {
 public:
  PathWalk(const json::Value& document, PathBudget& budget) : document_(document), budget_(budget) {}

  // What the path finds, as EvaluateJsonPath has it; lives as long as the walk and the document.
  Result<const json::Value*> Find(const JsonPath& path, const json::Value& item);

 private:
  using Nodes = std::vector<const json::Value*>;

  Result<Nodes> Walk(const std::vector<PathStep>& steps, size_t from, size_t to, const json::Value& start);
  // `definite`: the value is at one place, so that a step that does not fit it is an error; else it finds nothing.
  Result<void> Apply(const PathStep& step, const json::Value& value, bool definite, bool last, Nodes& out);
  Result<void> ApplyNames(const NamesStep& step, const json::Value& value, bool definite, bool last, Nodes& out);
  Result<void> ApplyIndexes(const IndexesStep& step, const json::Value& value, bool definite, Nodes& out);
  Result<void> ApplySlice(const SliceStep& step, const json::Value& value, bool definite, Nodes& out);
  Result<void> ApplyWildcard(const json::Value& value, Nodes& out);
  Result<void> ApplyFilter(const FilterStep& step, const json::Value& value, bool definite, Nodes& out);
  Result<void> ApplyFunction(const FunctionStep& step, const json::Value& value, bool definite, Nodes& out);
  Result<void> Scan(const PathStep& next, const json::Value& value, bool last, Nodes& out);
  Result<const json::Value*> Collect(const Nodes& nodes);

  const json::Value& document_;
  PathBudget& budget_;
  std::deque<json::Value> made_;  // values that stand nowhere in the document
};

// json_path_filter.cc
Result<bool> Holds(const FilterExpression& expression, const json::Value& item, const json::Value& document,
                   PathBudget& budget);

// json_path_functions.cc. kNotFound when the value is none that the function works on.
Result<json::Value> CallFunction(PathFunction function, const json::Value& value,
                                 const std::vector<json::Value>& arguments);

// -1, 0 or 1.
int CompareNumbers(const json::Number& a, const json::Number& b);
double ToDouble(const json::Number& number);

}  // namespace genesys_cfn::action_runtime
