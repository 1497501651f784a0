// SPDX-License-Identifier: Apache-2.0
#include "cli/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Columns, CharactersAreCountedNotBytes) {
  EXPECT_EQ(ColumnsOf("é…a"), 3U);
  EXPECT_EQ(Padded("é", 3), "é  ");
  EXPECT_EQ(Padded("longer", 3), "longer");
}

TEST(Columns, RowsAreAlignedAndEndWithoutBlanks) {
  EXPECT_THAT(Aligned({{"~", "é", "drifted", "", "1"}, {"=", "Long", "in sync", "", ""}, {"-", "A"}, {}}),
              ElementsAre("~  é     drifted  1", "=  Long  in sync", "-  A", ""));
  EXPECT_THAT(Aligned({}), IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn::cli
