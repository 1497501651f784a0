// SPDX-License-Identifier: Apache-2.0
#include "provider/event_handler.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/random.h"
#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "json/parse.h"
#include "provider/answers.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::provider {
namespace {

constexpr int64_t kNow = 1'767'323'045'000;  // 2026-01-02T03:04:05Z

// Takes answers as the response URL's bucket would.
class AnswerBox final : public http::Client {
 public:
  Result<http::Response> Send(const http::Request& request, const http::CallOptions& /*options*/) override {
    bodies.push_back(request.body);
    if (status == 0) return Error{ErrorCode::kUnavailable, "no route"};
    return http::Response{status, {}, ""};
  }
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> /*requests*/,
                                              const http::CallOptions& /*options*/) override {
    return {};
  }
  json::Value last() const { return *json::Parse(bodies.back()); }

  int status = 200;
  std::vector<std::string> bodies;
};

class FakeType final : public ResourceType {
 public:
  custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) override {
    ++calls;
    last_context = context;
    if (throws) throw std::runtime_error("a bug that mentions hunter2");
    return Succeeded(request.address.physical_id.value_or("custom_-_1"));
  }
  int calls = 0;
  bool throws = false;
  EventContext last_context;
};

class EventHandlerTest : public testing::Test {
 protected:
  static std::string Event(const std::string& type, const std::string& request_id = "r-1", const std::string& more = "",
                           const std::string& date = "20260102T030404Z") {
    return Concat(
        R"({"RequestType":")", type, R"(","RequestId":")", request_id,
        R"(","StackId":"arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1","LogicalResourceId":"A",)",
        R"("ResourceType":"Custom::Fake","ResponseURL":"https://bucket.s3.amazonaws.com/x?X-Amz-Date=)", date,
        R"(&X-Amz-Expires=7200")", more, "}");
  }
  aws::InvocationOutcome Handle(const std::string& event, Milliseconds time_left = Milliseconds{300'000}) {
    return handler_.Handle({"lambda-1", clock_.Now() + time_left, "arn", "", event});
  }

  FakeClock clock_{FromEpochMilliseconds(kNow)};
  SeededRandom random_{1};
  NullLogger logger_;
  AnswerBox box_;
  FakeType type_;
  custom_resource::AnswerSender sender_{{box_, clock_, random_, logger_}, custom_resource::AllowedHosts::kAmazonOnly};
  EventHandler handler_{{clock_, logger_, sender_, "", {{"Custom::Fake", &type_}}}};
};

TEST_F(EventHandlerTest, AnswersOnceAndReportsSuccessToTheRuntime) {
  const auto outcome = Handle(Event("Create"));
  EXPECT_TRUE(outcome.error_type.empty());
  ASSERT_EQ(box_.bodies.size(), 1U);
  EXPECT_EQ(box_.last().FindString("Status"), "SUCCESS");
  EXPECT_EQ(box_.last().FindString("RequestId"), "r-1");
}

TEST_F(EventHandlerTest, ADuplicateGetsTheSameAnswerWithoutASecondAct) {
  Handle(Event("Create"));
  Handle(Event("Create"));
  EXPECT_EQ(type_.calls, 1);
  ASSERT_EQ(box_.bodies.size(), 2U);
  EXPECT_EQ(box_.bodies[0], box_.bodies[1]);
}

TEST_F(EventHandlerTest, ABugIsAnsweredWithoutItsText) {
  type_.throws = true;
  Handle(Event("Create"));
  EXPECT_EQ(box_.last().FindString("Status"), "FAILED");
  EXPECT_EQ(box_.bodies.back().find("hunter2"), std::string::npos);
  // Something may have been created before the exception: the marker makes the coming Delete look for it.
  const auto marker = custom_resource::ParseMarker(*box_.last().FindString("PhysicalResourceId"));
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->kind, custom_resource::MarkerKind::kUnknown);
  Handle(Event("Update", "r-2", R"(,"PhysicalResourceId":"custom_-_7")"));
  EXPECT_EQ(box_.last().FindString("PhysicalResourceId"), "custom_-_7");
}

