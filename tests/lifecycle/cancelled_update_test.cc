// SPDX-License-Identifier: Apache-2.0
// An Update that CloudFormation cancelled still runs, beside the Update that rolls it back.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class CancelledUpdateTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    id_ = Create().physical_id;
    RollBack(id_);
  }
  // Runs `late` when the rollback has gone on for ten seconds.
  void AfterTenSeconds(std::function<void()> late) {
    network_.before = [this, late = std::move(late), until = clock_.Now() + Milliseconds{10'000}](const auto&) {
      if (clock_.Now() < until || std::exchange(done_, true)) return;
      late();
    };
  }
  bool done_ = false;
  std::string id_;
};

TEST_F(CancelledUpdateTest, APatchThatLandsAfterTheRollbackLookedIsUndone) {
  AfterTenSeconds([&] { EditInUi(id_, "/two"); });
  const Answer back = Update(id_, Properties(), Properties("/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_TRUE(done_);
  EXPECT_EQ(UrlOf(id_), "/one");
}

TEST_F(CancelledUpdateTest, SoIsOneThatLandsWhileTheLookAtItsVersionTakesAllTheTime) {
  const WallTime start = clock_.Now();
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    const bool is_look = r.method == "GET" && r.target == Concat(kActions, "/", id_);
    if (!is_look || Since(start) < Milliseconds{20'000} || std::exchange(done_, true)) return {};
    const json::Value former = Ask("GET", r.target);
    EditInUi(id_, "/two");
    clock_.Advance(Milliseconds{14'000});
    return http::Response{200, {}, json::Write(former)};
  };
  // Untagged, so that no look for a new action has taken the time already.
  const Answer back =
      Update(id_, With(Properties(), "OwnershipTag", "Disabled"), With(Properties("/two"), "OwnershipTag", "Disabled"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_TRUE(done_);
  EXPECT_EQ(UrlOf(id_), "/one");
}

TEST_F(CancelledUpdateTest, SoIsOneOfAnUpdateThatMightHaveReplaced) {
  AfterTenSeconds([&] { EditInUi(id_, "/two"); });
  const Answer back =
      Update(id_, With(Properties(), "OnDrift", "Recreate"), With(Properties("/two"), "OnDrift", "Recreate"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(UrlOf(id_), "/one");
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
}

TEST_F(CancelledUpdateTest, AnEditOfSomebodyElseMeanwhileStays) {
  AfterTenSeconds([&] { EditInUi(id_, "/edited"); });
  const Answer back = Update(id_, Properties(), Properties("/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(UrlOf(id_), "/edited");
}

TEST_F(CancelledUpdateTest, TheWaitEndsThirtySecondsAfterTheRollbacksRequest) {
  Request back = MakeUpdate(id_, Properties(), Properties("/two"));
  back.requested_at = clock_.Now() - Milliseconds{8'000};
  const WallTime start = clock_.Now();
  EXPECT_EQ(Handle(back).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{22'000});
  // One that waited for its turn has nothing left to wait for; one from the future is taken for new.
  for (const auto& [age, wait] : {std::pair{90'000, 0}, std::pair{-5'000, 30'000}}) {
    Request strange = MakeUpdate(id_, Properties(), Properties("/three"));
    strange.requested_at = clock_.Now() - Milliseconds{age};
    const WallTime again = clock_.Now();
    EXPECT_EQ(Handle(strange).status, Status::kSuccess);
    EXPECT_EQ(Since(again), Milliseconds{wait}) << age;
  }
}

TEST_F(CancelledUpdateTest, AnUpdateThatEndedInThisProcessIsNotWaitedFor) {
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{400, {}, R"({"status":400,"message":"no"})"})
                               : std::nullopt;
  };
  stacks_.phase = provider::StackPhase::kGoingForward;
  ASSERT_EQ(Update(id_, Properties("/two"), Properties()).status, Status::kFailed);
  RollBack(id_);
  const WallTime start = clock_.Now();
  EXPECT_EQ(Update(id_, Properties(), Properties("/two")).status, Status::kSuccess);
  EXPECT_EQ(clock_.Now(), start);
  // Of another one nothing is known here.
  EXPECT_EQ(Update(id_, Properties(), Properties("/three")).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
}

TEST_F(CancelledUpdateTest, WhatAGatewayGaveUpMayStillLand) {
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{504, {}, "upstream timed out"}) : std::nullopt;
  };
  stacks_.phase = provider::StackPhase::kGoingForward;
  const Answer failed = Update(id_, Properties("/two"), Properties());
  ASSERT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(failed.failure_class, ToString(ErrorCode::kOutcomeUnknown));
  network_.answers = nullptr;
  RollBack(id_);
  AfterTenSeconds([&] { EditInUi(id_, "/two"); });
  const Answer back = Update(id_, Properties(), Properties("/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_TRUE(done_);
  EXPECT_EQ(UrlOf(id_), "/one");
}

TEST_F(CancelledUpdateTest, GoingForwardNothingIsWaitedFor) {
  stacks_.phase = provider::StackPhase::kGoingForward;
  const WallTime start = clock_.Now();
  EXPECT_EQ(Update(id_, Properties(), Properties("/two")).status, Status::kSuccess);
  EXPECT_EQ(clock_.Now(), start);
}

TEST_F(CancelledUpdateTest, AReplacementThatAppearsLateIsDeleted) {
  const json::Object wanted = Properties("/one", "priority");
  std::string replacement;
  AfterTenSeconds([&] {
    const auto phase = std::exchange(stacks_.phase, provider::StackPhase::kGoingForward);
    replacement = HandleElsewhere(MakeUpdate(id_, wanted, Properties())).physical_id;
    stacks_.phase = phase;
  });
  const Answer back = Update(id_, Properties(), wanted);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_NE(replacement, id_);
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
}

TEST_F(CancelledUpdateTest, AnActionThatIsGoneInARollbackIsMadeOnceAndTheOvertakensIsDeleted) {
  Ask("DELETE", Concat(kActions, "/", id_));
  const json::Object wanted = Properties("/two");
  stacks_.phase = provider::StackPhase::kGoingForward;
  const Answer overtaken = HandleElsewhere(MakeUpdate(id_, wanted, Properties()));
  ASSERT_EQ(overtaken.status, Status::kSuccess) << overtaken.reason;  // which CloudFormation does not hear any more
  RollBack(id_);
  const Answer back = Update(id_, Properties(), wanted);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_NE(back.physical_id, overtaken.physical_id);
  EXPECT_EQ(Ids(), std::vector<std::string>{back.physical_id});
  EXPECT_EQ(UrlOf(back.physical_id), "/one");
}

// Reads may show an action for a while after its deletion.
TEST_F(CancelledUpdateTest, WhatTheOvertakenMadeForAGoneActionIsDeletedWhileReadsStillShowIt) {
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{404, {}, R"({"status":404,"message":"gone"})"})
                               : std::nullopt;
  };
  stacks_.phase = provider::StackPhase::kGoingForward;
  const Answer overtaken = HandleElsewhere(MakeUpdate(id_, Properties("/two"), Properties()));
  ASSERT_EQ(overtaken.status, Status::kSuccess) << overtaken.reason;
  ASSERT_NE(overtaken.physical_id, id_);
  network_.answers = nullptr;
  RollBack(id_);
  EXPECT_EQ(Update(id_, Properties(), Properties("/two")).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
}

TEST_F(CancelledUpdateTest, TheOvertakenOneDoesNotDeleteWhatTheOneThatRollsBackMade) {
  Ask("DELETE", Concat(kActions, "/", id_));
  const Answer back = HandleElsewhere(MakeUpdate(id_, Properties(), Properties("/two")));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  // The stack rolls back, so the overtaken Update takes itself for one that undoes another; but the resource has a new
  // status since it was requested.
  Request overtaken = MakeUpdate(id_, Properties("/two"), Properties());
  overtaken.requested_at = clock_.Now();
  stacks_.recorded = provider::RecordedResource{"UPDATE_IN_PROGRESS", id_, clock_.Now() + Milliseconds{2'000}};
  Handle(overtaken);
  EXPECT_THAT(Ids(), ::testing::Contains(back.physical_id));
}

// The action was gone, the overtaken Update made one, and that one cannot be deleted.
class UndeletableTest : public CancelledUpdateTest {
 protected:
  void SetUp() override {
    CancelledUpdateTest::SetUp();
    Ask("DELETE", Concat(kActions, "/", id_));
    stacks_.phase = provider::StackPhase::kGoingForward;
    overtaken_ = HandleElsewhere(MakeUpdate(id_, Properties("/two"), Properties())).physical_id;
    RollBack(id_);
  }
  Answer RollBackRefusing(std::function<bool(const http::Request&)> refused) {
    network_.answers = [refused = std::move(refused)](const http::Request& r) {
      return r.method == "DELETE" && refused(r)
                 ? std::optional(http::Response{403, {}, R"({"status":403,"message":"no"})"})
                 : std::nullopt;
    };
    return Update(id_, Properties(), Properties("/two"));
  }
  std::string overtaken_;
};

TEST_F(UndeletableTest, TheRollbackTakesBackWhatItMadeItself) {
  const Answer back = RollBackRefusing([&](const http::Request& r) { return r.target.ends_with(overtaken_); });
  EXPECT_EQ(back.status, Status::kFailed);
  EXPECT_EQ(back.physical_id, id_);
  EXPECT_THAT(back.reason, HasSubstr(overtaken_));
  EXPECT_EQ(Ids(), std::vector<std::string>{overtaken_});
}

TEST_F(UndeletableTest, WhatItCannotTakeBackIsNamed) {
  const Answer back = RollBackRefusing([](const http::Request&) { return true; });
  EXPECT_EQ(back.status, Status::kFailed);
  const std::vector<std::string> ids = Ids();
  ASSERT_EQ(ids.size(), 2U);
  for (const std::string& id : ids) EXPECT_THAT(back.reason, HasSubstr(id));
}

// What a process knows of an Update that it has carried out to its end itself.
TEST_F(CancelledUpdateTest, WhatThisProcessMadeIsDeletedWithoutLooking) {
  const json::Object wanted = Properties("/one", "priority");
  stacks_.phase = provider::StackPhase::kGoingForward;
  const Answer replaced = Update(id_, wanted, Properties());
  ASSERT_NE(replaced.physical_id, id_) << replaced.reason;
  RollBack(id_);  // cancelled: CloudFormation has not heard of the replacement
  const WallTime start = clock_.Now();
  const Answer back = Update(id_, Properties(), wanted);
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
  EXPECT_EQ(clock_.Now(), start);
  EXPECT_EQ(std::count_if(network_.lines.begin(), network_.lines.end(),
                          [](const std::string& line) { return line == Concat("GET ", kActions); }),
            0);
}

// It may have been rolled back elsewhere since, and tried again, with another new action.
TEST_F(CancelledUpdateTest, WhatThisProcessMadeIsForgottenAfterTenSeconds) {
  const json::Object wanted = Properties("/one", "priority");
  stacks_.phase = provider::StackPhase::kGoingForward;
  const Answer first = Update(id_, wanted, Properties());
  ASSERT_NE(first.physical_id, id_) << first.reason;
  RollBack(id_);
  ASSERT_EQ(HandleElsewhere(MakeUpdate(id_, Properties(), wanted)).status, Status::kSuccess);
  stacks_.phase = provider::StackPhase::kGoingForward;
  const Answer second = HandleElsewhere(MakeUpdate(id_, wanted, Properties()));
  ASSERT_NE(second.physical_id, id_) << second.reason;
  RollBack(id_);
  ASSERT_EQ(Update(id_, Properties(), wanted).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{id_});
}

TEST_F(CancelledUpdateTest, AnUpdateThatEndedInDoubtIsWaitedForAllTheSame) {
  const json::Object wanted = Properties("/one", "priority");
  stacks_.phase = provider::StackPhase::kGoingForward;
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostRequest : Fault::kNone; };
  ASSERT_EQ(Update(id_, wanted, Properties()).status, Status::kFailed);
  network_.faults = nullptr;
  RollBack(id_);
  const WallTime start = clock_.Now();
  EXPECT_EQ(Update(id_, Properties(), wanted).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
}

TEST_F(CancelledUpdateTest, ARepeatedDeliveryThatFailedSaysNothingAboutTheFirst) {
  const json::Object wanted = Properties("/two");
  Record("UPDATE_COMPLETE", id_);
  ASSERT_EQ(Handle(MakeUpdate(id_, wanted, Properties()), Delivered::kAgain).status, Status::kFailed);
  RollBack(id_);
  const WallTime start = clock_.Now();
  EXPECT_EQ(Update(id_, Properties(), wanted).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
}

TEST_F(CancelledUpdateTest, ARollbackThatCannotBeToldFromADeploymentWaitsToo) {
  stacks_.Deny();
  const WallTime start = clock_.Now();
  EXPECT_EQ(Update(id_, Properties(), Properties("/two")).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
}

TEST_F(CancelledUpdateTest, AnActionThatIsDeletedMeanwhileIsMadeAgain) {
  AfterTenSeconds([&] { Ask("DELETE", Concat(kActions, "/", id_)); });
  const Answer back = Update(id_, Properties(), Properties("/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_NE(back.physical_id, id_);
  EXPECT_EQ(Ids(), std::vector<std::string>{back.physical_id});
}

TEST_F(CancelledUpdateTest, AnActionThatIsGoneInWhatMayBeARollbackIsMadeOnceToo) {
  Ask("DELETE", Concat(kActions, "/", id_));
  stacks_.phase = provider::StackPhase::kGoingForward;
  ASSERT_EQ(HandleElsewhere(MakeUpdate(id_, Properties("/two"), Properties())).status, Status::kSuccess);
  stacks_.phase = Error{ErrorCode::kPermissionDenied, "the role needs cloudformation:DescribeStacks"};
  const Answer back = Update(id_, Properties(), Properties("/two"));
  ASSERT_EQ(back.status, Status::kSuccess) << back.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{back.physical_id});
}

}  // namespace
}  // namespace genesys_cfn
