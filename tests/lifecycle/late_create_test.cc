// SPDX-License-Identifier: Apache-2.0
// A Create that is not fresh: delivered before, perhaps, or cancelled since.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

TEST_F(LifecycleTest, ARepeatedCreateTakesItsOwnActionAndNoOther) {
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  const Answer first = Handle(request);
  const Answer again = Handle(request, Delivered::kAgain);
  EXPECT_EQ(again.physical_id, first.physical_id);
  // Another request of the same resource, and somebody else's action of the same name, are not its own.
  const Answer other = Handle(MakeRequest(RequestType::kCreate, Properties()), Delivered::kAgain);
  EXPECT_NE(other.physical_id, first.physical_id);
  EXPECT_EQ(Ids().size(), 2U);
}

TEST_F(LifecycleTest, ARepeatedCreateThatFailsSaysThatAnActionMayExist) {
  network_.faults = [](const http::Request& r) { return r.method == "GET" ? Fault::kServerError : Fault::kNone; };
  const Answer failed = Handle(MakeRequest(RequestType::kCreate, Properties()), Delivered::kAgain);
  EXPECT_EQ(failed.status, Status::kFailed);
  EXPECT_EQ(custom_resource::ParseMarker(failed.physical_id)->kind, custom_resource::MarkerKind::kUnknown);
}

TEST_F(LifecycleTest, ACancelledCreateThatComesLateMakesNothing) {
  Record("DELETE_IN_PROGRESS", kInventedId);
  const Answer answer = Handle(MakeRequest(RequestType::kCreate, Properties()), Delivered::kAgain);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("CloudFormation no longer waits for this Create"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kUnknown) << "an earlier delivery may have made the action";
  EXPECT_THAT(network_.lines, IsEmpty());
}

TEST_F(LifecycleTest, ALateCreateThatIsStillWantedLooksAndThenPosts) {
  const Answer answer = Handle(MakeRequest(RequestType::kCreate, Properties()), Delivered::kAgain);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(stacks_.asked, 1) << "one word of CloudFormation holds for the whole of a quick Create";
  EXPECT_EQ(network_.lines.front(), Concat("GET ", kActions));
  EXPECT_EQ(network_.lines.back(), Concat("POST ", kActions));
}

TEST_F(LifecycleTest, WithoutCloudFormationsWordALateCreateMakesNothing) {
  stacks_.Deny();
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  const Answer answer = Handle(request, Delivered::kAgain);
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_THAT(answer.reason, HasSubstr("nothing was written for it"));
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kUnknown);
  EXPECT_EQ(network_.Count("POST"), 0);
}

TEST_F(LifecycleTest, WhatAnEarlierDeliveryMadeIsTakenWithoutCloudFormationsWord) {
  const Request request = MakeRequest(RequestType::kCreate, Properties());
  const Answer first = Handle(request);
  stacks_.Deny();
  const Answer again = Handle(request, Delivered::kAgain);
  EXPECT_EQ(again.status, Status::kSuccess) << again.reason;
  EXPECT_EQ(again.physical_id, first.physical_id);
}

TEST_F(LifecycleTest, AnUntaggedCreateThatIsOldMakesNothing) {
  Request request = MakeRequest(RequestType::kCreate, With(Properties(), "OwnershipTag", "Disabled"));
  request.requested_at = clock_.Now() - Milliseconds{51'000};
  const Answer old = Handle(request, Delivered::kAgain);
  EXPECT_EQ(old.status, Status::kFailed);
  EXPECT_THAT(old.reason, HasSubstr("OwnershipTag is Disabled"));
  EXPECT_EQ(MarkerOf(old), MarkerKind::kUnknown);
  EXPECT_EQ(network_.Count("POST"), 0);
  // Lambda repeats nothing before: it waited in a queue.
  request.requested_at = clock_.Now() - Milliseconds{49'000};
  EXPECT_EQ(Handle(request, Delivered::kAgain).status, Status::kSuccess);
}

// What waits is no longer fresh when it goes on.
class RateLimitedCreateTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    network_.answers = [this](const http::Request& r) -> std::optional<http::Response> {
      if (!IsCreate(r) || refused_++ > 0) return std::nullopt;
      return http::Response{429, {{"Retry-After", "20"}}, R"({"status":429,"code":"too.many.requests"})"};
    };
  }
  int refused_ = 0;
};

TEST_F(RateLimitedCreateTest, APostThatWaitedAsksAgainBeforeItIsSent) {
  const Answer answer = Create();
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(stacks_.asked, 1);
  EXPECT_EQ(network_.Count("POST"), 2);
  EXPECT_EQ(Ids().size(), 1U);
}

TEST_F(RateLimitedCreateTest, APostThatWasCancelledMeanwhileIsNotSent) {
  Record("DELETE_IN_PROGRESS", kInventedId);
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("no longer waits"));
  EXPECT_EQ(network_.Count("POST"), 1) << "the one that was refused";
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(RateLimitedCreateTest, APostThatWaitedIsNotSentWithoutCloudFormationsWord) {
  stacks_.Deny();
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_THAT(answer.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(LifecycleTest, ACreateThatIsCancelledWhileItLooksForItsIntegrationPostsNothing) {
  // Twelve seconds go by before the name is resolved.
  network_.before = [&](const http::Request& r) {
    if (r.target.starts_with("/api/v2/integrations?")) clock_.Advance(Milliseconds{12'000});
  };
  Record("DELETE_IN_PROGRESS", kInventedId);
  const Answer answer = Create();
  EXPECT_EQ(answer.status, Status::kFailed);
  EXPECT_EQ(network_.Count("POST"), 0);
  EXPECT_EQ(MarkerOf(answer), MarkerKind::kNothing) << "it was the first delivery, and it posted nothing";
}

}  // namespace
}  // namespace genesys_cfn
