// SPDX-License-Identifier: Apache-2.0
#include "cli/plan_in_making.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Notes(Former former, ReplacePolicy policy) {
  PlannedResource planned;
  planned.physical_id = "i-1";
  planned.former = former;
  ExplainFormer(policy, planned);
  return planned.notes;
}

TEST(PlanInMaking, WhatBecomesOfTheFormerObjectIsSaidOnce) {
  EXPECT_THAT(Notes(Former::kDeleted, ReplacePolicy::kDelete),
              ElementsAre("i-1, which the stack has now, is then deleted"));
  EXPECT_THAT(Notes(Former::kDeleted, ReplacePolicy::kUnknown),
              ElementsAre("i-1, which the stack has now, is then deleted, unless UpdateReplacePolicy retains it"));
  EXPECT_THAT(Notes(Former::kReleased, ReplacePolicy::kDelete),
              ElementsAre("i-1, which the stack has now, stays in Genesys Cloud without the stack"));
  EXPECT_THAT(Notes(Former::kRetained, ReplacePolicy::kRetain),
              ElementsAre("i-1, which the stack has now, stays in Genesys Cloud without the stack, because "
                          "UpdateReplacePolicy retains it"));
}

TEST(PlanInMaking, WhereNothingChangesOrTheUsersAreNamedThereIsNothingMoreToSay) {
  EXPECT_THAT(Notes(Former::kNone, ReplacePolicy::kDelete), IsEmpty());
  EXPECT_THAT(Notes(Former::kUsed, ReplacePolicy::kDelete), IsEmpty());
}

TEST(PlanInMaking, DriftNamesBothSidesAndTheWaysOut) {
  PlannedResource planned;
  ExplainDrift("action", {{"name", "a", "b"}}, CanRevert::kYes, "Overwrite", planned);
  EXPECT_EQ(planned.effect, Effect::kDrifted);
  EXPECT_EQ(planned.differences.size(), 1U);
  EXPECT_THAT(
      planned.notes,
      ElementsAre("somebody changed the action since the last deployment (above: recorded -> live), and OnDrift "
                  "is Fail. genesys-cfn drift --accept takes the change over into the template, genesys-cfn "
                  "drift --revert undoes it; with OnDrift Overwrite it is deployed all the same"));
  PlannedResource credential;
  ExplainDrift("credential", {}, CanRevert::kNo, "Overwrite or Recreate", credential);
  EXPECT_EQ(credential.notes[0].find("--revert"), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::cli
