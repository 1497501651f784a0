// SPDX-License-Identifier: Apache-2.0
// Somebody changed the action in the web page.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, AnEditBetweenReadAndWriteIsNotOverwritten) {
  const Answer created = Create();
  bool edited = false;
  network_.before = [&](const http::Request& request) {
    if (request.method == "PATCH" && !std::exchange(edited, true)) EditInUi(created.physical_id, "/edited");
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_THAT(updated.reason, HasSubstr("changed outside of CloudFormation"));
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
}

TEST_F(LifecycleTest, DriftFailsForwardAndIsKeptInARollback) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  const Answer forward = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(forward.status, Status::kFailed);
  EXPECT_THAT(forward.reason, HasSubstr("config.request.requestUrlTemplate"));
  EXPECT_THAT(forward.reason, HasSubstr("OnDrift"));

  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer rollback = Update(created.physical_id, Properties(), Properties("/two"));
  EXPECT_EQ(rollback.status, Status::kSuccess) << rollback.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/edited") << "a rollback must converge, and must not destroy the edit";

  stacks_.phase = Error{ErrorCode::kPermissionDenied, "the role needs cloudformation:DescribeStacks"};
  const Answer unknown = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(unknown.status, Status::kFailed);
  EXPECT_THAT(unknown.reason, HasSubstr("cloudformation:DescribeStacks"));
}

TEST_F(LifecycleTest, AnEditSurvivesTheRollbackOfInvalidProperties) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer back = Update(created.physical_id, Properties(), {{"Nme", "x"}});
  EXPECT_EQ(back.status, Status::kSuccess);
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
}

TEST_F(LifecycleTest, OverwriteWritesOverAnEdit) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  const Answer updated = Update(created.physical_id, With(Properties("/two"), "OnDrift", "Overwrite"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
}

TEST_F(LifecycleTest, RecreateLeavesTheEditedActionAndMakesANewOne) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  const Answer updated = Update(created.physical_id, With(Properties("/two"), "OnDrift", "Recreate"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_NE(updated.physical_id, created.physical_id);
  EXPECT_EQ(UrlOf(created.physical_id), "/edited") << "CloudFormation deletes it in its clean-up";
  EXPECT_EQ(UrlOf(updated.physical_id), "/two");
}

TEST_F(LifecycleTest, AnEditThatIsWhatIsWantedIsNoDrift) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/two");
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(network_.Count("PATCH"), 0);
}

// Invalid properties were deployed, and CloudFormation does not say whether they are being rolled back.
TEST_F(LifecycleTest, WithoutOldPropertiesAndWithoutCloudFormationsWordAnEditStays) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  stacks_.Deny();
  const json::Object invalid = {{"Name", "Look up"}};
  const Answer refused = Update(created.physical_id, Properties(), invalid);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, ::testing::AllOf(HasSubstr("Nothing was written"), HasSubstr("cloudformation:Describe")));
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
  const Answer overwritten = Update(created.physical_id, With(Properties(), "OnDrift", "Overwrite"), invalid);
  EXPECT_EQ(overwritten.status, Status::kSuccess) << overwritten.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

TEST_F(LifecycleTest, OverwriteDoesNotDestroyAnEditInARollback) {
  const Answer created = Create();
  EditInUi(created.physical_id, "/edited");
  RollBack(created.physical_id);
  const json::Object overwriting = With(Properties(), "OnDrift", "Overwrite");
  const Answer back = Update(created.physical_id, overwriting, With(Properties("/two"), "OnDrift", "Overwrite"));
  EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/edited");
  EXPECT_THAT(logger_.names, ::testing::Contains("kept_in_rollback"));
}

}  // namespace
}  // namespace genesys_cfn
