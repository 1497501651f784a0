// SPDX-License-Identifier: Apache-2.0
// What the conditions of filters mean: a text and a number are equal when they are written alike, an order exists
// between numbers and between texts only, and what is not there is equal to nothing.
#include <algorithm>
#include <optional>

#include "action_runtime/json_path_walk.h"
#include "json/canonical.h"

namespace genesys_cfn::action_runtime {
namespace {

bool AreEqual(const json::Value& a, const json::Value& b) {
  if (a.is_number() && b.is_string()) return AreEqual(b, a);
  if (a.is_string() && b.is_number()) return *a.AsString() == b.AsNumber()->text;
  if (a.is_string() && b.is_string()) return *a.AsString() == *b.AsString();
  return json::Equivalent(a, b);
}

// nullopt when there is no order between them.
std::optional<int> Order(const json::Value& a, const json::Value& b) {
  if (a.is_number() && b.is_number()) return CompareNumbers(*a.AsNumber(), *b.AsNumber());
  if (a.is_string() && b.is_string()) return a.AsString()->compare(*b.AsString());
  return std::nullopt;
}

bool Contains(const json::Array& list, const json::Value& wanted) {
  return std::any_of(list.begin(), list.end(), [&](const json::Value& item) { return AreEqual(item, wanted); });
}

bool CompareLists(FilterOperator comparison, const json::Array& left, const json::Array& right) {
  const auto in_right = [&](const json::Value& item) { return Contains(right, item); };
  if (comparison == FilterOperator::kSubsetOf) return std::all_of(left.begin(), left.end(), in_right);
  if (comparison == FilterOperator::kAnyOf) return std::any_of(left.begin(), left.end(), in_right);
  if (comparison == FilterOperator::kNoneOf) return std::none_of(left.begin(), left.end(), in_right);
  return std::all_of(right.begin(), right.end(), [&](const json::Value& item) { return Contains(left, item); });
}

std::optional<size_t> Length(const json::Value& value) {
  if (const auto* const text = value.AsString()) return text->size();
  if (const auto* const array = value.AsArray()) return array->size();
  return std::nullopt;
}

bool Matches(const json::Value& value, const JavaPattern& pattern) {
  if (const auto* const text = value.AsString()) return pattern.MatchesWhole(*text);
  if (const auto* const number = value.AsNumber()) return pattern.MatchesWhole(number->text);
  if (const auto* const array = value.AsArray()) {
    return std::any_of(array->begin(), array->end(), [&](const json::Value& item) { return Matches(item, pattern); });
  }
  return false;
}

bool CompareValues(FilterOperator comparison, const json::Value& left, const json::Value& right) {
  switch (comparison) {
    case FilterOperator::kEqual:
      return AreEqual(left, right);
    case FilterOperator::kNotEqual:
      return !AreEqual(left, right);
    case FilterOperator::kSameTypeEqual:
      return json::TypeName(left) == json::TypeName(right) && AreEqual(left, right);
    case FilterOperator::kSameTypeNotEqual:
      return json::TypeName(left) != json::TypeName(right) || !AreEqual(left, right);
    case FilterOperator::kLess:
    case FilterOperator::kLessOrEqual:
    case FilterOperator::kGreater:
    case FilterOperator::kGreaterOrEqual: {
      const auto order = Order(left, right);
      if (!order.has_value()) return false;
      if (comparison == FilterOperator::kLess) return *order < 0;
      if (comparison == FilterOperator::kLessOrEqual) return *order <= 0;
      return comparison == FilterOperator::kGreater ? *order > 0 : *order >= 0;
    }
    case FilterOperator::kIn:
      return right.is_array() && Contains(*right.AsArray(), left);
    case FilterOperator::kNotIn:
      return !right.is_array() || !Contains(*right.AsArray(), left);
    case FilterOperator::kSubsetOf:
    case FilterOperator::kAnyOf:
    case FilterOperator::kNoneOf:
    case FilterOperator::kAll:
      return left.is_array() && right.is_array() && CompareLists(comparison, *left.AsArray(), *right.AsArray());
    case FilterOperator::kContains:
      if (left.is_string() && right.is_string()) return left.AsString()->find(*right.AsString()) != std::string::npos;
      return left.is_array() && Contains(*left.AsArray(), right);
    case FilterOperator::kSize: {
      const auto length = Length(left);
      return length.has_value() && right.AsInteger() == static_cast<int64_t>(*length);
    }
    case FilterOperator::kEmpty: {
      const auto length = Length(left);
      return length.has_value() && right.is_bool() && (*length == 0) == *right.AsBool();
    }
    case FilterOperator::kMatches:
      break;  // has a pattern, no value
  }
  return false;
}

// How much work a comparison is, about.
size_t Effort(const json::Value& left, const json::Value& right) {
  const size_t a = left.is_array() ? left.AsArray()->size() : 0;
  const size_t b = right.is_array() ? right.AsArray()->size() : 0;
  return 1 + a + b + a * b;
}

class Condition {
 public:
  Condition(const json::Value& item, const json::Value& document, PathBudget& budget)
      : item_(item), document_(document), budget_(budget) {}

