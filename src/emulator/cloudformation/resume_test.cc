// SPDX-License-Identifier: Apache-2.0
// Killed between any two steps, before or after what a step asked for was delivered: the next process ends where an
// undisturbed one ends.
#include <gmock/gmock.h>

#include <set>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

class ResumeTest : public TestCloud {
 protected:
  using Begin = std::function<void(ResumeTest&)>;

  // Killed before the answer number `kill_at`, or before the requests that follow it are delivered; never for -1.
  void RunKilledAt(const Begin& begin, int kill_at, bool before_delivery) {
    functions.loses_events = before_delivery && kill_at == 0;
    begin(*this);
    for (int step = 0;; ++step) {
      if (step == kill_at) {
        functions.loses_events = false;
        Restart();
      }
      if (functions.events.empty()) break;
      functions.loses_events = before_delivery && step + 1 == kill_at;
      AnswerOne();
    }
  }
  std::vector<std::string> FinalState() {
    std::vector<std::string> state;
    for (const StackDescription& stack : engine->DescribeStacks(Engine::Include::kDeletedToo)) {
      state.push_back(Concat(stack.name, " ", ToString(stack.status), " ", stack.status_reason));
      for (const ResourceDescription& resource : Resources(stack.id)) {
        state.push_back(Concat(resource.logical_id, " ", ToString(resource.status)));
      }
    }
    return state;
  }
  // What happened; requests that are delivered again may be answered in another order.
  std::multiset<std::string> Happened() {
    std::multiset<std::string> lines;
    const std::string id = engine->DescribeStacks(Engine::Include::kDeletedToo).front().id;
    for (const StackEvent& event : AllEvents(id)) {
      lines.insert(Concat(event.logical_id, " ", event.status));
    }
    return lines;
  }
  void Fresh() {
    TearDown();
    SetUp();
  }

  void CheckAll(const std::function<void(ResumeTest&)>& prepare, const Begin& begin) {
    prepare(*this);
    RunKilledAt(begin, -1, false);
    const std::vector<std::string> expected = FinalState();
    const std::multiset<std::string> happened = Happened();
    for (const bool before_delivery : {false, true}) {
      for (int kill_at = 0; kill_at < 12; ++kill_at) {
        Fresh();
        prepare(*this);
        RunKilledAt(begin, kill_at, before_delivery);
        EXPECT_EQ(FinalState(), expected) << "killed at " << kill_at << (before_delivery ? " before" : " after");
        EXPECT_EQ(Happened(), happened) << "killed at " << kill_at;
      }
    }
  }
};

const std::function<void(ResumeTest&)> kNothing = [](ResumeTest&) {};

TEST_F(ResumeTest, CreateGoesOn) {
  CheckAll(kNothing, [](ResumeTest& test) {
    ASSERT_TRUE(test.Create(Template({Custom("A"), Custom("B", R"("Of":{"Ref":"A"})"), Custom("C")})).has_value());
  });
}

TEST_F(ResumeTest, FailedCreateRollsBack) {
  CheckAll(kNothing, [](ResumeTest& test) {
    ASSERT_TRUE(test.Create(Template({Custom("A"), Custom("B", R"("Fail":"Create","Of":{"Ref":"A"})")})).has_value());
  });
}

TEST_F(ResumeTest, FailedUpdateWithAReplacementRollsBack) {
  CheckAll(
      [](ResumeTest& test) {
        test.Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B")}));
      },
      [](ResumeTest& test) {
        ASSERT_TRUE(test.Update(Template({Custom("A", R"("Replace":"2")"), Custom("AN"),
                                          Custom("B", R"("Fail":"Update","Of":{"Ref":"A"})")}))
                        .has_value());
      });
}

TEST_F(ResumeTest, ReplacementIsCleanedUp) {
  CheckAll([](ResumeTest& test) { test.Deploy(Template({Custom("A", R"("Replace":"1","Fail":"Delete")")})); },
           [](ResumeTest& test) { ASSERT_TRUE(test.Update(Template({Custom("A", R"("Replace":"2")")})).has_value()); });
}

TEST_F(ResumeTest, DeleteGoesOn) {
  CheckAll(
      [](ResumeTest& test) {
        test.Deploy(Template({Custom("A"), Custom("B", R"("Of":{"Ref":"A"})")}));
      },
      [](ResumeTest& test) {
        ASSERT_TRUE(test.engine->DeleteStack({"demo", {}, ""}).has_value());
      });
}

TEST_F(ResumeTest, CancelledCreateIsDeleted) {
  CheckAll(kNothing, [](ResumeTest& test) {
    ASSERT_TRUE(
        test.Create(Template({Custom("A", R"("Hold":"Create")"), Custom("B", R"("Fail":"Create","Of":{"Ref":"C"})"),
                              Custom("C"), Custom("D", R"("Hold":"Create","Of":{"Ref":"C"})")}))
            .has_value());
  });
}

