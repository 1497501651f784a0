// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;

aws::StackEvent Event(std::string_view id, std::string_view status, std::string_view reason = "") {
  return {"e",
          "demo",
          std::string(id),
          "p",
          id == "demo" ? "AWS::CloudFormation::Stack" : "Custom::GenesysDataAction",
          "2026-01-02T03:04:05.678Z",
          std::string(status),
          std::string(reason)};
}

TEST(StackFailure, TheFirstReasonOfItsOwnComesFirst) {
  const auto failure = FindFailure(
      {Event("demo", "CREATE_IN_PROGRESS"), Event("A", "CREATE_IN_PROGRESS"),
       Event("X", "CREATE_FAILED", "Resource creation cancelled"), Event("B", "CREATE_FAILED", "no permission"),
       Event("A", "CREATE_FAILED", "Resource creation Cancelled"),
       Event("A", "CREATE_FAILED", "Resource creation cancelled"), Event("C", "CREATE_FAILED", "no such host"),
       Event("demo", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed")});
  ASSERT_TRUE(failure);
  EXPECT_THAT(FailureText(*failure),
              ElementsAre("First failed: B (Custom::GenesysDataAction), CREATE_FAILED: no permission", "Failed too: C.",
                          "2 others were cancelled."));
}

TEST(StackFailure, OneThatWasCancelledIsNamed) {
  const auto failure =
      FindFailure({Event("B", "UPDATE_FAILED", ""), Event("A", "UPDATE_FAILED", "Resource update cancelled")});
  ASSERT_TRUE(failure);
  EXPECT_THAT(FailureText(*failure),
              ElementsAre("First failed: B (Custom::GenesysDataAction), UPDATE_FAILED", "1 other was cancelled: A."));
}

TEST(StackFailure, AStackMayFailByItself) {
  const auto failure =
      FindFailure({Event("demo", "ROLLBACK_IN_PROGRESS", "the export exists"), Event("demo", "ROLLBACK_COMPLETE")});
  ASSERT_TRUE(failure);
  EXPECT_THAT(FailureText(*failure),
              ElementsAre("First failed: demo (AWS::CloudFormation::Stack), ROLLBACK_IN_PROGRESS: the export exists"));
}

TEST(StackFailure, NothingFailed) {
  EXPECT_FALSE(FindFailure({Event("demo", "CREATE_IN_PROGRESS"), Event("A", "CREATE_COMPLETE")}));
  EXPECT_FALSE(FindFailure({}));
}

TEST(StackFailure, TheDocumentNamesThemAll) {
  const StackFailure failure{"B", "T", "CREATE_FAILED", "r", {"C"}, {"A"}};
  EXPECT_EQ(FailureDocument(failure), (json::Value(json::Object{{"logicalId", "B"},
                                                                {"type", "T"},
                                                                {"status", "CREATE_FAILED"},
                                                                {"reason", "r"},
                                                                {"failedToo", json::Array{"C"}},
                                                                {"cancelled", json::Array{"A"}}})));
}

}  // namespace
}  // namespace genesys_cfn::cli
