// SPDX-License-Identifier: Apache-2.0
#include "provider/event_handler.h"

#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <sstream>
#include <stdexcept>

#include "base/random.h"
#include "base/text.h"
#include "custom_resource/physical_id.h"
#include "json/parse.h"
#include "provider/answers.h"
#include "testing/fake_alarm.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::provider {
namespace {

constexpr int64_t kNow = 1'767'323'045'000;  // 2026-01-02T03:04:05Z

// Takes answers as the response URL's bucket would.
class AnswerBox final : public http::Client {
 public:
  Result<http::Response> Send(const http::Request& request, const http::CallOptions& /*options*/) override {
    bodies.push_back(request.body);
    if (on_send) on_send();
    int now = status;
    if (!statuses.empty()) {
      now = statuses.front();
      statuses.pop_front();
    }
    if (now == 0) return Error{ErrorCode::kUnavailable, "no route"};
    return http::Response{now, {}, ""};
  }
  std::vector<Result<http::Response>> SendAll(std::span<const http::Request> /*requests*/,
                                              const http::CallOptions& /*options*/) override {
    return {};
  }
  void Warm(std::span<const std::string> origins) override {
    warmed.insert(warmed.end(), origins.begin(), origins.end());
  }
  json::Value last() const { return *json::Parse(bodies.back()); }

  int status = 200;
  std::deque<int> statuses;  // these first
  std::vector<std::string> bodies;
  std::vector<std::string> warmed;
  std::function<void()> on_send;
};

class FakeType final : public ResourceType {
 public:
  custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) override {
    ++calls;
    fresh = context.fresh;
    if (works) works(context);
    if (throws) throw std::runtime_error("a bug that mentions hunter2");
    if (failure) {
      custom_resource::Answer answer = Failed("x", "no");
      answer.failure_class = *failure;
      return answer;
    }
    return Succeeded(request.address.physical_id.value_or("custom_-_1"));
  }
  int calls = 0;
  bool throws = false;
  bool fresh = false;
  std::optional<std::string> failure;
  std::function<void(const EventContext&)> works;
};

class RecordedMetrics final : public MetricsSink {
 public:
  void Record(const EventMetrics& metrics) override { events.push_back(metrics); }
  std::vector<EventMetrics> events;
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
    return handler_.Handle({"lambda-1", clock_.Now() + time_left, event});
  }

  FakeClock clock_{FromEpochMilliseconds(kNow)};
  SeededRandom random_{1};
  std::ostringstream log_;
  JsonLinesLogger logger_{log_, clock_};
  AnswerBox box_;
  FakeType type_;
  http::CountingClient calls_{box_};
  custom_resource::AnswerSender sender_{{calls_, clock_, random_, logger_}, custom_resource::AllowedHosts::kAmazonOnly};
  // The alarm's own way out.
  AnswerBox cut_off_box_;
  ScriptedClient runtime_client_;
  custom_resource::AnswerSender cut_off_sender_{{cut_off_box_, clock_, random_, logger_},
                                                custom_resource::AllowedHosts::kAmazonOnly};
  aws::LambdaRuntime runtime_{{runtime_client_, logger_}, "127.0.0.1:9001"};
  int ends_ = 0;
  CutOff cut_off_{cut_off_sender_, runtime_, [this] { ++ends_; }};
  FakeAlarm alarm_{clock_};
  RecordedMetrics metrics_;
  EventHandler handler_{
      {clock_, logger_, sender_, "prod", {{"Custom::Fake", &type_}}, alarm_, cut_off_, calls_, metrics_}};
};

TEST_F(EventHandlerTest, AnswersOnceAndReportsSuccessToTheRuntime) {
  const auto outcome = Handle(Event("Create"));
  EXPECT_TRUE(outcome.error_type.empty());
  ASSERT_EQ(box_.bodies.size(), 1U);
  EXPECT_EQ(box_.last().FindString("Status"), "SUCCESS");
  EXPECT_EQ(box_.last().FindString("RequestId"), "r-1");
}

TEST_F(EventHandlerTest, TheConnectionForTheAnswerIsOpenedBeforeTheWork) {
  type_.works = [&](const EventContext&) {
    EXPECT_EQ(box_.warmed, std::vector<std::string>{"https://bucket.s3.amazonaws.com"});
  };
  Handle(Event("Create"));
  EXPECT_EQ(type_.calls, 1);
}