TEST_F(ResumeTest, CancelledUpdateWithAReplacementInFlightRollsBack) {
  CheckAll(
      [](ResumeTest& test) {
        test.Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B", R"("V":"1")")}));
      },
      [](ResumeTest& test) {
        ASSERT_TRUE(test.Update(Template({Custom("A", R"("Replace":"2","Hold":"Update")"),
                                          Custom("B", R"("Fail":"Update")"), Custom("N", R"("Hold":"Create")")}))
                        .has_value());
      });
}

TEST_F(ResumeTest, LateIdsAreStillDeleted) {
  options.late_answer = LateAnswer::kRecorded;
  const auto prepare = [](ResumeTest& test) {
    test.Stop();
    test.Start();
    test.Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B", R"("V":"1")")}));
    ASSERT_TRUE(test.Update(Template({Custom("A", R"("Replace":"2","Hold":"Update")"),
                                      Custom("AN", R"("Hold":"Create")"), Custom("B", R"("Fail":"Update")")}))
                    .has_value());
    while (test.Status() == "UPDATE_IN_PROGRESS") test.AnswerOne();
    test.Answer(test.held.at(0));
    while (test.Status() == "UPDATE_ROLLBACK_IN_PROGRESS") test.AnswerOne();
    test.Answer(test.held.at(1));  // while the Delete of the invented id is in flight
  };
  CheckAll(prepare, [](ResumeTest&) {});
}

TEST_F(ResumeTest, LateAnswerIsKnownAfterARestart) {
  options.late_answer = LateAnswer::kRecorded;
  Restart();
  ASSERT_TRUE(Create(Template({Custom("A", R"("Hold":"Create")"), Custom("B", R"("Fail":"Create")")})).has_value());
  AnswerOne();
  AnswerOne();
  const json::Value late = held.front();
  Restart();
  EXPECT_EQ(functions.events.size(), 2U);  // two Deletes; the Create is not delivered again
  Answer(late);
  EXPECT_EQ(Resources()[0].physical_id, "A-2");
}

TEST_F(ResumeTest, DeleteDuringCreationGoesOn) {
  CheckAll(
      [](ResumeTest& test) {
        ASSERT_TRUE(test.Create(Template({Custom("A"), Custom("B", R"("Hold":"Create","Of":{"Ref":"A"})"),
                                          Custom("C", R"("Of":{"Ref":"B"})")}))
                        .has_value());
        test.AnswerAll();
      },
      [](ResumeTest& test) {
        ASSERT_TRUE(test.engine->DeleteStack({"demo", {}, ""}).has_value());
      });
}

TEST_F(ResumeTest, ContinuedRollbackGoesOn) {
  const auto prepare = [](ResumeTest& test) {
    test.Deploy(Template({Custom("A", R"("Replace":"1","Fail":"Update")"), Custom("B", R"("V":"1","Fail":"Update")"),
                          Custom("C", R"("V":"1","Of":{"Ref":"B"})")}));
    ASSERT_TRUE(test.Update(Template({Custom("A", R"("Replace":"2")"), Custom("B", R"("V":"2","Of":{"Ref":"A"})"),
                                      Custom("C", R"("V":"2","Fail":"Update","Of":{"Ref":"B"})"), Custom("AN")}))
                    .has_value());
    test.AnswerAll();
    ASSERT_EQ(test.Status(), "UPDATE_ROLLBACK_FAILED");
  };
  for (const std::vector<std::string>& skipped : std::vector<std::vector<std::string>>{{"A"}, {"A", "B"}}) {
    Fresh();
    CheckAll(prepare, [&skipped](ResumeTest& test) {
      ASSERT_TRUE(test.engine->ContinueUpdateRollback("demo", skipped).has_value());
    });
  }
}

TEST_F(ResumeTest, CleanupGoesOnAfterADeleteThatFailedForGood) {
  const std::string unchanged = Custom("U");
  Deploy(Template({Custom("A"), Custom("B", R"("Fail":"Delete","Of":{"Ref":"A"})"), Custom("C", R"("Of":{"Ref":"A"})"),
                   unchanged}));
  ASSERT_TRUE(Update(Template({unchanged})).has_value());
  while (functions.events.size() > 1) {
    const json::Value event = NextEvent();
    *event.FindString("LogicalResourceId") == "B" ? Answer(event) : functions.events.push_back(event);
  }
  Restart();
  AnswerAll();
  EXPECT_THAT(Events(), testing::Contains("A DELETE_COMPLETE (A-1)"));
}