TEST_F(EventHandlerTest, FreshMeansNowAndNotLater) {
  Handle(Event("Create", "r-1"));
  EXPECT_TRUE(type_.last_context.fresh);
  Handle(Event("Create", "r-2", "", "20260102T030300Z"));
  EXPECT_FALSE(type_.last_context.fresh);
  Handle(Event("Create", "r-3", "", "20260102T030500Z"));  // from the future: clocks disagree
  EXPECT_FALSE(type_.last_context.fresh);
}

TEST_F(EventHandlerTest, AnEventThatNobodyWaitsForIsLeftAlone) {
  Handle(Event("Create", "r-1", R"(,"ResourceProperties":{"ServiceTimeout":"60"})", "20260102T030200Z"));
  EXPECT_EQ(type_.calls, 0);
  EXPECT_TRUE(box_.bodies.empty());
}

TEST_F(EventHandlerTest, AnUnknownTypeFailsButItsMarkersMayGo) {
  std::string event = ReplaceAll(Event("Create"), "Custom::Fake", "Custom::Other");
  Handle(event);
  EXPECT_EQ(box_.last().FindString("Status"), "FAILED");
  EXPECT_NE(box_.last().FindString("Reason")->find("it knows Custom::Fake"), std::string::npos);
  const std::string marker = *box_.last().FindString("PhysicalResourceId");
  event = ReplaceAll(Event("Delete", "r-2", Concat(R"(,"PhysicalResourceId":")", marker, "\"")), "Custom::Fake",
                     "Custom::Other");
  Handle(event);
  EXPECT_EQ(box_.last().FindString("Status"), "SUCCESS");
}

TEST_F(EventHandlerTest, WhatCannotBeParsedIsAnsweredWhereverItCanBe) {
  Handle(Event("Destroy"));
  EXPECT_EQ(box_.last().FindString("Status"), "FAILED");
  EXPECT_FALSE(box_.last().FindString("PhysicalResourceId")->empty());
  EXPECT_TRUE(Handle("not json").error_type.empty());
  EXPECT_TRUE(Handle("{}").error_type.empty());
  EXPECT_EQ(box_.bodies.size(), 1U);
}

TEST_F(EventHandlerTest, LambdaMayTryAgainOnlyWhenThatCanHelp) {
  box_.status = 403;
  EXPECT_TRUE(Handle(Event("Create", "r-1")).error_type.empty());
  box_.status = 0;
  EXPECT_FALSE(Handle(Event("Create", "r-2"), Milliseconds{5'000}).error_type.empty());
  EXPECT_LE(clock_.Now(), FromEpochMilliseconds(kNow + 5'000)) << "the answer must not outlive the process";
}

TEST(Budget, LeavesTimeForTheAnswer) {
  custom_resource::Request request;
  const WallTime now = FromEpochMilliseconds(kNow);
  Budget budget = BudgetOf(now, now + Milliseconds{300'000}, request);
  EXPECT_EQ(budget.work, Milliseconds{290'000});
  EXPECT_EQ(budget.answer, Milliseconds{299'500});
  budget = BudgetOf(now, now + Milliseconds{3'000}, request);
  EXPECT_EQ(budget.work, Milliseconds{2'000});
  // ServiceTimeout ends first.
  request.requested_at = now - Milliseconds{50'000};
  request.service_timeout = Milliseconds{60'000};
  budget = BudgetOf(now, now + Milliseconds{300'000}, request);
  EXPECT_EQ(budget.work, Milliseconds{9'000});
  EXPECT_EQ(budget.answer, Milliseconds{10'000});
  request.requested_at = now - Milliseconds{60'000};
  EXPECT_TRUE(BudgetOf(now, now + Milliseconds{300'000}, request).expired);
  // A clock far ahead of the deadline gives no negative budget.
  request.requested_at.reset();
  EXPECT_EQ(BudgetOf(now, now - Milliseconds{1}, request).work, Milliseconds{0});
}

}  // namespace
}  // namespace genesys_cfn::provider
