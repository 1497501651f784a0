// SPDX-License-Identifier: Apache-2.0
// What an Update of an action that is there does, and one of an action that is not.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, AnUnchangedUpdateReadsAndWritesNothing) {
  const Answer created = Create();
  const Answer updated = Update(created.physical_id, Properties(), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(network_.Count("PATCH"), 0);
  EXPECT_EQ(network_.Count(Concat("GET ", kActions)), 3);
}

TEST_F(LifecycleTest, AnUpdateIsOnePatchOnTopOfTheRead) {
  const Answer created = Create();
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(network_.Count("PATCH"), 1);
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
  EXPECT_THAT(updated.attributes, testing::Contains(testing::Pair("Version", "2")));
}

TEST_F(LifecycleTest, WhatTheAuthorRemovesIsRemoved) {
  const Answer created = Create();
  json::Object without_headers = Properties();
  without_headers.Find("Definition")
      ->AsObject()
      ->Find("config")
      ->AsObject()
      ->Find("request")
      ->AsObject()
      ->Remove("headers");
  ASSERT_EQ(Update(created.physical_id, without_headers, Properties()).status, Status::kSuccess);
  const json::Value live = Ask("GET", Concat(kActions, "/", created.physical_id, "?includeConfig=true"));
  EXPECT_EQ(json::Write(*live.Find("config")->Find("request")->Find("headers")), "{}");
}