TEST_F(ResumeTest, RequestIsDeliveredAgainUnderItsIdWithAFreshUrl) {
  ASSERT_TRUE(Create(Template({Custom("A")})).has_value());
  const json::Value first = NextEvent();
  clock.Advance(Milliseconds(5'000));
  Restart();
  ASSERT_EQ(functions.events.size(), 1U);
  const json::Value second = functions.events.front();
  EXPECT_EQ(second.FindString("RequestId"), first.FindString("RequestId"));
  EXPECT_NE(second.FindString("ResponseURL"), first.FindString("ResponseURL"));
  // The old URL is still good.
  EXPECT_EQ(Put(*first.FindString("ResponseURL"), json::Write(ProviderAnswer(first, 1))).status, 200);
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

// A function that took the second delivery for the first would make its object twice.
TEST_F(ResumeTest, RequestDeliveredAgainIsAsOldAsALambdaRetry) {
  const auto date_of = [](const json::Value& event) {
    const auto url = http::ParseUrl(*event.FindString("ResponseURL")).value();
    return http::FindParameter(http::ParseQuery(http::QueryOf(url.target)), "X-Amz-Date").value();
  };
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B", R"("ServiceTimeout":40)")})).has_value());
  EXPECT_EQ(date_of(functions.events.front()), FormatBasicIso8601(clock.Now()));
  Restart();
  std::map<std::string, std::string> dates;
  for (const json::Value& event : functions.events) dates[*event.FindString("LogicalResourceId")] = date_of(event);
  EXPECT_EQ(dates["A"], FormatBasicIso8601(clock.Now() - Milliseconds(60'000)));
  EXPECT_EQ(dates["B"], FormatBasicIso8601(clock.Now() - Milliseconds(20'000)));
}

// Interrupting the local cloud must not turn a healthy deployment into a rollback.
TEST_F(ResumeTest, AStoppedHostHasRefusedNothing) {
  functions.is_stopped = true;
  ASSERT_TRUE(Create(Template({Custom("A")})).has_value());
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  functions.is_stopped = false;
  Restart();
  AnswerOne();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(ResumeTest, InterruptedOperationIsNamed) {
  ASSERT_TRUE(Create(Template({Custom("A")})).has_value());
  Stop();
  Start();
  const auto interrupted = engine->Resume().value();
  ASSERT_EQ(interrupted.size(), 1U);
  EXPECT_EQ(interrupted[0].stack_name, "demo");
}

TEST_F(ResumeTest, TimeoutThatPassedWhileNobodyRanIsHandled) {
  ASSERT_TRUE(Create(Template({Custom("A", R"("ServiceTimeout":1)")})).has_value());
  Stop();
  clock.Advance(Milliseconds(10'000));
  Start();
  ASSERT_TRUE(engine->Resume().has_value());
  ASSERT_TRUE(engine->Tick().has_value());
  EXPECT_EQ(Status(), "ROLLBACK_IN_PROGRESS");
}

class FullDiskTest : public TestCloud {
 protected:
  void LimitPages(int64_t pages) {
    ASSERT_TRUE(
        database
            ->Run([pages](Transaction& transaction) { transaction.Execute(Concat("PRAGMA max_page_count = ", pages)); })
            .has_value());
  }
  static std::string Large() { return Template({Custom("A", Concat("\"Text\":\"", std::string(40'000, 'x'), "\""))}); }
};

TEST_F(FullDiskTest, CreateReturnsTheErrorAndNothingIsThere) {
  LimitPages(1);
  const auto created = Create(Large());
  ASSERT_FALSE(created.has_value());
  EXPECT_EQ(created.error().code, ErrorCode::kIo);
  EXPECT_TRUE(engine->DescribeStacks(Engine::Include::kDeletedToo).empty());
  EXPECT_EQ(functions.invocations, 0);
  LimitPages(1'000'000);
  ASSERT_TRUE(Create(Large()).has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(FullDiskTest, RefusedAnswerCanBeSentAgain) {
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B", R"("Of":{"Ref":"A"})")})).has_value());
  const json::Value event = NextEvent();
  json::Object answer = ProviderAnswer(event, 1);
  answer.Set("PhysicalResourceId", std::string(1'000, 'i'));
  const std::string url = *event.FindString("ResponseURL");
  for (int tries = 0; tries < 20; ++tries) {  // so that no page has room left
    ASSERT_TRUE(Create(Template({Custom("A")}), Concat("filler", tries)).has_value());
  }
  functions.events.clear();
  LimitPages(1);
  EXPECT_EQ(Put(url, json::Write(answer)).status, 500);
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  EXPECT_EQ(Resources()[0].physical_id, "");
  EXPECT_TRUE(functions.events.empty());
  LimitPages(1'000'000);
  EXPECT_EQ(Put(url, json::Write(answer)).status, 200);
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(FullDiskTest, RefusedFailureCancelsNothing) {
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B")})).has_value());
  const json::Value first = NextEvent();
  const json::Value second = NextEvent();
  json::Object failure = ProviderAnswer(first, 1);
  failure.Set("Status", "FAILED");
  failure.Set("PhysicalResourceId", std::string(1'000, 'i'));
  for (int tries = 0; tries < 20; ++tries) {  // so that no page has room left
    ASSERT_TRUE(Create(Template({Custom("A")}), Concat("filler", tries)).has_value());
  }
  functions.events.clear();
  LimitPages(1);
  EXPECT_EQ(Put(*first.FindString("ResponseURL"), json::Write(failure)).status, 500);
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  EXPECT_EQ(Resources()[1].status, ResourceStatus::kCreateInProgress);
  LimitPages(1'000'000);
  Answer(second);
  EXPECT_EQ(Resources()[1].status, ResourceStatus::kCreateComplete);
  EXPECT_EQ(Put(*first.FindString("ResponseURL"), json::Write(failure)).status, 200);
  EXPECT_EQ(Status(), "ROLLBACK_IN_PROGRESS");
}

}  // namespace
}  // namespace genesys_cfn::emulator
