// SPDX-License-Identifier: Apache-2.0
// A new action in the place of the old one, its unknown outcome, and its rollback.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, AContractChangeMakesANewActionAndKeepsTheOld) {
  const Answer created = Create();
  const Answer replaced = Update(created.physical_id, Properties("/one", "priority"), Properties());
  ASSERT_EQ(replaced.status, Status::kSuccess) << replaced.reason;
  EXPECT_NE(replaced.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 2U) << "CloudFormation deletes the old one afterwards";

  // Rolled back: the old action is still there, and is taken again instead of a third one being made.
  stacks_.phase = provider::StackPhase::kRollingBack;
  const Answer back = Update(replaced.physical_id, Properties(), Properties("/one", "priority"));
  EXPECT_EQ(back.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(LifecycleTest, GoingForwardARetainedActionIsNotTakenAgain) {
  const Answer created = Create();
  const Answer replaced = Update(created.physical_id, Properties("/one", "priority"), Properties());
  const Answer third = Update(replaced.physical_id, Properties(), Properties("/one", "priority"));
  EXPECT_NE(third.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 3U);
}

TEST_F(LifecycleTest, SecureAndTheIntegrationNeedANewActionToo) {
  const Answer created = Create();
  const json::Object secure = With(Properties(), "Secure", "true");
  const Answer first = Update(created.physical_id, secure, Properties());
  ASSERT_EQ(first.status, Status::kSuccess) << first.reason;
  EXPECT_NE(first.physical_id, created.physical_id);
  ASSERT_TRUE(organisation_.AddNewIntegration("Second", "custom-rest-actions"));
  const json::Object moved = With(secure, "IntegrationName", "Second");
  const Answer second = Update(first.physical_id, moved, secure);
  ASSERT_EQ(second.status, Status::kSuccess) << second.reason;
  EXPECT_NE(second.physical_id, first.physical_id);
}

// The POST of a replacement is carried out, but nobody learns of it: its answer is lost, and lists lag behind.
class UnknownReplacementTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    id_ = Create().physical_id;
    failed_ = ReplaceWithoutOutcome(wanted_, Properties());
  }
  Answer ReplaceWithoutOutcome(const json::Object& wanted, const json::Object& old) {
    network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
    network_.answers = [](const http::Request& r) {
      return IsList(r) ? std::optional(http::Response{200, {}, R"({"entities":[],"pageCount":1,"total":0})"})
                       : std::nullopt;
    };
    Answer failed = HandleElsewhere(MakeUpdate(id_, wanted, old));
    network_.faults = nullptr;
    network_.answers = nullptr;
    return failed;
  }
  const json::Object wanted_ = Properties("/one", "priority");
  std::string id_;
  Answer failed_;
};

