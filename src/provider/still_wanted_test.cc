// SPDX-License-Identifier: Apache-2.0
#include "provider/still_wanted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fake_clock.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::Request;
using custom_resource::RequestType;
using ::testing::HasSubstr;

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};
constexpr const char* kId = "custom_-_1";

class FakeStacks final : public StackInquiry {
 public:
  Result<StackPhase> PhaseOf(std::string_view /*stack_id*/, SteadyTime /*deadline*/) override {
    return StackPhase::kGoingForward;
  }
  Result<RecordedResource> ResourceOf(std::string_view stack_id, std::string_view logical_id,
                                      SteadyTime until) override {
    ++asked;
    EXPECT_EQ(stack_id, "arn:stack");
    EXPECT_EQ(logical_id, "Action");
    deadline = until;
    return recorded;
  }
  Result<RecordedResource> recorded = RecordedResource{"CREATE_IN_PROGRESS", "", {}};
  int asked = 0;
  SteadyTime deadline;
};

Request MakeRequest(RequestType type, std::optional<WallTime> requested_at = std::nullopt) {
  Request request;
  request.type = type;
  request.address.stack_id = "arn:stack";
  request.address.logical_id = "Action";
  if (type != RequestType::kCreate) request.address.physical_id = kId;
  request.requested_at = requested_at;
  return request;
}

