// SPDX-License-Identifier: Apache-2.0
// A Delete of an id that CloudFormation invented: it overtakes a Create that may still be running.
#include "lifecycle_fixture.h"

namespace genesys_cfn {
namespace {

class CancelledCreateTest : public LifecycleTest {
 protected:
  void SetUp() override {
    LifecycleTest::SetUp();
    Record("DELETE_IN_PROGRESS", kInventedId);
  }
  // The cancelled Create, in another process, fresh enough to ask nobody.
  std::string CreateElsewhere() { return HandleElsewhere(MakeRequest(RequestType::kCreate, Properties())).physical_id; }
  // The same, while the Delete is at work for so long already.
  void CreateElsewhereAfter(Milliseconds delay) {
    network_.before = [this, start = clock_.Now(), delay](const http::Request&) {
      if (Since(start) >= delay && !std::exchange(made_meanwhile_, true)) CreateElsewhere();
    };
  }
  bool made_meanwhile_ = false;
};

TEST_F(CancelledCreateTest, WhatTheListShowsLaterIsDeleted) {
  CreateElsewhereAfter(Milliseconds{20'000});
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_TRUE(made_meanwhile_);
  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_THAT(logger_.names, ::testing::Contains("cancelled_creation_deleted"));
}

TEST_F(CancelledCreateTest, ALookThatTookAllTheTimeIsNotTheLast) {
  const std::string id = CreateElsewhere();
  bool stale = true;
  network_.answers = [&](const http::Request& r) -> std::optional<http::Response> {
    if (r.method != "GET" || r.target.find(id) == std::string::npos || !std::exchange(stale, false)) return {};
    clock_.Advance(Milliseconds{40'000});
    return http::Response{404, {}, R"({"status":404,"message":"not yet"})"};
  };
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_FALSE(stale);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(CancelledCreateTest, NothingComes) {
  Request request = MakeRequest(RequestType::kDelete, Properties(), kInventedId);
  request.requested_at = clock_.Now() - Milliseconds{4'000};
  const WallTime start = clock_.Now();
  EXPECT_EQ(Handle(request).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{26'000}) << "thirty seconds after the Delete was requested";
  EXPECT_EQ(network_.Count("DELETE"), 0);
}

// Of many Deletes that wait for a place of their function each would take half a minute, one after the other.
TEST_F(CancelledCreateTest, ADeleteThatHadToWaitForItsTurnLooksOnce) {
  const std::string id = CreateElsewhere();
  const Request late = [&] {
    Request request = MakeRequest(RequestType::kDelete, Properties(), kInventedId);
    request.requested_at = clock_.Now();
    return request;
  }();
  clock_.Advance(Milliseconds{65'000});
  const WallTime start = clock_.Now();
  EXPECT_EQ(Handle(late).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{0});
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(CancelledCreateTest, SoDoesThatOfAnUnknownOutcome) {
  Request request =
      MakeRequest(RequestType::kDelete, Properties(), "genesys-cfn:unknown:0123456789abcdef.0123456789abcdef:Look up");
  request.requested_at = clock_.Now();
  const WallTime start = clock_.Now();
  EXPECT_EQ(Handle(request).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
  EXPECT_EQ(Handle(request, Delivered::kAgain).status, Status::kSuccess);
  EXPECT_EQ(Since(start), Milliseconds{30'000});
}

TEST_F(CancelledCreateTest, WhatIsOnRecordIsKept) {
  const std::string id = CreateElsewhere();
  Record("CREATE_COMPLETE", id);
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{id});
}

TEST_F(CancelledCreateTest, WhatIsOnRecordDoesNotEndTheLook) {
  const std::string id = CreateElsewhere();  // by the next request for the resource
  Record("CREATE_COMPLETE", id);
  CreateElsewhereAfter(Milliseconds{5'000});
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_TRUE(made_meanwhile_);
  EXPECT_EQ(Ids(), std::vector<std::string>{id});
}

TEST_F(CancelledCreateTest, WhatASecondDeliveryMakesAfterTheFirstOneIsDeletedToo) {
  CreateElsewhere();
  CreateElsewhereAfter(Milliseconds{5'000});
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_TRUE(made_meanwhile_);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(CancelledCreateTest, WhatAnotherRequestIsMakingIsKept) {
  const std::string id = CreateElsewhere();
  for (const char* status : {"CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"}) {
    Record(status, "");
    EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
    EXPECT_EQ(Ids(), std::vector<std::string>{id});
  }
}

TEST_F(CancelledCreateTest, WithoutCloudFormationsWordNothingIsDeleted) {
  const std::string id = CreateElsewhere();
  stacks_.Deny();
  const Answer refused = Delete(kInventedId);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_EQ(refused.physical_id, kInventedId);
  EXPECT_THAT(refused.reason, HasSubstr(id));
  EXPECT_THAT(refused.reason, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_EQ(Ids(), std::vector<std::string>{id});
}

TEST_F(CancelledCreateTest, WhatWasMadeLongBeforeIsLeftAlone) {
  const std::string id = CreateElsewhere();  // retained, say, when its resource was removed
  clock_.Advance(Milliseconds{3'600'000 + 301'000});
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{id});
}

TEST_F(CancelledCreateTest, ADeleteThatIsTriedAgainLaterFindsItWhateverTheServiceTimeout) {
  CreateElsewhere();
  clock_.Advance(Milliseconds{3'500'000});
  Request request = MakeRequest(RequestType::kDelete, Properties(), kInventedId);
  request.service_timeout = Milliseconds{60'000};
  EXPECT_EQ(Handle(request).status, Status::kSuccess);
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(CancelledCreateTest, AnotherResourcesActionOfTheSameNameIsLeftAlone) {
  Request other = MakeRequest(RequestType::kCreate, Properties());
  other.address.logical_id = "Other";
  const std::string id = HandleElsewhere(other).physical_id;
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_EQ(Ids(), std::vector<std::string>{id});
}

TEST_F(CancelledCreateTest, WhatFlowsUseIsKept) {
  const std::string id = CreateElsewhere();
  ASSERT_TRUE(organisation_.AddPublishedFlow("Main IVR", "INBOUNDCALLFLOW", {id}));
  const Answer refused = Delete(kInventedId);
  EXPECT_EQ(refused.status, Status::kFailed);
  EXPECT_THAT(refused.reason, HasSubstr("Main IVR"));
}

TEST_F(CancelledCreateTest, WhatCannotBeLookedForIsNotWaitedFor) {
  const WallTime start = clock_.Now();
  EXPECT_EQ(Delete(kInventedId, With(Properties(), "OwnershipTag", "Disabled")).status, Status::kSuccess);
  EXPECT_EQ(Delete(kInventedId, {}).status, Status::kSuccess) << "no name";
  EXPECT_EQ(logger_.names, (std::vector<std::string>{"action_may_remain", "action_may_remain"}));
  EXPECT_EQ(Delete(kInventedId, With(Properties(), "AdoptActionId", "custom_-_1")).status, Status::kSuccess);
  EXPECT_EQ(clock_.Now(), start);
}

TEST_F(CancelledCreateTest, APlatformThatRefusesTheIdAsMalformedIsNoFailure) {
  network_.answers = [](const http::Request& r) {
    return r.method == "DELETE" ? std::optional(http::Response{400, {}, R"({"status":400,"message":"bad id"})"})
                                : std::nullopt;
  };
  EXPECT_EQ(Delete(kInventedId).status, Status::kSuccess);
  EXPECT_EQ(Delete("custom_-_x").status, Status::kFailed);
}

}  // namespace
}  // namespace genesys_cfn
