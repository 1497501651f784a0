// SPDX-License-Identifier: Apache-2.0
#include "cli/left_behind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kUsed =
    "Received response status [FAILED] from custom resource. Message returned: flows use it (RequestId: 1)";
constexpr std::string_view kUsedAgain =
    "Received response status [FAILED] from custom resource. Message returned: flows use it (RequestId: 2)";

aws::StackEvent Event(std::string_view id, std::string_view status, std::string_view physical_id,
                      std::string_view reason = "", std::string_view type = "Custom::GenesysDataAction") {
  const bool is_stack = id == "demo";
  return {"e",
          "demo",
          std::string(id),
          std::string(physical_id),
          std::string(is_stack ? "AWS::CloudFormation::Stack" : type),
          "2026-01-02T03:04:05.678Z",
          std::string(status),
          std::string(reason)};
}

RestingStack Stack(std::string status) {
  return {"demo", std::move(status), "genesys-cfn --target aws", "aws --region eu-west-1"};
}

TEST(LeftBehind, WhatTheCleanUpGaveUpIsNamedWithItsReasonAndTheWayOut) {
  const auto found = FindNotDeleted({Event("A", "UPDATE_COMPLETE", "new"), Event("A", "DELETE_FAILED", "old", kUsed),
                                     Event("B", "DELETE_FAILED", "b", "busy"),
                                     Event("A", "DELETE_FAILED", "old", kUsedAgain), Event("B", "DELETE_COMPLETE", "b"),
                                     Event("C", "DELETE_FAILED", "c", "Resource deletion cancelled"),
                                     Event("demo", "UPDATE_COMPLETE", "arn")});
  EXPECT_THAT(NotDeletedText(found, Stack("UPDATE_COMPLETE")),
              ElementsAre("Not deleted, and in no stack any longer:", "  A (Custom::GenesysDataAction)  old",
                          "    flows use it",
                          "genesys-cfn --target aws orphans shows what uses it, genesys-cfn --target aws orphans "
                          "--delete ID deletes it once nothing does."));
  EXPECT_EQ(json::Write(NotDeletedDocument(found, Stack("UPDATE_COMPLETE"))),
            R"([{"logicalId":"A","physicalId":"old","type":"Custom::GenesysDataAction","reason":"flows use it",)"
            R"("attempts":2,"inStack":false}])");
}

TEST(LeftBehind, WhatAStackStillHasIsToBeDeletedAgain) {
  const auto found = FindNotDeleted({Event("A", "DELETE_FAILED", "a", kUsed), Event("demo", "DELETE_FAILED", "arn")});
  EXPECT_THAT(
      NotDeletedText(found, Stack("DELETE_FAILED")),
      ElementsAre("Not deleted, and still in the stack demo:", "  A (Custom::GenesysDataAction)  a", "    flows use it",
                  "Once that is mended, run genesys-cfn --target aws delete demo. To let go of it: aws "
                  "--region eu-west-1 cloudformation delete-stack --stack-name demo --retain-resources A"));
  EXPECT_EQ(NotDeletedText(found, Stack("ROLLBACK_FAILED")).back(),
            "Once that is mended, run genesys-cfn --target aws delete demo.");
}

TEST(LeftBehind, OrphansKnowsNothingOfOtherTypes) {
  const auto found = FindNotDeleted({Event("B", "DELETE_FAILED", "b", "not empty", "AWS::S3::Bucket")});
  EXPECT_THAT(NotDeletedText(found, Stack("UPDATE_COMPLETE")).back(),
              ::testing::EndsWith("The rest has to be deleted by hand."));
}

TEST(LeftBehind, NothingLeftIsNoText) {
  EXPECT_THAT(FindNotDeleted({Event("A", "DELETE_COMPLETE", "a")}), IsEmpty());
  EXPECT_THAT(NotDeletedText({}, Stack("UPDATE_COMPLETE")), IsEmpty());
}

TEST(DeletionAttempts, FurtherAttemptsAreCounted) {
  DeletionAttempts attempts;
  attempts.Tell(Event("demo", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "arn"));
  EXPECT_EQ(attempts.Tell(Event("A", "DELETE_FAILED", "a", kUsed)).reason, kUsed);
  EXPECT_EQ(attempts.Tell(Event("B", "DELETE_FAILED", "b", kUsed)).reason, kUsed);
  EXPECT_EQ(attempts.Tell(Event("A", "DELETE_FAILED", "a", kUsedAgain)).reason, "attempt 2 of 3: for the same reason");
  EXPECT_EQ(attempts.Tell(Event("A", "DELETE_FAILED", "a", "throttled")).reason, "attempt 3 of 3: throttled");
}

TEST(DeletionAttempts, OutsideOfACleanUpThereIsNoKnownLimit) {
  DeletionAttempts attempts;
  attempts.Tell(Event("demo", "DELETE_IN_PROGRESS", "arn"));
  attempts.Tell(Event("A", "DELETE_FAILED", "a", kUsed));
  EXPECT_EQ(attempts.Tell(Event("A", "DELETE_FAILED", "a", kUsed)).reason, "attempt 2: for the same reason");
  EXPECT_EQ(attempts.Tell(Event("A", "UPDATE_FAILED", "a", "x")).reason, "x");
}

}  // namespace
}  // namespace genesys_cfn::cli
