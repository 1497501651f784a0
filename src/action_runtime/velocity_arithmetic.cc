// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_arithmetic.h"

#include <cmath>
#include <limits>

namespace genesys_cfn::action_runtime {
namespace {

std::variant<VelocityValue, CallFailure> CalculateIntegers(Operator operation, int64_t left, int64_t right) {
  int64_t out = 0;
  bool has_overflow = false;
  switch (operation) {
    case Operator::kAdd:
      has_overflow = __builtin_add_overflow(left, right, &out);
      break;
    case Operator::kSubtract:
      has_overflow = __builtin_sub_overflow(left, right, &out);
      break;
    case Operator::kMultiply:
      has_overflow = __builtin_mul_overflow(left, right, &out);
      break;
    default:
      if (right == 0) return VelocityValue();
      if (right == -1) {
        has_overflow = operation == Operator::kDivide && left == std::numeric_limits<int64_t>::min();
        if (!has_overflow && operation == Operator::kDivide) out = -left;
      } else {
        out = operation == Operator::kDivide ? left / right : left % right;
      }
  }
  if (has_overflow) return CallFailure{"the result does not fit an integer of 64 bits", "Compute with decimals: 1.0"};
  return VelocityValue(out);
}

}  // namespace

std::variant<VelocityValue, CallFailure> Calculate(Operator operation, const VelocityValue& left,
                                                   const VelocityValue& right) {
  if (left.AsInteger() != nullptr && right.AsInteger() != nullptr) {
    return CalculateIntegers(operation, *left.AsInteger(), *right.AsInteger());
  }
  const auto a = left.AsDouble();
  const auto b = right.AsDouble();
  if (!a || !b) return VelocityValue();
  switch (operation) {
    case Operator::kAdd:
      return VelocityValue(*a + *b);
    case Operator::kSubtract:
      return VelocityValue(*a - *b);
    case Operator::kMultiply:
      return VelocityValue(*a * *b);
    default:
      if (*b == 0) return VelocityValue();
      return VelocityValue(operation == Operator::kDivide ? *a / *b : std::fmod(*a, *b));
  }
}

bool IsTrueComparison(Operator operation, const VelocityValue& left, const VelocityValue& right) {
  if (operation == Operator::kEqual) return IsEqual(left, right);
  if (operation == Operator::kNotEqual) return !IsEqual(left, right);
  const auto a = left.AsDouble();
  const auto b = right.AsDouble();
  if (!a || !b) return false;
  const bool both_integers = left.AsInteger() != nullptr && right.AsInteger() != nullptr;
  const bool less = both_integers ? *left.AsInteger() < *right.AsInteger() : *a < *b;
  const bool equal = both_integers ? *left.AsInteger() == *right.AsInteger() : *a == *b;
  if (operation == Operator::kLess) return less;
  if (operation == Operator::kLessOrEqual) return less || equal;
  if (operation == Operator::kGreater) return !less && !equal && *a == *a && *b == *b;
  return !less && *a == *a && *b == *b;
}

}  // namespace genesys_cfn::action_runtime