  Result<bool> Holds(const FilterExpression& expression) {
    switch (expression.kind) {
      case FilterExpression::Kind::kAnd:
      case FilterExpression::Kind::kOr: {
        const bool decisive = expression.kind == FilterExpression::Kind::kOr;
        for (const FilterExpression& part : expression.parts) {
          TRY_ASSIGN(const bool holds, Holds(part));
          if (holds == decisive) return decisive;
        }
        return !decisive;
      }
      case FilterExpression::Kind::kNot: {
        TRY_ASSIGN(const bool holds, Holds(expression.parts.front()));
        return !holds;
      }
      case FilterExpression::Kind::kExists: {
        PathWalk walk(document_, budget_);
        TRY_ASSIGN(const json::Value* const value, ValueOf(expression.left, walk));
        return value != nullptr;
      }
      case FilterExpression::Kind::kCompare:
        return Compare(expression);
    }
    return false;
  }

 private:
  Result<bool> Compare(const FilterExpression& expression) {
    PathWalk left_walk(document_, budget_);
    PathWalk right_walk(document_, budget_);
    TRY_ASSIGN(const json::Value* const left, ValueOf(expression.left, left_walk));
    TRY_ASSIGN(const json::Value* const right, ValueOf(expression.right, right_walk));
    if (expression.comparison == FilterOperator::kMatches) {
      const json::Value* const value = left != nullptr ? left : right;
      const auto& pattern_operand =
          std::holds_alternative<Pattern>(expression.right) ? expression.right : expression.left;
      return value != nullptr && Matches(*value, *std::get<Pattern>(pattern_operand));
    }
    const bool negative = expression.comparison == FilterOperator::kNotEqual ||
                          expression.comparison == FilterOperator::kSameTypeNotEqual ||
                          expression.comparison == FilterOperator::kNotIn;
    if (left == nullptr || right == nullptr) return negative;
    TRY(budget_.Visit(Effort(*left, *right)));
    return CompareValues(expression.comparison, *left, *right);
  }

  using Pattern = std::shared_ptr<const JavaPattern>;

  // nullptr: not there.
  Result<const json::Value*> ValueOf(const FilterOperand& operand, PathWalk& walk) {
    if (const auto* const value = std::get_if<json::Value>(&operand)) return value;
    const auto* const path = std::get_if<JsonPath>(&operand);
    if (path == nullptr) return static_cast<const json::Value*>(nullptr);
    auto found = walk.Find(*path, item_);
    if (!found.has_value() && found.error().code == ErrorCode::kNotFound) {
      return static_cast<const json::Value*>(nullptr);
    }
    return found;
  }

  const json::Value& item_;
  const json::Value& document_;
  PathBudget& budget_;
};

}  // namespace

Result<bool> Holds(const FilterExpression& expression, const json::Value& item, const json::Value& document,
                   PathBudget& budget) {
  return Condition(item, document, budget).Holds(expression);
}

}  // namespace genesys_cfn::action_runtime
