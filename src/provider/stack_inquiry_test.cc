// SPDX-License-Identifier: Apache-2.0
#include "provider/stack_inquiry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::provider {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};

std::string ResultOf(const std::string& action, const std::string& inner) {
  return Concat("<", action, "Response><", action, "Result>", inner, "</", action, "Result></", action, "Response>");
}
std::string StackIn(const std::string& status) {
  return ResultOf("DescribeStacks", Concat("<Stacks><member><StackId>arn:1</StackId><StackName>demo</StackName>",
                                           "<StackStatus>", status, "</StackStatus></member></Stacks>"));
}
std::string ErrorBody(const std::string& code, const std::string& message) {
  return Concat("<ErrorResponse><Error><Type>Sender</Type><Code>", code, "</Code><Message>", message,
                "</Message></Error></ErrorResponse>");
}

class StackInquiryTest : public ::testing::Test {
 protected:
  Result<StackPhase> Phase() { return inquiry_.PhaseOf("arn:1", clock_.SteadyNow() + Milliseconds{60'000}); }
  Result<RecordedResource> Resource() {
    return inquiry_.ResourceOf("arn:1", "Action", clock_.SteadyNow() + Milliseconds{60'000});
  }
  [[nodiscard]] std::string Form(size_t request) const { return http_.requests().at(request).body; }

  ScriptedClient http_;
  FakeClock clock_{kNow};
  SeededRandom random_{7};
  aws::CloudFormationClient client_{
      {http_, clock_}, {"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt}, "eu-west-1", "http://127.0.0.1:4566"};
  CloudFormationInquiry inquiry_{client_, clock_, random_};
};

TEST_F(StackInquiryTest, ThePhaseIsInTheStacksStatus) {
  const std::pair<const char*, StackPhase> rows[] = {
      {"CREATE_IN_PROGRESS", StackPhase::kGoingForward},
      {"ROLLBACK_IN_PROGRESS", StackPhase::kRollingBack},
      {"UPDATE_IN_PROGRESS", StackPhase::kGoingForward},
      {"UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", StackPhase::kGoingForward},
      {"UPDATE_ROLLBACK_IN_PROGRESS", StackPhase::kRollingBack},
      {"UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", StackPhase::kRollingBack},
      {"DELETE_IN_PROGRESS", StackPhase::kGoingForward},
  };
  for (const auto& [status, phase] : rows) {
    http_.ThenRespond(200, StackIn(status));
    const auto answer = Phase();
    ASSERT_TRUE(answer) << status << ": " << answer.error().message;
    EXPECT_EQ(*answer, phase) << status;
  }
  EXPECT_THAT(Form(0), HasSubstr("Action=DescribeStacks"));
  EXPECT_THAT(Form(0), HasSubstr("StackName=arn%3A1"));
}

TEST_F(StackInquiryTest, AStackThatDoesNotExistHasNoPhase) {
  http_.ThenRespond(400, ErrorBody("ValidationError", "Stack with id arn:1 does not exist"));
  EXPECT_EQ(Phase().error().code, ErrorCode::kNotFound);
}

TEST_F(StackInquiryTest, AResourceIsStatusIdAndTime) {
  http_.ThenRespond(200, ResultOf("DescribeStackResource",
                                  "<StackResourceDetail><LogicalResourceId>Action</LogicalResourceId>"
                                  "<PhysicalResourceId>custom_-_1</PhysicalResourceId>"
                                  "<ResourceStatus>UPDATE_IN_PROGRESS</ResourceStatus>"
                                  "<LastUpdatedTimestamp>2026-01-02T03:04:05.678Z</LastUpdatedTimestamp>"
                                  "</StackResourceDetail>"));
  const auto resource = Resource();
  ASSERT_TRUE(resource) << resource.error().message;
  EXPECT_EQ(resource->status, "UPDATE_IN_PROGRESS");
  EXPECT_EQ(resource->physical_id, "custom_-_1");
  EXPECT_EQ(resource->changed, kNow + Milliseconds{678});
  EXPECT_THAT(Form(0), HasSubstr("LogicalResourceId=Action"));
}

TEST_F(StackInquiryTest, AResourceInCreationHasNoIdAndPerhapsNoTime) {
  http_.ThenRespond(200, ResultOf("DescribeStackResource",
                                  "<StackResourceDetail><ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus>"
                                  "<LastUpdatedTimestamp>yesterday</LastUpdatedTimestamp></StackResourceDetail>"));
  const auto resource = Resource();
  ASSERT_TRUE(resource) << resource.error().message;
  EXPECT_EQ(resource->physical_id, "");
  EXPECT_EQ(resource->changed, std::nullopt);
}

TEST_F(StackInquiryTest, AResourceThatIsNotThereIsNoFailure) {
  http_.ThenRespond(400, ErrorBody("ValidationError", "Resource Action does not exist for stack arn:1"));
  const auto resource = Resource();
  ASSERT_TRUE(resource) << resource.error().message;
  EXPECT_EQ(resource->status, "");
}

TEST_F(StackInquiryTest, WhatPassesIsAskedAgain) {
  http_.ThenRespond(400, ErrorBody("Throttling", "Rate exceeded"))
      .ThenRespond(503, "busy")
      .ThenFail(ErrorCode::kOutcomeUnknown)
      .ThenFail(ErrorCode::kUnavailable)
      .ThenRespond(200, StackIn("UPDATE_IN_PROGRESS"));
  const auto phase = Phase();
  EXPECT_TRUE(phase) << phase.error().message;
  EXPECT_TRUE(http_.finished());
  EXPECT_EQ(clock_.sleeps().size(), 4U);
}

TEST_F(StackInquiryTest, AMissingPermissionIsNamedAndNotWaitedFor) {
  const std::string denied = ErrorBody("AccessDenied", "User: arn:role is not authorized to perform this");
  http_.ThenRespond(403, denied).ThenRespond(403, denied);
  const auto phase = Phase();
  ASSERT_FALSE(phase);
  EXPECT_EQ(phase.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(phase.error().message, HasSubstr("the function's role needs cloudformation:DescribeStacks"));
  const auto resource = Resource();
  ASSERT_FALSE(resource);
  EXPECT_THAT(resource.error().message, HasSubstr("the function's role needs cloudformation:DescribeStackResource"));
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(StackInquiryTest, OtherFailuresDoNotTalkOfPermissions) {
  http_.ThenRespond(400, ErrorBody("ValidationError", "1 validation error detected"));
  const auto phase = Phase();
  ASSERT_FALSE(phase);
  EXPECT_THAT(phase.error().message, HasSubstr("CloudFormation could not be asked"));
  EXPECT_THAT(phase.error().message, Not(HasSubstr("role needs")));
}

// The caller would look for an action otherwise, as if a creation had an unknown outcome.
TEST_F(StackInquiryTest, AQuestionOfUnknownOutcomeIsNoCreationOfUnknownOutcome) {
  http_.Otherwise([](const http::Request&) {
    return Result<http::Response>(Error{ErrorCode::kOutcomeUnknown, "connection reset"});
  });
  EXPECT_EQ(Phase().error().code, ErrorCode::kUnavailable);
}

TEST_F(StackInquiryTest, ItGivesUpAfterFifteenSeconds) {
  http_.Otherwise([](const http::Request&) { return Result<http::Response>(http::Response{503, {}, "busy"}); });
  EXPECT_FALSE(Phase());
  EXPECT_LE(clock_.Now() - kNow, Milliseconds{15'000});
  EXPECT_GT(http_.requests().size(), 2U);
}

TEST_F(StackInquiryTest, ItKeepsTheDeadline) {
  http_.Otherwise([&](const http::Request&) {
    clock_.Advance(http_.options().back().total_timeout.value());
    return Result<http::Response>(Error{ErrorCode::kOutcomeUnknown, "timed out"});
  });
  EXPECT_FALSE(inquiry_.PhaseOf("arn:1", clock_.SteadyNow() + Milliseconds{7'000}));
  EXPECT_LE(clock_.Now() - kNow, Milliseconds{7'000});
  EXPECT_EQ(http_.options().front().total_timeout, Milliseconds{5'000});
  const size_t before = http_.requests().size();
  const auto late = inquiry_.PhaseOf("arn:1", clock_.SteadyNow());
  EXPECT_EQ(late.error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_EQ(http_.requests().size(), before);
}

}  // namespace
}  // namespace genesys_cfn::provider
