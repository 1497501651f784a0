// SPDX-License-Identifier: Apache-2.0
// Taking over an action that exists (AdoptActionId).
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class AdoptTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    Request by_hand = MakeRequest(RequestType::kCreate, With(Properties(), "OwnershipTag", "Disabled"));
    id_ = HandleElsewhere(by_hand).physical_id;
  }
  static json::Object Adopting(const std::string& id, const std::string& url = "/one",
                               const std::string& output = "status") {
    return With(Properties(url, output), "AdoptActionId", id);
  }
  std::string id_;
};

TEST_F(AdoptTest, AnEqualActionIsTakenAsItIs) {
  const Answer answer = Create(Adopting(id_));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id_);
  EXPECT_EQ(network_.Count("POST") + network_.Count("PATCH"), 0);
  EXPECT_THAT(answer.attributes, ::testing::Contains(::testing::Pair("Name", "Look up")));
}

TEST_F(AdoptTest, ADifferentOneIsMadeWhatThePropertiesSay) {
  const Answer answer = Create(Adopting(id_, "/two"));
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(answer.physical_id, id_);
  EXPECT_EQ(network_.Count("PATCH"), 1);
  EXPECT_EQ(UrlOf(id_), "/two");
}

TEST_F(AdoptTest, AVersionConflictIsReadAgain) {
  Record("CREATE_IN_PROGRESS", "");
  network_.answers = [&](const http::Request& r) {
    return r.method == "PATCH" && network_.Count("PATCH") == 1
               ? std::optional(http::Response{409, {}, R"({"status":409,"code":"general.conflict"})"})
               : std::nullopt;
  };
  EXPECT_EQ(Create(Adopting(id_, "/two")).status, Status::kSuccess);
  EXPECT_EQ(UrlOf(id_), "/two");
}