TEST_F(UnknownReplacementTest, TheAnswerHasTheIncomingId) {
  EXPECT_EQ(failed_.status, Status::kFailed);
  EXPECT_EQ(failed_.physical_id, id_) << "CloudFormation must keep the action that certainly exists";
  EXPECT_THAT(failed_.reason, HasSubstr("not known"));
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(UnknownReplacementTest, TheRollbackDeletesItByItsExactTag) {
  const Answer other = HandleElsewhere(MakeRequest(RequestType::kCreate, wanted_));  // the same owner, another request
  RollBack(id_);
  const Answer back = Update(id_, Properties(), wanted_);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_THAT(Ids(), ::testing::UnorderedElementsAre(id_, other.physical_id));
}

TEST_F(UnknownReplacementTest, TheRollbackDeletesItOnlyWhileItIsWantedItself) {
  const std::string replacement = Ids().back();
  RollBack(id_);
  Record("UPDATE_ROLLBACK_COMPLETE", id_);
  const Answer late = Update(id_, Properties(), wanted_);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_THAT(late.reason, HasSubstr(Concat("the replacement ", replacement)));
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(UnknownReplacementTest, WithoutCloudFormationsWordItIsNamedInsteadOfDeleted) {
  const std::string replacement = Ids().back();
  stacks_.Deny();
  const Answer back = Update(id_, Properties(), wanted_);
  EXPECT_EQ(back.status, Status::kFailed) << "that this is a rollback is not known, but it may be one";
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_THAT(back.reason, HasSubstr(replacement));
  EXPECT_THAT(back.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(UnknownReplacementTest, ARollbackThatIsNotKnownAsOneDeletesItBeforeItWritesOverAnEdit) {
  const json::Object overwriting = With(Properties(), "OnDrift", "Overwrite");
  const json::Object wanted = With(wanted_, "OnDrift", "Overwrite");
  const std::vector<std::string> before = Ids();
  EditInUi(id_, "/edited");
  ASSERT_EQ(ReplaceWithoutOutcome(wanted, overwriting).status, Status::kFailed);
  ASSERT_EQ(Ids().size(), before.size() + 1);
  RollBack(id_);
  stacks_.phase = Error{ErrorCode::kPermissionDenied, "the role may not ask"};
  const Answer back = Update(id_, overwriting, wanted);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(UrlOf(id_), "/one");
  EXPECT_EQ(Ids(), before);
}

TEST_F(UnknownReplacementTest, WhatFlowsUseAlreadyStaysAndTheRollbackGoesOn) {
  const std::string replacement = Ids().back();
  ASSERT_TRUE(organisation_.AddPublishedFlow("Main", "INBOUNDCALLFLOW", {replacement}));
  RollBack(id_);
  const Answer back = Update(id_, Properties(), wanted_);
  EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(Ids().size(), 2U);
  EXPECT_THAT(logger_.names, ::testing::Contains("overtaken_replacement_kept"));
}

TEST_F(UnknownReplacementTest, ARollbackThatCannotDeleteItNamesIt) {
  const std::string replacement = Ids().back();
  network_.answers = [](const http::Request& r) {
    return r.method == "DELETE" ? std::optional(http::Response{403, {}, R"({"status":403,"message":"no"})"})
                                : std::nullopt;
  };
  RollBack(id_);
  const Answer back = Update(id_, Properties(), wanted_);
  EXPECT_EQ(back.status, Status::kFailed);
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_THAT(back.reason, HasSubstr(replacement));
  EXPECT_THAT(back.reason, HasSubstr("integrations:action:delete"));
}

TEST_F(UnknownReplacementTest, ARetriedUpdateTakesItInsteadOfMakingAThird) {
  const Answer again = Update(id_, wanted_, Properties());
  ASSERT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_NE(again.physical_id, id_);
  EXPECT_EQ(Ids().size(), 2U);
  EXPECT_EQ(network_.Count("POST"), 0);
}

TEST_F(UnknownReplacementTest, ARetriedUpdateTakesItAlthoughSomebodyHasEditedIt) {
  const std::string replacement = Ids().back();
  EditInUi(replacement, "/edited");
  const Answer again = Update(id_, wanted_, Properties());
  ASSERT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_EQ(again.physical_id, replacement);
  EXPECT_EQ(UrlOf(replacement), "/edited") << "that is drift, for the next Update";
}

TEST_F(UnknownReplacementTest, AnUpdateToSomethingElseLeavesItAlone) {
  const Answer other = Update(id_, Properties("/one", "another"), Properties());
  ASSERT_EQ(other.status, Status::kSuccess) << other.reason;
  EXPECT_EQ(Ids().size(), 3U);
}

TEST_F(LifecycleTest, AReplacementIsNotMadeWithoutCloudFormationsWordWhenItIsLate) {
  const Answer created = Create();
  stacks_.Deny();
  const Answer late =
      Handle(MakeUpdate(created.physical_id, Properties("/one", "priority"), Properties()), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(late.physical_id, created.physical_id);
  EXPECT_THAT(late.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_EQ(Ids().size(), 1U);
}

// Whatever makes an Update create a new action, the rollback looks for it.
class LeftoverTest : public LifecycleTest {
 protected:
  // An Update in another process makes a new action, and nobody learns of it; then it is rolled back.
  Answer LoseAndRollBack(const std::string& id, const json::Object& wanted, const json::Object& old) {
    network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostAnswer : Fault::kNone; };
    network_.answers = [](const http::Request& r) {
      return IsList(r) ? std::optional(http::Response{200, {}, R"({"entities":[],"total":0})"}) : std::nullopt;
    };
    EXPECT_EQ(HandleElsewhere(MakeUpdate(id, wanted, old)).status, Status::kFailed);
    network_.faults = nullptr;
    network_.answers = nullptr;
    EXPECT_EQ(Ids().size(), 2U);
    RollBack(id);
    return Update(id, old, wanted);
  }
  void ExpectOnly(const std::string& id, const Answer& back) {
    EXPECT_EQ(back.status, Status::kSuccess) << back.reason;
    EXPECT_EQ(back.physical_id, id);
    EXPECT_EQ(Ids(), std::vector<std::string>{id});
  }
};

TEST_F(LeftoverTest, OfAnotherIntegrationByName) {
  ASSERT_TRUE(organisation_.AddNewIntegration("Second", "custom-rest-actions"));
  const std::string id = Create().physical_id;
  ExpectOnly(id, LoseAndRollBack(id, With(Properties(), "IntegrationName", "Second"), Properties()));
}

TEST_F(LeftoverTest, OfAnotherIntegrationById) {
  const auto second = organisation_.AddNewIntegration("Second", "custom-rest-actions");
  ASSERT_TRUE(second);
  json::Object first = With(Properties(), "IntegrationId", IntegrationId());
  first.Remove("IntegrationName");
  const std::string id = Create(first).physical_id;
  ExpectOnly(id, LoseAndRollBack(id, With(first, "IntegrationId", *second), first));
}

TEST_F(LeftoverTest, OfRecreateAndTheEditStays) {
  const std::string id = Create().physical_id;
  EditInUi(id, "/edited");
  ExpectOnly(id, LoseAndRollBack(id, With(Properties("/two"), "OnDrift", "Recreate"), Properties()));
  EXPECT_EQ(UrlOf(id), "/edited");
}

TEST_F(LeftoverTest, OfRecreateWhenTheEditWasTakenBackMeanwhile) {
  const std::string id = Create().physical_id;
  EditInUi(id, "/edited");
  bool taken_back = false;
  network_.before = [&](const http::Request& r) {
    if (IsCreate(r) && !std::exchange(taken_back, true)) EditInUi(id, "/one");
  };
  ExpectOnly(id, LoseAndRollBack(id, With(Properties("/two"), "OnDrift", "Recreate"), Properties()));
}

TEST_F(LeftoverTest, OfADefinitionWhoseVersionIsNotNamed) {
  ASSERT_TRUE(organisation_.AddNewIntegration("Second", "custom-rest-actions"));
  const json::Object first = Referring("", "/one");
  const std::string id = Create(first).physical_id;
  ExpectOnly(id, LoseAndRollBack(id, With(first, "IntegrationName", "Second"), first));
}

TEST_F(LeftoverTest, OfADefinitionThatIsGoneByNow) {
  const json::Object first = Referring("1", "/one");
  const json::Object second = Referring("2", "/one", "priority");
  const std::string id = Create(first).physical_id;
  network_.before = [&](const http::Request& r) {
    if (IsCreate(r)) definitions_.texts.erase("2");
  };
  ExpectOnly(id, LoseAndRollBack(id, second, first));
}

TEST_F(LeftoverTest, OfAnAdoptionThatWasRemoved) {
  const std::string id = Create(With(Properties(), "OwnershipTag", "Disabled")).physical_id;
  ExpectOnly(id, LoseAndRollBack(id, Properties(), With(Properties(), "AdoptActionId", id)));
}

}  // namespace
}  // namespace genesys_cfn