TEST_F(EventHandlerTest, NothingIsDoneForWhomNobodyMayAnswer) {
  for (const char* type : {"Create", "Update", "Delete"}) {
    const auto outcome = Handle(ReplaceAll(Event(type), "bucket.s3.amazonaws.com", "evil.example"));
    EXPECT_EQ(outcome.error_type, "") << "another delivery would be refused too";
  }
  EXPECT_EQ(type_.calls, 0);
  EXPECT_TRUE(box_.bodies.empty());
  EXPECT_TRUE(box_.warmed.empty());
  EXPECT_NE(log_.str().find("the answer is not sent"), std::string::npos);
  EXPECT_EQ(log_.str().find("evil"), std::string::npos);
  EXPECT_EQ(metrics_.events.back().failure_class, "answer not delivered");
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
  EXPECT_TRUE(type_.fresh);
  Handle(Event("Create", "r-2", "", "20260102T030300Z"));
  EXPECT_FALSE(type_.fresh);
  Handle(Event("Create", "r-3", "", "20260102T030500Z"));  // from the future: clocks disagree
  EXPECT_FALSE(type_.fresh);
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

// The worker is stuck for an hour; then it comes back.
TEST_F(EventHandlerTest, TheAlarmAnswersInThePlaceOfAWorkerThatIsStuck) {
  runtime_client_.ThenRespond(202);
  type_.works = [&](const EventContext& context) {
    context.progress.Doing("creating the data action Look up");
    alarm_.Pass(Milliseconds{3'600'000});
  };
  const WallTime start = clock_.Now();
  WallTime answered;
  cut_off_box_.on_send = [&] { answered = clock_.Now(); };
  EXPECT_TRUE(Handle(Event("Create")).error_type.empty());
  EXPECT_TRUE(box_.bodies.empty()) << "the worker's answer comes too late";
  ASSERT_EQ(cut_off_box_.bodies.size(), 1U);
  const json::Value body = cut_off_box_.last();
  EXPECT_EQ(body.FindString("Status"), "FAILED");
  const std::string reason = *body.FindString("Reason");
  EXPECT_NE(reason.find("292 seconds"), std::string::npos) << reason;
  EXPECT_NE(reason.find("It was creating the data action Look up."), std::string::npos) << reason;
  const auto marker = custom_resource::ParseMarker(*body.FindString("PhysicalResourceId"));
  ASSERT_TRUE(marker);
  EXPECT_EQ(marker->kind, custom_resource::MarkerKind::kUnknown);
  EXPECT_GT(answered, start + Milliseconds{290'000}) << "not before the worker's own time ends";
  EXPECT_LT(answered, start + Milliseconds{295'000});
  EXPECT_EQ(ends_, 1);
  EXPECT_EQ(runtime_client_.calls(),
            std::vector<std::string>{"POST http://127.0.0.1:9001/2018-06-01/runtime/invocation/lambda-1/response"});
}

TEST_F(EventHandlerTest, TheAlarmSaysWhatWasDoneAndNamesWhatExists) {
  runtime_client_.ThenRespond(202).ThenRespond(202).ThenRespond(202);
  type_.works = [&](const EventContext& context) {
    context.progress.Done("the data action custom_-_1 was created");
    context.progress.AnswerWith("custom_-_1");
    context.progress.Doing("reading it back");
    alarm_.Pass(Milliseconds{300'000});
  };
  Handle(Event("Create"));
  EXPECT_EQ(cut_off_box_.last().FindString("PhysicalResourceId"), "custom_-_1");
  EXPECT_NE(cut_off_box_.last().FindString("Reason")->find("the data action custom_-_1 was created"),
            std::string::npos);
  // Without a record an Update and a Delete keep the id that came in.
  type_.works = [&](const EventContext&) { alarm_.Pass(Milliseconds{300'000}); };
  for (const char* operation : {"Update", "Delete"}) {
    Handle(Event(operation, operation, R"(,"PhysicalResourceId":"custom_-_7")"));
    EXPECT_EQ(cut_off_box_.last().FindString("PhysicalResourceId"), "custom_-_7");
  }
}

TEST_F(EventHandlerTest, AWorkerThatComesBackTooLateCannotAct) {
  runtime_client_.ThenRespond(202);
  type_.works = [&](const EventContext&) {
    alarm_.Pass(Milliseconds{300'000});
    EXPECT_FALSE(calls_.Send({"POST", "https://api.example.com", "/", {}, "{}"}, {}));
  };
  Handle(Event("Create", "r-1"));
  EXPECT_TRUE(box_.bodies.empty());
  type_.works = nullptr;
  Handle(Event("Create", "r-2"));
  EXPECT_EQ(box_.bodies.size(), 1U);
}

// Rings at once, on its own thread.
class HastyAlarm final : public Alarm {
 public:
  void Set(SteadyTime /*time*/, std::function<void()> callback) override { alarm_.Set({}, std::move(callback)); }
  void Cancel() override { alarm_.Cancel(); }

 private:
  ThreadAlarm alarm_;
};

TEST_F(EventHandlerTest, WorkerAndAlarmAtTheSameTimeGiveOneAnswer) {
  HastyAlarm alarm;
  EventHandler handler({clock_, logger_, sender_, "", {{"Custom::Fake", &type_}}, alarm, cut_off_, calls_, metrics_});
  runtime_client_.Otherwise([](const http::Request&) { return Result<http::Response>(http::Response{202, {}, ""}); });
  type_.works = [](const EventContext& context) { context.progress.Doing("racing"); };
  constexpr size_t kEvents = 500;
  for (size_t i = 1; i <= kEvents; ++i) {
    handler.Handle({"lambda-1", clock_.Now() + Milliseconds{300'000}, Event("Create", Concat("r-", i))});
    ASSERT_EQ(box_.bodies.size() + cut_off_box_.bodies.size(), i);
  }
  EXPECT_EQ(cut_off_box_.bodies.size(), static_cast<size_t>(ends_));
  EXPECT_EQ(metrics_.events.size(), kEvents);
}

TEST_F(EventHandlerTest, AnAlarmOnItsOwnThreadFreesAStuckWorkersEvent) {
  HastyAlarm alarm;
  std::promise<void> ended;
  cut_off_.end = [&] { ended.set_value(); };
  EventHandler handler({clock_, logger_, sender_, "", {{"Custom::Fake", &type_}}, alarm, cut_off_, calls_, metrics_});
  runtime_client_.ThenRespond(202);
  type_.works = [&](const EventContext&) { ended.get_future().wait(); };
  handler.Handle({"lambda-1", clock_.Now() + Milliseconds{300'000}, Event("Create")});
  EXPECT_TRUE(box_.bodies.empty());
  EXPECT_EQ(cut_off_box_.bodies.size(), 1U);
}

TEST_F(EventHandlerTest, ALogThatHangsDoesNotKeepTheProcessFromStartingAnew) {
  runtime_client_.ThenRespond(202);
  cut_off_.aside = [](const auto& /*left behind*/) {};
  type_.works = [&](const EventContext&) { alarm_.Pass(Milliseconds{300'000}); };
  Handle(Event("Create"));
  EXPECT_EQ(cut_off_box_.bodies.size(), 1U);
  EXPECT_EQ(runtime_client_.requests().size(), 1U);
  EXPECT_EQ(ends_, 1);
  EXPECT_EQ(log_.str().find("cut_off"), std::string::npos);
}

TEST_F(EventHandlerTest, ARepeatedFailureIsLoggedAndCountedAsOne) {
  type_.failure = "conflict";
  Handle(Event("Create"));
  Handle(Event("Create"));
  EXPECT_EQ(type_.calls, 1);
  ASSERT_EQ(metrics_.events.size(), 2U);
  EXPECT_EQ(metrics_.events[1].failure_class, "conflict");
  EXPECT_EQ(log_.str().find("success"), std::string::npos) << log_.str();
}

TEST_F(EventHandlerTest, TheEndOfTheProcessEndsTheWorker) {
  struct ProcessEnded {};
  cut_off_.end = [] { throw ProcessEnded(); };
  runtime_client_.ThenRespond(202);
  bool went_on = false;
  type_.works = [&](const EventContext&) {
    alarm_.Pass(Milliseconds{300'000});
    went_on = true;
  };
  EXPECT_THROW(Handle(Event("Create")), ProcessEnded);
  EXPECT_FALSE(went_on);
  EXPECT_EQ(cut_off_box_.bodies.size(), 1U);
}

TEST_F(EventHandlerTest, AWorkerThatIsBackInTimeDisarmsTheAlarm) {
  type_.works = [&](const EventContext& context) {
    EXPECT_TRUE(alarm_.time());
    clock_.Advance(std::chrono::floor<Milliseconds>(context.deadline - clock_.SteadyNow()));
    alarm_.RingIfDue();
  };
  Handle(Event("Create"));
  EXPECT_EQ(box_.last().FindString("Status"), "SUCCESS");
  EXPECT_FALSE(alarm_.time());
  alarm_.Pass(Milliseconds{3'600'000});
  EXPECT_TRUE(cut_off_box_.bodies.empty());
  EXPECT_EQ(ends_, 0);
}

TEST_F(EventHandlerTest, WhatTheAlarmCannotDeliverIsReportedSoThatLambdaTriesAgain) {
  cut_off_box_.status = 0;
  runtime_client_.ThenRespond(202);
  type_.works = [&](const EventContext&) { alarm_.Pass(Milliseconds{6'000}); };
  Handle(Event("Create"), Milliseconds{5'000});
  EXPECT_EQ(runtime_client_.requests().at(0).target, "/2018-06-01/runtime/invocation/lambda-1/error");
  EXPECT_EQ(ends_, 1);
}

TEST_F(EventHandlerTest, ADuplicateOfACutOffEventGetsTheAlarmsAnswer) {
  runtime_client_.ThenRespond(202);
  type_.works = [&](const EventContext&) { alarm_.Pass(Milliseconds{300'000}); };
  Handle(Event("Create"));
  Handle(Event("Create"));
  EXPECT_EQ(type_.calls, 1);
  EXPECT_EQ(box_.bodies, cut_off_box_.bodies);
}

TEST_F(EventHandlerTest, ABugSaysHowFarTheWorkHadGot) {
  type_.throws = true;
  type_.works = [](const EventContext& context) {
    context.progress.AnswerWith("custom_-_1");
    context.progress.Done("the data action custom_-_1 was created");
  };
  Handle(Event("Create"));
  EXPECT_EQ(box_.last().FindString("PhysicalResourceId"), "custom_-_1");
  EXPECT_NE(box_.last().FindString("Reason")->find("Done so far: the data action custom_-_1 was created."),
            std::string::npos);
}

TEST_F(EventHandlerTest, EachEventIsOneLineOfTheLogAndOneOfTheMetrics) {
  box_.statuses = {503, 200};
  type_.works = [&](const EventContext&) { clock_.Advance(Milliseconds{250}); };
  Handle(Event("Create"));
  EXPECT_NE(log_.str().find(R"("event":"answered","request_id":"r-1","lambda_request_id":"lambda-1","stack_id":)"
                            R"("arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1","logical_id":"A",)"
                            R"("operation":"Create","status":"SUCCESS","physical_id":"custom_-_1","outcome":"success",)"
                            R"("environment":"prod","delivered":true,"calls":2,"repeats":1,"duration_ms":)"),
            std::string::npos)
      << log_.str();
  ASSERT_EQ(metrics_.events.size(), 1U);
  EXPECT_EQ(metrics_.events[0].operation, "Create");
  EXPECT_EQ(metrics_.events[0].request_id, "r-1");
  EXPECT_EQ(metrics_.events[0].repeats, 1);
  EXPECT_GE(metrics_.events[0].duration_ms, 250);
  EXPECT_EQ(log_.str().find("X-Amz-Date"), std::string::npos) << "no address of an answer";
}

TEST_F(EventHandlerTest, TheMetricsNameTheClassOfAFailure) {
  runtime_client_.ThenRespond(202);
  const auto last = [&] { return metrics_.events.back().failure_class; };
  type_.failure = "permission denied";
  Handle(Event("Create", "r-1"));
  EXPECT_EQ(last(), "permission denied");
  type_.failure.reset();
  Handle(Event("Create", "r-2"));
  EXPECT_EQ(last(), "");
  Handle(Event("Create", "r-2"));
  EXPECT_EQ(last(), "") << "the same answer again";
  type_.throws = true;
  Handle(Event("Create", "r-3"));
  EXPECT_EQ(last(), "exception");
  type_.throws = false;
  Handle(ReplaceAll(Event("Create", "r-4"), "Custom::Fake", "Custom::Other"));
  EXPECT_EQ(last(), "unknown resource type");
  Handle(Event("Destroy", "r-5"));
  EXPECT_EQ(last(), "unreadable event");
  Handle("not json");
  EXPECT_EQ(last(), "unanswerable");
  EXPECT_EQ(metrics_.events.back().request_id, "lambda-1");
  Handle(Event("Create", "r-6", "", "20260101T000000Z"));
  EXPECT_EQ(last(), "expired");
  box_.status = 403;
  Handle(Event("Create", "r-7"));
  EXPECT_EQ(last(), "answer not delivered");
  type_.works = [&](const EventContext&) { alarm_.Pass(Milliseconds{300'000}); };
  Handle(Event("Create", "r-8"));
  EXPECT_EQ(last(), "cut off");
  EXPECT_EQ(metrics_.events.size(), 10U);
}

// Two values under one name: our parser refuses it, and CloudFormation still waits.
std::string Unreadable(const std::string& event) {
  return Concat(event.substr(0, event.size() - 1), R"(,"X":{"A":1,"A":2}})");
}

TEST_F(EventHandlerTest, AnUnreadableEventIsAnsweredWithTheIdThatKeepsWhatIsRecorded) {
  Handle(Unreadable(Event("Update", "r-1", R"(,"PhysicalResourceId":"custom_-_7")")));
  EXPECT_EQ(box_.last().FindString("Status"), "FAILED");
  EXPECT_EQ(box_.last().FindString("PhysicalResourceId"), "custom_-_7");
  EXPECT_NE(box_.last().FindString("Reason")->find("twice"), std::string::npos) << box_.bodies.back();
  Handle(Unreadable(Event("Create", "r-2")));
  const std::string nothing = *box_.last().FindString("PhysicalResourceId");
  ASSERT_TRUE(custom_resource::ParseMarker(nothing));
  EXPECT_EQ(custom_resource::ParseMarker(nothing)->kind, custom_resource::MarkerKind::kNothing);
  // An action may be one that its properties forbid to delete.
  Handle(Unreadable(Event("Delete", "r-3", R"(,"PhysicalResourceId":"custom_-_7")")));
  EXPECT_EQ(box_.last().FindString("Status"), "FAILED");
  EXPECT_EQ(type_.calls, 0);
  // The rollback of the Create above must not be blocked by what failed it.
  Handle(Unreadable(Event("Delete", "r-4", Concat(R"(,"PhysicalResourceId":")", nothing, "\""))));
  EXPECT_EQ(box_.last().FindString("Status"), "SUCCESS");
  EXPECT_EQ(box_.last().FindString("PhysicalResourceId"), nothing);
  EXPECT_EQ(type_.calls, 1);
}

TEST_F(EventHandlerTest, ATornEventWhoseIdIsUnknownFailsWithoutOne) {
  const std::string event = Event("Update", "r-1", R"(,"PhysicalResourceId":"custom_-_7")");
  Handle(event.substr(0, event.size() - 5));
  EXPECT_EQ(box_.last().FindString("Status"), "FAILED");
  EXPECT_EQ(box_.last().FindString("PhysicalResourceId"), "");
  EXPECT_EQ(box_.last().FindString("LogicalResourceId"), "A");
}

TEST_F(EventHandlerTest, ANumberAsPhysicalIdIsNotReplacedByAMarker) {
  Handle(Event("Update", "r-1", R"(,"PhysicalResourceId":7)"));
  EXPECT_EQ(box_.last().FindString("PhysicalResourceId"), "");
  EXPECT_EQ(type_.calls, 0);
}

TEST_F(EventHandlerTest, AnUnreadableEventThatNobodyWaitsForIsLeftAlone) {
  Handle(Unreadable(Event("Create", "r-1", "", "20260101T000000Z")));
  EXPECT_TRUE(box_.bodies.empty());
}

TEST(Budget, LeavesTimeForTheAnswer) {
  const Milliseconds hour{3'600'000};
  const WallTime now = FromEpochMilliseconds(kNow);
  Budget budget = BudgetOf(now, now + Milliseconds{300'000}, std::nullopt, hour);
  EXPECT_EQ(budget.work, Milliseconds{290'000});
  EXPECT_EQ(budget.answer, Milliseconds{299'500});
  EXPECT_EQ(budget.cut_off, Milliseconds{292'375});
  budget = BudgetOf(now, now + Milliseconds{3'000}, std::nullopt, hour);
  EXPECT_EQ(budget.work, Milliseconds{2'000});
  // ServiceTimeout ends first.
  budget = BudgetOf(now, now + Milliseconds{300'000}, now - Milliseconds{50'000}, Milliseconds{60'000});
  EXPECT_EQ(budget.work, Milliseconds{9'000});
  EXPECT_EQ(budget.answer, Milliseconds{10'000});
  EXPECT_TRUE(BudgetOf(now, now + Milliseconds{300'000}, now - Milliseconds{60'000}, Milliseconds{60'000}).expired);
  // A clock far ahead of the deadline gives no negative budget.
  EXPECT_EQ(BudgetOf(now, now - Milliseconds{1}, std::nullopt, hour).work, Milliseconds{0});
  // However little is left: first the work ends, then the alarm strikes, then the answer must be there.
  for (const int left : {1, 499, 501, 600, 1'000, 2'000, 10'000, 60'000, 900'000}) {
    budget = BudgetOf(now, now + Milliseconds{left}, std::nullopt, hour);
    EXPECT_LE(budget.work, budget.cut_off) << left;
    EXPECT_LE(budget.cut_off, budget.answer) << left;
    EXPECT_LE(budget.answer, Milliseconds{std::max(0, left - 500)}) << left;
  }
}

}  // namespace
}  // namespace genesys_cfn::provider