TEST_F(AdoptTest, AnotherContractIsRefusedAndNothingIsWritten) {
  const Answer answer = Create(Adopting(id_, "/two", "priority"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("cannot be adopted: it differs from the properties in contract"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(UrlOf(id_), "/one");
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(AdoptTest, AnActionThatIsNotThereIsRefused) {
  const Answer answer = Create(Adopting("custom_-_none"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("check AdoptActionId"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing);
  EXPECT_EQ(network_.Count("POST"), 0);
}

TEST_F(AdoptTest, AFailedAdoptionLeavesNothingToDeleteHoweverLateItIs) {
  const Answer late = Handle(MakeRequest(RequestType::kCreate, Adopting("custom_-_none")), Delivered::kAgain);
  EXPECT_EQ(MarkerOf(late), MarkerKind::kNothing);
}

TEST_F(AdoptTest, ADeleteReleasesIt) {
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
  EXPECT_THAT(logger_.names, ::testing::Contains("adopted_action_released"));
}

TEST_F(AdoptTest, OnDeleteDeleteDeletesIt) {
  EXPECT_EQ(Delete(id_, With(Adopting(id_), "OnDelete", "Delete")).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(AdoptTest, ADeleteThatUndoesTheAdoptionReleasesItWhateverOnDeleteSays) {
  stacks_.phase = provider::StackPhase::kRollingBack;
  EXPECT_EQ(Delete(id_, With(Adopting(id_), "OnDelete", "Delete")).status, Status::kSuccess);
  EXPECT_THAT(network_.lines, IsEmpty());
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
  EXPECT_THAT(logger_.names, ::testing::Contains("adopted_action_released"));
}

TEST_F(AdoptTest, WithoutCloudFormationsWordWhatWasAdoptedIsNotDeleted) {
  stacks_.Deny();
  const Answer answer = Delete(id_, With(Adopting(id_), "OnDelete", "Delete"));
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason,
              ::testing::AllOf(HasSubstr("was adopted, and was not deleted"), HasSubstr("DescribeStacks")));
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess) << "to release it nobody is asked";
}

TEST_F(AdoptTest, ARollbackToWhatWasAdoptedKeepsEdits) {
  ASSERT_EQ(Create(Adopting(id_)).status, Status::kSuccess);
  const Answer made = Update(id_, Properties(), Adopting(id_));
  ASSERT_NE(made.physical_id, id_) << made.reason;
  EditInUi(id_, "/edited");
  RollBack(made.physical_id);
  const Answer back = Update(made.physical_id, Adopting(id_), Properties());
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_EQ(UrlOf(id_), "/edited");
}

TEST_F(AdoptTest, ARollbackToWhatIsGoneComesToAnEnd) {
  ASSERT_EQ(Create(Adopting(id_)).status, Status::kSuccess);
  const Answer made = Update(id_, Properties(), Adopting(id_));
  ASSERT_NE(made.physical_id, id_) << made.reason;
  Ask("DELETE", Concat(kActions, "/", id_));
  RollBack(made.physical_id);
  const Answer back = Update(made.physical_id, Adopting(id_), Properties());
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(Delete(made.physical_id, Properties()).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{back.physical_id});
}

TEST_F(AdoptTest, AnAdoptedActionIsUpdatedInPlace) {
  ASSERT_EQ(Create(Adopting(id_)).physical_id, id_);
  const Answer updated = Update(id_, Adopting(id_, "/two"), Adopting(id_));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, id_);
  EXPECT_EQ(UrlOf(id_), "/two");
}

TEST_F(AdoptTest, AddedItTakesThePlaceOfTheActionThatWasMade) {
  const Answer own = Create(Properties());
  const Answer updated = Update(own.physical_id, Adopting(id_), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, id_);
  // The clean-up deletes the action that was made: its properties adopt nothing.
  EXPECT_EQ(Delete(own.physical_id, Properties()).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
}

TEST_F(AdoptTest, NamingTheActionThatIsOnRecordChangesNothing) {
  const Answer own = Create(Properties());
  const Answer updated = Update(own.physical_id, Adopting(own.physical_id), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, own.physical_id);
  EXPECT_EQ(network_.Count("POST") + network_.Count("PATCH"), 0);
}

TEST_F(AdoptTest, ChangedItTakesTheOtherAndReleasesTheFirst) {
  Request by_hand = MakeRequest(RequestType::kCreate, With(Properties(), "OwnershipTag", "Disabled"));
  const std::string other = HandleElsewhere(by_hand).physical_id;
  const Answer updated = Update(id_, Adopting(other), Adopting(id_));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, other);
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(AdoptTest, RemovedANewActionIsMadeAndTheAdoptedOneReleased) {
  const Answer updated = Update(id_, Properties(), Adopting(id_));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_NE(updated.physical_id, id_);
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_THAT(Ids(), ::testing::UnorderedElementsAre(id_, updated.physical_id));
}

TEST_F(AdoptTest, RemovedAfterARefusedUpdateThatStayedOnRecordItIsReleasedToo) {
  const json::Object refused = With(Adopting(id_), "Nme", "x");
  const Answer replaced = Update(id_, Properties("/two"), refused);
  ASSERT_EQ(replaced.status, Status::kSuccess) << replaced.reason;
  EXPECT_NE(replaced.physical_id, id_);
  EXPECT_EQ(UrlOf(id_), "/one");
  EXPECT_EQ(UrlOf(replaced.physical_id), "/two");
}

TEST_F(AdoptTest, RolledBackARemovalWhatItMadeGoesAlsoWhenAnotherStackWroteTheSame) {
  const Answer replaced = Update(id_, Properties("/two"), Adopting(id_));
  ASSERT_NE(replaced.physical_id, id_);
  EditInUi(id_, "/two");
  RollBack(id_);
  const Answer back = Update(id_, Adopting(id_), Properties("/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
}

TEST_F(AdoptTest, AFailedChangeKeepsTheIncomingId) {
  const Answer failed = Update(id_, Adopting("custom_-_none"), Adopting(id_));
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.physical_id, id_);
}

TEST_F(AdoptTest, RolledBackAnAddedAdoptionGivesTheFirstActionBack) {
  const Answer own = Create(Properties());
  const Answer adopted = Update(own.physical_id, Adopting(id_), Properties());
  ASSERT_EQ(adopted.physical_id, id_) << adopted.reason;
  RollBack(id_);
  const Answer back = Update(id_, Properties(), Adopting(id_));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, own.physical_id);
  EXPECT_EQ(Delete(id_, Adopting(id_)).status, Status::kSuccess);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(AdoptTest, RolledBackAnAdoptionThatOnlyNamedTheResourcesOwnActionChangesNothing) {
  const Answer own = Create(Properties());
  ASSERT_EQ(Update(own.physical_id, Adopting(own.physical_id), Properties()).physical_id, own.physical_id);
  RollBack(own.physical_id);
  const Answer back = Update(own.physical_id, Properties(), Adopting(own.physical_id));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, own.physical_id);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(AdoptTest, AnAdoptionWhoseAnswerCameTooLateIsRolledBackWithoutDeletingIt) {
  const Answer own = Create(Properties());
  ASSERT_EQ(Update(own.physical_id, Adopting(id_), Properties()).physical_id, id_);
  RollBack(own.physical_id);
  const Answer back = Update(own.physical_id, Properties(), Adopting(id_));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(back.physical_id, own.physical_id);
  EXPECT_THAT(Ids(), ::testing::UnorderedElementsAre(own.physical_id, id_)) << "it was not the stack's to delete";
}

TEST_F(AdoptTest, ALateAdoptionThatIsNotWantedWritesNothing) {
  Record("DELETE_IN_PROGRESS", kInventedId);
  const Answer late = Handle(MakeRequest(RequestType::kCreate, Adopting(id_, "/two")), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(UrlOf(id_), "/one");
}

TEST_F(AdoptTest, AConflictMakesACancelledAdoptionStop) {
  Record("DELETE_IN_PROGRESS", kInventedId);
  network_.answers = [&](const http::Request& r) {
    return r.method == "PATCH" && network_.Count("PATCH") == 1
               ? std::optional(http::Response{409, {}, R"({"status":409,"code":"general.conflict"})"})
               : std::nullopt;
  };
  EXPECT_EQ(Create(Adopting(id_, "/two")).status, Status::kFailed);
  EXPECT_EQ(UrlOf(id_), "/one");
}

TEST_F(AdoptTest, RemovedFromTheResourcesOwnActionANewOneIsMadeTooWhateverCloudFormationSays) {
  const Answer own = Create(Properties());
  stacks_.Deny();
  const Answer updated = Update(own.physical_id, Properties(), Adopting(own.physical_id));
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_NE(updated.physical_id, own.physical_id) << "the clean-up releases that one";
}

TEST_F(AdoptTest, ALateAdoptionIsNotWrittenWithoutCloudFormationsWord) {
  stacks_.Deny();
  const Answer late = Handle(MakeRequest(RequestType::kCreate, Adopting(id_, "/two")), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_EQ(UrlOf(id_), "/one");
  EXPECT_EQ(Handle(MakeRequest(RequestType::kCreate, Adopting(id_)), Delivered::kAgain).status, Status::kSuccess)
      << "equal: there is nothing to write";
}

}  // namespace
}  // namespace genesys_cfn