TEST(Expects, TheRequestThatIsInProgress) {
  struct Row {
    const char* what;
    RequestType type;
    RecordedResource recorded;
    bool expected;
  };
  const std::optional<WallTime> none;
  const WallTime second = kNow + Milliseconds{1'000};
  const Row rows[] = {
      {"a Create in progress", RequestType::kCreate, {"CREATE_IN_PROGRESS", "", none}, true},
      {"which has an invented id already", RequestType::kCreate, {"CREATE_IN_PROGRESS", "demo-Action-1", none}, true},
      {"a Create of before", RequestType::kCreate, {"CREATE_COMPLETE", kId, none}, false},
      {"a Create that was cancelled", RequestType::kCreate, {"CREATE_FAILED", "", none}, false},
      {"and is being deleted", RequestType::kCreate, {"DELETE_IN_PROGRESS", "demo-Action-1", none}, false},
      {"a resource that CloudFormation does not know", RequestType::kCreate, {"", "", none}, false},
      {"a Create, and an Update since", RequestType::kCreate, {"UPDATE_IN_PROGRESS", kId, none}, false},
      {"an Update in progress", RequestType::kUpdate, {"UPDATE_IN_PROGRESS", kId, none}, true},
      {"of another id", RequestType::kUpdate, {"UPDATE_IN_PROGRESS", "custom_-_2", none}, false},
      {"an Update of before", RequestType::kUpdate, {"UPDATE_COMPLETE", kId, none}, false},
      {"an Update that failed", RequestType::kUpdate, {"UPDATE_FAILED", kId, none}, false},
      {"an Update, and a creation on record", RequestType::kUpdate, {"CREATE_IN_PROGRESS", kId, none}, false},
      {"a status from before the request", RequestType::kUpdate, {"UPDATE_IN_PROGRESS", kId, kNow}, true},
      {"within the second of the URL's date",
       RequestType::kUpdate,
       {"UPDATE_IN_PROGRESS", kId, second - Milliseconds{1}},
       true},
      {"from after it", RequestType::kUpdate, {"UPDATE_IN_PROGRESS", kId, second}, false},
      {"a Create in progress again", RequestType::kCreate, {"CREATE_IN_PROGRESS", "", second}, false},
  };
  for (const Row& row : rows) EXPECT_EQ(Expects(row.recorded, MakeRequest(row.type, kNow)), row.expected) << row.what;
}

TEST(Expects, WithoutADateTheStatusAloneCounts) {
  const RecordedResource recorded{"UPDATE_IN_PROGRESS", kId, kNow + Milliseconds{60'000}};
  EXPECT_TRUE(Expects(recorded, MakeRequest(RequestType::kUpdate)));
}

class StillWantedTest : public ::testing::Test {
 protected:
  StillWanted Make(const Request& request, bool fresh) {
    context_.emplace(EventContext{clock_.SteadyNow() + Milliseconds{60'000}, fresh, progress_});
    return {stacks_, clock_, request, *context_};
  }
  FakeClock clock_{kNow};
  FakeStacks stacks_;
  Progress progress_{""};
  std::optional<EventContext> context_;
};

TEST_F(StillWantedTest, AFreshRequestAsksNobody) {
  const Request request = MakeRequest(RequestType::kCreate, kNow);
  StillWanted wanted = Make(request, true);
  EXPECT_EQ(wanted.Ask(), StillWanted::Verdict::kYes);
  clock_.Advance(kFreshFor);
  EXPECT_TRUE(wanted.Demand());

  EXPECT_EQ(stacks_.asked, 0);
}

TEST_F(StillWantedTest, FreshnessCountsFromTheRequestNotFromTheEvent) {
  const Request request = MakeRequest(RequestType::kCreate, kNow - Milliseconds{8'000});
  StillWanted wanted = Make(request, true);
  clock_.Advance(Milliseconds{2'000});
  wanted.Ask();
  EXPECT_EQ(stacks_.asked, 0);
  clock_.Advance(Milliseconds{1});
  wanted.Ask();
  EXPECT_EQ(stacks_.asked, 1);
}

TEST_F(StillWantedTest, AnOldRequestAsksAtOnceWithinTheEventsDeadline) {
  const Request request = MakeRequest(RequestType::kCreate, kNow - Milliseconds{60'000});
  StillWanted wanted = Make(request, false);
  EXPECT_EQ(wanted.Ask(), StillWanted::Verdict::kYes);
  EXPECT_EQ(stacks_.asked, 1);
  EXPECT_EQ(stacks_.deadline, context_->deadline);
}

TEST_F(StillWantedTest, AConfirmationGetsOldToo) {
  const Request request = MakeRequest(RequestType::kCreate);
  StillWanted wanted = Make(request, false);
  wanted.Ask();
  clock_.Advance(kFreshFor);
  wanted.Ask();
  EXPECT_EQ(stacks_.asked, 1);
  clock_.Advance(Milliseconds{1});
  stacks_.recorded = RecordedResource{"DELETE_IN_PROGRESS", "", {}};
  EXPECT_EQ(wanted.Ask(), StillWanted::Verdict::kNo);
  EXPECT_EQ(stacks_.asked, 2);
}

TEST_F(StillWantedTest, AConfirmationIsAsOldAsItsQuestion) {
  class SlowStacks final : public StackInquiry {
   public:
    explicit SlowStacks(FakeClock& clock) : clock_(clock) {}
    Result<StackPhase> PhaseOf(std::string_view /*stack_id*/, SteadyTime /*deadline*/) override {
      return StackPhase::kGoingForward;
    }
    Result<RecordedResource> ResourceOf(std::string_view /*stack_id*/, std::string_view /*logical_id*/,
                                        SteadyTime /*deadline*/) override {
      ++asked;
      clock_.Advance(Milliseconds{4'000});
      return RecordedResource{"CREATE_IN_PROGRESS", "", {}};
    }
    int asked = 0;

   private:
    FakeClock& clock_;
  } slow(clock_);
  const Request request = MakeRequest(RequestType::kCreate);
  const EventContext context{clock_.SteadyNow() + Milliseconds{60'000}, false, progress_};
  StillWanted wanted(slow, clock_, request, context);
  wanted.Ask();
  clock_.Advance(Milliseconds{6'001});
  wanted.Ask();
  EXPECT_EQ(slow.asked, 2);
}

TEST_F(StillWantedTest, DoubtEndsAllCertainty) {
  const Request request = MakeRequest(RequestType::kCreate, kNow);
  StillWanted wanted = Make(request, true);
  wanted.Doubt();
  wanted.Ask();
  EXPECT_EQ(stacks_.asked, 1);
  wanted.Doubt();
  wanted.Ask();
  EXPECT_EQ(stacks_.asked, 2);
}

TEST_F(StillWantedTest, AWriteNeedsAYes) {
  const Request request = MakeRequest(RequestType::kUpdate);
  StillWanted wanted = Make(request, false);
  stacks_.recorded = RecordedResource{"UPDATE_IN_PROGRESS", kId, {}};
  EXPECT_TRUE(wanted.Demand());

  wanted.Doubt();
  stacks_.recorded = RecordedResource{"UPDATE_COMPLETE", kId, {}};
  const auto demanded = wanted.Demand();
  ASSERT_FALSE(demanded);
  EXPECT_EQ(demanded.error().code, ErrorCode::kConflict);
  EXPECT_THAT(demanded.error().message, HasSubstr("no longer waits for this Update"));

  stacks_.recorded = Error{ErrorCode::kPermissionDenied, "needs cloudformation:DescribeStackResource"};
  const auto unknown = wanted.Demand();
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(unknown.error().message, HasSubstr("cloudformation:DescribeStackResource"));
  EXPECT_THAT(unknown.error().message, HasSubstr("nothing was written"));
}

TEST_F(StillWantedTest, OvertakenUntilCountsFromTheRequest) {
  const SteadyTime now = clock_.SteadyNow();
  const Request dated = MakeRequest(RequestType::kDelete, kNow - Milliseconds{7'000});
  EXPECT_EQ(OvertakenUntil(dated, clock_), now + kOvertakenFor - Milliseconds{7'000});
  const Request old = MakeRequest(RequestType::kDelete, kNow - Milliseconds{65'000});
  EXPECT_LT(OvertakenUntil(old, clock_), now) << "it waited for its turn";
  const Request of_the_future = MakeRequest(RequestType::kDelete, kNow + Milliseconds{5'000});
  EXPECT_EQ(OvertakenUntil(of_the_future, clock_), now + kOvertakenFor);
  EXPECT_EQ(OvertakenUntil(MakeRequest(RequestType::kDelete), clock_), now + kOvertakenFor);
}

// What Deletes and rollbacks rely on: the last write begins while its request is fresh and lasts one call.
TEST(StillWantedTimes, FitTogether) {
  constexpr Milliseconds kLongestCall{15'000};
  EXPECT_LT(kFreshFor + kLongestCall, kOvertakenFor);
}

}  // namespace
}  // namespace genesys_cfn::provider
