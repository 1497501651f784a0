// SPDX-License-Identifier: Apache-2.0
// OwnershipTag is switched between two Updates: what is tagged is found again, whatever the properties say now.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

json::Object Untagged(json::Object properties) {
  properties.Set("OwnershipTag", "Disabled");
  return properties;
}

class TaggingSwitchTest : public LifecycleTest {
 protected:
  static json::Object Other() { return Properties("/one", "priority"); }  // another contract
};

TEST_F(TaggingSwitchTest, ARollbackFindsTheTaggedActionOfBeforeAlthoughTheTagIsSwitchedOff) {
  const Answer created = Create();
  const Answer off = Update(created.physical_id, Untagged(Properties()), Properties());
  ASSERT_EQ(off.physical_id, created.physical_id) << off.reason;
  const Answer replaced = Update(created.physical_id, Untagged(Other()), Untagged(Properties()));
  ASSERT_NE(replaced.physical_id, created.physical_id) << replaced.reason;
  RollBack(replaced.physical_id);
  const Answer back = Update(replaced.physical_id, Untagged(Properties()), Untagged(Other()));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, created.physical_id);
  EXPECT_EQ(Delete(replaced.physical_id, Untagged(Other())).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id}) << "not a third one";
}

TEST_F(TaggingSwitchTest, ARollbackFindsItWhenTheUndoneUpdateSwitchedTheTagOff) {
  const Answer created = Create();
  const Answer replaced = Update(created.physical_id, Untagged(Other()), Properties());
  ASSERT_NE(replaced.physical_id, created.physical_id) << replaced.reason;
  RollBack(replaced.physical_id);
  EXPECT_EQ(Update(replaced.physical_id, Properties(), Untagged(Other())).physical_id, created.physical_id);
}

// The first try did not know that it rolls back, and made a new action, of which nobody learnt.
TEST_F(TaggingSwitchTest, WhatAnEarlierTryOfTheRollbackMadeIsRemovedAlthoughTheUndoneUpdateHadNoTag) {
  const Answer created = Create(With(Properties(), "OnDrift", "Recreate"));
  const json::Object mine = With(Properties(), "OnDrift", "Recreate");
  const json::Object undone = Untagged(With(Properties("/two"), "OnDrift", "Recreate"));
  EditInUi(created.physical_id, "/edited");
  stacks_.phase = Error{ErrorCode::kUnavailable, "CloudFormation could not be asked"};
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
  network_.answers = [](const http::Request& r) {
    return IsList(r) ? std::optional(http::Response{200, {}, R"({"entities":[],"pageCount":1,"total":0})"})
                     : std::nullopt;
  };
  ASSERT_EQ(HandleElsewhere(MakeUpdate(created.physical_id, mine, undone)).status, Status::kFailed);
  network_.faults = nullptr;
  network_.answers = nullptr;
  ASSERT_EQ(Ids().size(), 2U);
  EditInUi(created.physical_id, "/one");
  RollBack(created.physical_id);
  const Answer back = Update(created.physical_id, mine, undone);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, created.physical_id);
  EXPECT_EQ(Ids(), std::vector<std::string>{created.physical_id});
}

}  // namespace
}  // namespace genesys_cfn
