// SPDX-License-Identifier: Apache-2.0
#include "template/decimal.h"

#include <gtest/gtest.h>

#include <string>

namespace genesys_cfn::cloudformation {
namespace {

TEST(Decimal, AcceptsDecimalTextsOnly) {
  for (const char* text :
       {"0", "12", "-1", "+0.50", ".5", "5.", "1e3", "1E+3", "1e-3", "007", "123456789012345678901234567890"}) {
    EXPECT_TRUE(IsDecimal(text)) << text;
  }
  for (const char* text :
       {"", "-", ".", "1e", "1e+-3", "0x10", "1,5", " 1", "1 ", "1.2.3", "NaN", "inf", "1e99999999999"}) {
    EXPECT_FALSE(IsDecimal(text)) << text;
  }
}

TEST(Decimal, ComparesExactlyAtAnySize) {
  struct Case {
    std::string less;
    std::string more;
  };
  const Case cases[] = {
      {"9", "10"},
      {"-10", "-9"},
      {"-1", "0"},
      {"0", "0.0001"},
      {"0.1", "0.11"},
      {"1e2", "101"},
      {"-1e400", "-1"},
      {"9007199254740992", "9007199254740993"},
      {"0.30000000000000000001", "0.30000000000000000002"},
      {"1e-400", "1e-399"},
  };
  for (const auto& [less, more] : cases) {
    EXPECT_LT(CompareDecimals(less, more), 0) << less << " " << more;
    EXPECT_GT(CompareDecimals(more, less), 0) << less << " " << more;
  }
  const Case equal[] = {{"1", "1.0"}, {"100", "1e2"}, {"-0", "0"}, {"+.50", "0.5"}, {"0e9", "0"}, {"0.001", "1e-3"}};
  for (const auto& [a, b] : equal) EXPECT_EQ(CompareDecimals(a, b), 0) << a << " " << b;
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