TEST_F(LifecycleTest, ALostPatchAnswerIsNoConflictWithOneself) {
  const Answer created = Create();
  bool lost = false;
  network_.faults = [&](const http::Request& request) {
    return request.method == "PATCH" && !std::exchange(lost, true) ? Fault::kLostAnswer : Fault::kNone;
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(UrlOf(created.physical_id), "/two");
}

TEST_F(LifecycleTest, CloudFormationIsAskedOnExceptionalPathsOnly) {
  const Answer created = Create();
  Update(created.physical_id, Properties("/two"), Properties());
  Update(created.physical_id, Properties("/two", "priority"), Properties("/two"));
  Delete(created.physical_id);
  EXPECT_EQ(stacks_.asked, 0);
}

TEST_F(LifecycleTest, AnActionThatIsGoneIsMadeAgain) {
  const Answer created = Create();
  Ask("DELETE", Concat(kActions, "/", created.physical_id));
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_NE(updated.physical_id, created.physical_id);
  EXPECT_EQ(Ids(), std::vector<std::string>{updated.physical_id});
}

TEST_F(LifecycleTest, AnUpdateOfAMarkerIsACreate) {
  Request failed = MakeRequest(RequestType::kCreate, Properties());
  const Answer updated = Update(provider::NothingMarker(failed.address), Properties(), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{updated.physical_id});
  // If its outcome is unknown, the marker that comes back makes a later Delete look for the action.
  network_.faults = [](const http::Request& r) { return IsCreate(r) ? Fault::kLostRequest : Fault::kNone; };
  const Answer lost = Update(provider::NothingMarker(failed.address), Properties("/two"), Properties());
  EXPECT_EQ(lost.status, Status::kFailed);
  EXPECT_EQ(custom_resource::ParseMarker(lost.physical_id)->kind, custom_resource::MarkerKind::kUnknown);
}

TEST_F(LifecycleTest, InvalidPropertiesFailBeforeAnyCall) {
  const Answer created = Create();
  const Answer updated = Update(created.physical_id, {{"Name", "x"}}, Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_TRUE(network_.lines.empty());
}

http::Response Conflict() {
  return {409, {}, R"({"status":409,"code":"general.conflict","message":"version does not match"})"};
}

TEST_F(LifecycleTest, AVersionConflictWithUnchangedContentIsWrittenAgain) {
  for (const int status : {409, 400}) {
    const Answer created = Create();
    Record("UPDATE_IN_PROGRESS", created.physical_id);
    int conflicts = 0;
    network_.answers = [&](const http::Request& r) {
      http::Response answer = Conflict();
      answer.status = status;
      return r.method == "PATCH" && conflicts++ == 0 ? std::optional(answer) : std::nullopt;
    };
    const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
    EXPECT_EQ(updated.status, Status::kSuccess) << updated.reason;
    EXPECT_EQ(network_.Count("PATCH"), 2);
    EXPECT_EQ(UrlOf(created.physical_id), "/two");
    network_.answers = nullptr;
  }
}

TEST_F(LifecycleTest, AVersionConflictMakesACancelledUpdateStop) {
  const Answer created = Create();
  Record("UPDATE_COMPLETE", created.physical_id);
  network_.answers = [&](const http::Request& r) {
    return r.method == "PATCH" && network_.Count("PATCH") == 1 ? std::optional(Conflict()) : std::nullopt;
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_THAT(updated.reason, HasSubstr("no longer waits for this Update"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one") << "others are at work, and this request is not wanted any more";
}

TEST_F(LifecycleTest, VersionConflictsWithoutEndFail) {
  const Answer created = Create();
  Record("UPDATE_IN_PROGRESS", created.physical_id);
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(Conflict()) : std::nullopt;
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(updated.status, Status::kFailed);
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_THAT(updated.reason, HasSubstr("somebody else is editing it"));
  EXPECT_EQ(network_.Count("PATCH"), 5);
}

TEST_F(LifecycleTest, AnActionThatSeemsGoneForAMomentIsNotMadeAgain) {
  const Answer created = Create();
  const WallTime visible = clock_.Now() + Milliseconds{3'000};
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    const bool hidden = clock_.Now() < visible && r.method == "GET" && r.target.starts_with(Concat(kActions, "/"));
    return hidden ? std::optional(http::Response{404, {}, R"({"status":404,"code":"not.found"})"}) : std::nullopt;
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(updated.physical_id, created.physical_id);
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(LifecycleTest, AnActionThatGoesAwayBeforeThePatchIsMadeAgain) {
  const Answer created = Create();
  bool gone = false;
  network_.before = [&](const http::Request& r) {
    if (r.method == "PATCH" && !std::exchange(gone, true)) Ask("DELETE", Concat(kActions, "/", created.physical_id));
  };
  const Answer updated = Update(created.physical_id, Properties("/two"), Properties());
  ASSERT_EQ(updated.status, Status::kSuccess) << updated.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{updated.physical_id});
  EXPECT_EQ(UrlOf(updated.physical_id), "/two");
}

TEST_F(LifecycleTest, AFailedUpdateInARollbackNamesTheCommandThatGoesOn) {
  const Answer created = Create();
  network_.answers = [](const http::Request& r) {
    return r.method == "PATCH" ? std::optional(http::Response{400, {}, R"({"status":400,"message":"too long"})"})
                               : std::nullopt;
  };
  const Answer forward = Update(created.physical_id, Properties("/two"), Properties());
  EXPECT_EQ(forward.status, Status::kFailed);
  EXPECT_THAT(forward.reason, Not(HasSubstr("continue-update-rollback")));

  RollBack(created.physical_id);
  json::Object old = Properties();
  old.Set("Name", "Old name");
  network_.answers = [](const http::Request& r) {
    return r.method == "GET" ? std::optional(http::Response{403, {}, R"({"status":403,"message":"no"})"})
                             : std::nullopt;
  };
  const Answer back = Update(created.physical_id, Properties(), old);
  EXPECT_EQ(back.status, Status::kFailed);
  EXPECT_EQ(back.physical_id, created.physical_id);
  EXPECT_THAT(back.reason,
              HasSubstr("aws cloudformation continue-update-rollback --stack-name demo --region us-east-1"));
}

TEST_F(LifecycleTest, AnUpdateThatComesLateIsNotWrittenWhenItIsNotWanted) {
  const Answer created = Create();
  Record("UPDATE_COMPLETE", created.physical_id);
  const Answer late = Handle(MakeUpdate(created.physical_id, Properties("/two"), Properties()), Delivered::kAgain);
  EXPECT_EQ(late.status, Status::kFailed);
  EXPECT_THAT(late.reason, HasSubstr("no longer waits for this Update"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
  // Not knowing is no permission either: it would change the action behind CloudFormation's back.
  stacks_.Deny();
  const Answer unknown = Handle(MakeUpdate(created.physical_id, Properties("/two"), Properties()), Delivered::kAgain);
  EXPECT_EQ(unknown.status, Status::kFailed);
  EXPECT_THAT(unknown.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_EQ(UrlOf(created.physical_id), "/one");
}

}  // namespace
}  // namespace genesys_cfn
