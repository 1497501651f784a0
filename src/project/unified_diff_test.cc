// SPDX-License-Identifier: Apache-2.0
#include "project/unified_diff.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::project {
namespace {

TEST(UnifiedDiff, IsEmptyForEqualTexts) {
  EXPECT_EQ(UnifiedDiff("a", "x\n", "x\n"), "");
  EXPECT_EQ(UnifiedDiff("a", "", ""), "");
}

TEST(UnifiedDiff, ShowsAChangeWithItsContext) {
  EXPECT_EQ(UnifiedDiff("t.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"),
            "--- t.yaml\n+++ t.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, HasAHunkForEachPlace) {
  std::string before;
  for (int i = 1; i <= 30; ++i) before += Concat(i, "\n");
  const std::string after = ReplaceAll(ReplaceAll(before, "\n2\n", "\ntwo\n"), "\n29\n", "\n29\nnew\n");
  EXPECT_EQ(UnifiedDiff("t", before, after),
            "--- t\n+++ t\n@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n@@ -27,4 +27,5 @@\n 27\n 28\n 29\n+new\n 30\n");
}

TEST(UnifiedDiff, JoinsPlacesThatAreNear) {
  EXPECT_EQ(UnifiedDiff("t", "a\n1\n2\n3\n4\nb\n", "x\n1\n2\n3\n4\ny\n"),
            "--- t\n+++ t\n@@ -1,6 +1,6 @@\n-a\n+x\n 1\n 2\n 3\n 4\n-b\n+y\n");
}

TEST(UnifiedDiff, SaysWhereTheLastLineHasNoEnd) {
  EXPECT_EQ(UnifiedDiff("t", "a", "b"),
            "--- t\n+++ t\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
  EXPECT_EQ(UnifiedDiff("t", "", "b\n"), "--- t\n+++ t\n@@ -0,0 +1 @@\n+b\n");
}

TEST(UnifiedDiff, TextsWithLittleInCommonAreShownWhole) {
  std::string before;
  std::string after;
  for (int i = 0; i < 3'000; ++i) {
    before += Concat("a", i, "\n");
    after += Concat("b", i, "\n");
  }
  EXPECT_TRUE(UnifiedDiff("t", before, after).starts_with("--- t\n+++ t\n@@ -1,3000 +1,3000 @@\n-a0\n"));
}

}  // namespace
}  // namespace genesys_cfn::project
