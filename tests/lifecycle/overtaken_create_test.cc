// SPDX-License-Identifier: Apache-2.0
// A Create that is fresh when its work begins, and is overtaken by another delivery of the same request before its
// POST.
#include "managed_fixture.h"

namespace genesys_cfn {
namespace {

class OvertakenIntegrationTest : public IntegrationTest {
 protected:
  void SetUp() override {
    IntegrationTest::SetUp();
    request_ = MakeRequest(RequestType::kCreate, Crm());
    request_.requested_at = clock_.Now();
    Record("CREATE_IN_PROGRESS", "");
  }
  // Takes so long, and the other delivery does the work meanwhile.
  void BeOvertaken(Milliseconds takes) {
    if (std::exchange(overtaken_, true)) return;
    clock_.Advance(takes);
    other_ = HandleElsewhere(request_, Delivered::kAgain);
    EXPECT_EQ(other_.status, Status::kSuccess) << other_.reason;
  }
  void ExpectOne(const Answer& answer) {
    EXPECT_TRUE(overtaken_);
    ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
    EXPECT_EQ(Made(), std::vector<std::string>{other_.physical_id});
    EXPECT_EQ(answer.physical_id, other_.physical_id);
  }
  Request request_;
  Answer other_;
  bool overtaken_ = false;
  bool waited_ = false;
};

TEST_F(OvertakenIntegrationTest, WhileItsTypeIsReadItTakesWhatTheOtherMade) {
  network_.before = [&](const http::Request& r) {
    if (r.target.find("/types/") != std::string::npos) BeOvertaken(Milliseconds{14'000});
  };
  ExpectOne(Handle(request_));
}

TEST_F(OvertakenIntegrationTest, WhileItAsksCloudFormationItTakesWhatTheOtherMade) {
  network_.before = [&](const http::Request& r) {
    if (r.target.find("/types/") != std::string::npos && !std::exchange(waited_, true)) {
      clock_.Advance(Milliseconds{11'000});
      stacks_.before_recorded = [&] { BeOvertaken(Milliseconds{5'000}); };
    }
  };
  ExpectOne(Handle(request_));
}

class OvertakenActionTest : public LifecycleTest {
 protected:
  Request Fresh() {
    Request request = MakeRequest(RequestType::kCreate, Properties());
    request.requested_at = clock_.Now();
    Record("CREATE_IN_PROGRESS", "");
    return request;
  }
  void BeOvertaken(const Request& request, Milliseconds takes) {
    if (std::exchange(overtaken_, true)) return;
    clock_.Advance(takes);
    EXPECT_EQ(HandleElsewhere(request, Delivered::kAgain).status, Status::kSuccess);
  }
  bool overtaken_ = false;
};

TEST_F(OvertakenActionTest, WhileItsDefinitionIsReadItTakesWhatTheOtherMade) {
  Request request = Fresh();
  request.properties = Referring("1", "/one");
  definitions_.before_read = [&] { BeOvertaken(request, Milliseconds{14'000}); };
  const Answer answer = Handle(request);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

TEST_F(OvertakenActionTest, WhileItAsksCloudFormationItTakesWhatTheOtherMade) {
  const Request request = Fresh();
  bool waited = false;
  network_.before = [&](const http::Request& r) {
    if (r.target.starts_with("/api/v2/integrations?") && !std::exchange(waited, true)) {
      clock_.Advance(Milliseconds{11'000});
      stacks_.before_recorded = [&] { BeOvertaken(request, Milliseconds{5'000}); };
    }
  };
  const Answer answer = Handle(request);
  EXPECT_TRUE(overtaken_);
  ASSERT_EQ(answer.status, Status::kSuccess) << answer.reason;
  EXPECT_EQ(Ids(), std::vector<std::string>{answer.physical_id});
}

}  // namespace
}  // namespace genesys_cfn
