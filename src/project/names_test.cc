// SPDX-License-Identifier: Apache-2.0
#include "project/names.h"

#include <gtest/gtest.h>

namespace genesys_cfn::project {
namespace {

TEST(Names, FileStemsAreLowerCaseWords) {
  EXPECT_EQ(FileStem("Look up case (v2)"), "look-up-case-v2");
  EXPECT_EQ(FileStem("  ../etc/passwd "), "etc-passwd");
  EXPECT_EQ(FileStem("Für Kunden"), "f-r-kunden");
  EXPECT_EQ(FileStem("日本"), "action");
  EXPECT_EQ(FileStem(std::string(300, 'a')).size(), 80U);
}

TEST(Names, LogicalIdsAreWordsWithoutBlanks) {
  EXPECT_EQ(LogicalId("Look up case (v2)"), "LookUpCaseV2");
  EXPECT_EQ(LogicalId("getCRMContact"), "GetCRMContact");
  EXPECT_EQ(LogicalId("2nd level"), "Action2ndLevel");
  EXPECT_EQ(LogicalId("日本"), "Action");
  EXPECT_EQ(LogicalId(std::string(300, 'a')).size(), 200U);
}

TEST(Names, TheSecondOfAKindGetsANumber) {
  UniqueNames names("-");
  EXPECT_EQ(names.Take("a"), "a");
  EXPECT_EQ(names.Take("a-2"), "a-2");
  EXPECT_EQ(names.Take("a"), "a-3");
  EXPECT_EQ(names.Take("A"), "A-4");
}

}  // namespace
}  // namespace genesys_cfn::project
