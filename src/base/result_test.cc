// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace genesys_cfn {
namespace {

Result<std::unique_ptr<int>> Half(int n) {
  if (n % 2 != 0) return Error{ErrorCode::kInvalidInput, "odd"};
  return std::make_unique<int>(n / 2);
}

Result<int> Quarter(int n) {
  TRY_ASSIGN(const auto half, Half(n));
  TRY_ASSIGN(auto quarter, Half(*half));
  return *quarter;
}

Result<void> MustBeEven(int n) {
  TRY(Half(n));
  return {};
}

TEST(Result, CarriesMoveOnlyValuesThroughTryAssign) {
  const Result<int> result = Quarter(8);
  ASSERT_TRUE(result);
  EXPECT_EQ(*result, 2);
}

TEST(Result, ReturnsTheFirstErrorUnchanged) {
  EXPECT_EQ(Quarter(6).error(), (Error{ErrorCode::kInvalidInput, "odd"}));
  EXPECT_EQ(MustBeEven(3).error().message, "odd");
  EXPECT_TRUE(MustBeEven(4));
}

TEST(Error, ContextGoesInFront) {
  EXPECT_EQ((Error{ErrorCode::kIo, "no space"}).WithContext("writing a.json").message, "writing a.json: no space");
}

}  // namespace
}  // namespace genesys_cfn
