// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/dispatch.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

using std::chrono::seconds;

class DispatchTest : public testing::Test {
 protected:
  DispatchTest() { Put(); }

  static FunctionConfiguration Configuration() {
    return {.name = "f", .executable = "/bin/f", .environment = {}, .timeout_seconds = 30};
  }
  void Put() { dispatch_.Put(Configuration()); }
  void Enqueue(const std::string& id) {
    dispatch_.Enqueue("f", {.request_id = id, .trace_id = "", .payload = "payload of " + id}, now_);
  }
  // The environments to start among the actions, in order; remembers kills, releases and failures.
  std::vector<EnvironmentId> Started() {
    std::vector<EnvironmentId> started;
    for (auto& action : dispatch_.TakeActions()) {
      if (const auto* start = std::get_if<Dispatch::StartEnvironment>(&action)) started.push_back(start->id);
      if (const auto* kill = std::get_if<Dispatch::KillEnvironment>(&action)) killed_.push_back(kill->id);
      if (const auto* release = std::get_if<Dispatch::ReleaseEnvironment>(&action)) released_.push_back(release->id);
      const auto* note = std::get_if<Dispatch::Note>(&action);
      if (note == nullptr) continue;
      if (note->event == "lambda.invocation_failed") {
        failures_.push_back(Field(*note, "request_id") + " " + Field(*note, "reason"));
        will_retry_ = std::get<bool>(note->fields.back().value);
      }
      if (note->event == "lambda.events_dropped") dropped_ += std::get<int64_t>(note->fields.back().value);
    }
    return started;
  }
  static std::string Field(const Dispatch::Note& note, std::string_view name) {
    for (const LogField& field : note.fields) {
      if (field.name == name) return std::get<std::string>(field.value);
    }
    return "";
  }
  // Calls `next` and returns the request id of the event that is there at once, or "".
  std::string Next(EnvironmentId id) {
    ticket_ = dispatch_.Next(id, now_).ticket;
    const auto delivery = dispatch_.Take(id, ticket_);
    return delivery.has_value() ? delivery->event.request_id : "";
  }
  RuntimeVerdict Respond(EnvironmentId id, const std::string& request_id) {
    return dispatch_.Answer(id, request_id, RuntimeAnswer::kResponse, "", now_).verdict;
  }
  void Advance(Milliseconds duration) {
    now_ += duration;
    dispatch_.Tick(now_);
  }
  // An environment that runs the event "a".
  EnvironmentId Running() {
    Enqueue("a");
    const EnvironmentId id = Started().at(0);
    EXPECT_EQ(Next(id), "a");
    return id;
  }

  Dispatch dispatch_{{.max_environments = 2}};
  SteadyTime now_{seconds(1000)};
  std::vector<EnvironmentId> killed_;
  std::vector<EnvironmentId> released_;
  std::vector<std::string> failures_;
  bool will_retry_ = false;
  int64_t dropped_ = 0;
  int64_t ticket_ = 0;
};

TEST_F(DispatchTest, StartsAnEnvironmentForEachEventUpToTheLimit) {
  for (const char* id : {"a", "b", "c"}) Enqueue(id);
  EXPECT_EQ(Started().size(), 2U);
}

TEST_F(DispatchTest, EventsAreDeliveredInTheirOrderWhicheverEnvironmentAsks) {
  for (const char* id : {"a", "b", "c"}) Enqueue(id);
  const auto started = Started();
  EXPECT_EQ(Next(started[1]), "a");
  EXPECT_EQ(Next(started[0]), "b");
  EXPECT_EQ(Respond(started[0], "b"), RuntimeVerdict::kAccepted);
  EXPECT_EQ(Next(started[0]), "c");
  EXPECT_TRUE(Started().empty());
}

TEST_F(DispatchTest, AnIdleEnvironmentTakesTheEventInsteadOfANewOne) {
  const EnvironmentId id = Running();
  EXPECT_EQ(Respond(id, "a"), RuntimeVerdict::kAccepted);
  EXPECT_EQ(Next(id), "");
  Enqueue("b");
  EXPECT_TRUE(Started().empty());
  EXPECT_EQ(dispatch_.Take(id, ticket_)->event.request_id, "b");
}

TEST_F(DispatchTest, RetriesAfterOneMinuteAndThenTwoWithTheSameEventAndThenGivesUp) {
  EnvironmentId id = Running();
  dispatch_.Exited(id, "crashed", now_);
  EXPECT_TRUE(Started().empty());
  EXPECT_TRUE(will_retry_);
  Advance(Milliseconds{59'999});
  EXPECT_TRUE(Started().empty());
  Advance(Milliseconds{1});
  id = Started().at(0);
  const auto delivery = dispatch_.Take(id, dispatch_.Next(id, now_).ticket);
  ASSERT_TRUE(delivery.has_value());
  EXPECT_EQ(delivery->event.request_id, "a");
  EXPECT_EQ(delivery->event.payload, "payload of a");
  EXPECT_EQ(delivery->event.attempt, 2);
  dispatch_.Exited(id, "crashed", now_);
  Advance(Milliseconds{119'999});
  EXPECT_TRUE(Started().empty());
  Advance(Milliseconds{1});
  id = Started().at(0);
  EXPECT_EQ(Next(id), "a");
  dispatch_.Exited(id, "crashed", now_);
  Started();
  EXPECT_EQ(failures_.size(), 3U);
  EXPECT_FALSE(will_retry_);
  EXPECT_EQ(dispatch_.NextDue(), std::nullopt);
}

TEST_F(DispatchTest, NoRetryWhenTheFunctionWantsNone) {
  FunctionConfiguration configuration = Configuration();
  configuration.max_retry_attempts = 0;
  dispatch_.Put(configuration);
  dispatch_.Exited(Running(), "crashed", now_);
  Started();
  EXPECT_FALSE(will_retry_);
  EXPECT_EQ(dispatch_.NextDue(), std::nullopt);
}

TEST_F(DispatchTest, APostedErrorFailsTheEventAndKeepsTheEnvironment) {
  const EnvironmentId id = Running();
  EXPECT_EQ(dispatch_.Answer(id, "a", RuntimeAnswer::kError, "Function.Odd", now_).verdict, RuntimeVerdict::kAccepted);
  Started();
  EXPECT_EQ(failures_, std::vector<std::string>{"a Function.Odd"});
  EXPECT_TRUE(killed_.empty());
  EXPECT_EQ(Next(id), "");
  Advance(seconds(59));
  Enqueue("b");
  EXPECT_EQ(dispatch_.Take(id, ticket_)->event.request_id, "b");
}

TEST_F(DispatchTest, TheTimeoutCountsFromTheDeliveryAndTheLateAnswerCountsForNothing) {
  Enqueue("a");
  const EnvironmentId id = Started().at(0);
  Advance(seconds(9));
  EXPECT_EQ(Next(id), "a");
  Advance(Milliseconds{29'999});
  EXPECT_TRUE(Started().empty() && killed_.empty());
  EXPECT_EQ(dispatch_.NextDue(), now_ + Milliseconds{1});
  Advance(Milliseconds{1});
  EXPECT_EQ(Respond(id, "a"), RuntimeVerdict::kStopping);
  dispatch_.Exited(id, "killed", now_);
  Started();
  EXPECT_EQ(killed_, std::vector{id});
  EXPECT_EQ(released_, std::vector{id});
  EXPECT_EQ(failures_, std::vector<std::string>{"a Sandbox.Timeout: Task timed out after 30.00 seconds"});
}

TEST_F(DispatchTest, AnAnswerBeforeTheEndOfTheProcessIsASuccess) {
  const EnvironmentId id = Running();
  EXPECT_EQ(Respond(id, "a"), RuntimeVerdict::kAccepted);
  dispatch_.Exited(id, "crashed", now_);
  Started();
  EXPECT_TRUE(failures_.empty());
  EXPECT_EQ(dispatch_.NextDue(), std::nullopt);
}

TEST_F(DispatchTest, ARuntimeThatAnsweredAndNeverAsksAgainIsKilledWithoutAFailure) {
  const EnvironmentId id = Running();
  EXPECT_EQ(Respond(id, "a"), RuntimeVerdict::kAccepted);
  Advance(seconds(30));
  Started();
  EXPECT_EQ(killed_, std::vector{id});
  EXPECT_TRUE(failures_.empty());
}

TEST_F(DispatchTest, AnEnvironmentThatEndsBeforeItAsksFailsTheOldestEventOnly) {
  for (const char* id : {"a", "b"}) Enqueue(id);
  const auto started = Started();
  dispatch_.Exited(started[0], "exit status 3", now_);
  EXPECT_TRUE(Started().empty());
  EXPECT_EQ(failures_, std::vector<std::string>{"a exit status 3"});
  EXPECT_EQ(Next(started[1]), "b");
}

TEST_F(DispatchTest, WaitingEventsGetANewEnvironmentWhenOneEnds) {
  for (const char* id : {"a", "b", "c", "d"}) Enqueue(id);
  const auto started = Started();
  Next(started[0]);
  Next(started[1]);
  dispatch_.Exited(started[0], "crashed", now_);
  EXPECT_EQ(Started().size(), 1U);
}

TEST_F(DispatchTest, APostedInitErrorIsTheReasonAndARuntimeThatStaysIsKilled) {
  Enqueue("a");
  const EnvironmentId id = Started().at(0);
  EXPECT_EQ(dispatch_.InitError(id, "Runtime.NoSecret", now_).verdict, RuntimeVerdict::kAccepted);
  Advance(seconds(2));
  Started();
  EXPECT_EQ(killed_, std::vector{id});
  EXPECT_EQ(failures_, std::vector<std::string>{"a Runtime.NoSecret"});
}

TEST_F(DispatchTest, AnInitialisationThatHangsTimesOut) {
  Enqueue("a");
  const EnvironmentId id = Started().at(0);
  Advance(Milliseconds{39'999});
  EXPECT_TRUE(Started().empty() && killed_.empty());
  Advance(Milliseconds{1});
  Started();
  EXPECT_EQ(killed_, std::vector{id});
  EXPECT_EQ(failures_.size(), 1U);
}

TEST_F(DispatchTest, IdleEnvironmentsEndAfterTheIdleTime) {
  const EnvironmentId id = Running();
  Respond(id, "a");
  Next(id);
  Advance(Milliseconds{59'999});
  Started();
  EXPECT_TRUE(killed_.empty());
  EXPECT_TRUE(dispatch_.IsWaiting(id, ticket_));
  Advance(Milliseconds{1});
  Started();
  EXPECT_EQ(killed_, std::vector{id});
  EXPECT_FALSE(dispatch_.IsWaiting(id, ticket_));
}

TEST_F(DispatchTest, AnEventDoesNotGoToAnEnvironmentThatEnds) {
  const EnvironmentId id = Running();
  Respond(id, "a");
  Next(id);
  Advance(seconds(60));
  Enqueue("b");
  EXPECT_EQ(Started().size(), 1U);
  EXPECT_FALSE(dispatch_.Take(id, ticket_).has_value());
}

TEST_F(DispatchTest, ANewerCallOfNextReplacesTheOlder) {
  const EnvironmentId id = Running();
  Respond(id, "a");
  Next(id);
  const int64_t older = ticket_;
  Next(id);
  EXPECT_FALSE(dispatch_.IsWaiting(id, older));
  Enqueue("b");
  EXPECT_FALSE(dispatch_.Take(id, older).has_value());
  EXPECT_EQ(dispatch_.Take(id, ticket_)->event.request_id, "b");
}

TEST_F(DispatchTest, AReplacedFunctionFinishesItsEventsAndStartsNewEnvironments) {
  const EnvironmentId busy = Running();
  Enqueue("b");
  const EnvironmentId fresh = Started().at(0);
  Put();
  Started();
  EXPECT_EQ(killed_, std::vector{fresh});
  dispatch_.Exited(fresh, "killed", now_);
  const EnvironmentId renewed = Started().at(0);
  EXPECT_EQ(Respond(busy, "a"), RuntimeVerdict::kAccepted);
  EXPECT_EQ(Next(busy), "");
  EXPECT_EQ(Next(renewed), "b");
  Started();
  EXPECT_TRUE(failures_.empty());
  EXPECT_EQ(killed_, (std::vector{fresh, busy}));
}

TEST_F(DispatchTest, ADeletedFunctionDropsWhatWaitsAndFinishesWhatRuns) {
  const EnvironmentId busy = Running();
  for (const char* id : {"b", "c"}) Enqueue(id);
  dispatch_.Exited(Started().at(0), "exit status 1", now_);  // "b" waits for its retry
  dispatch_.Delete("f");
  Started();
  EXPECT_EQ(dropped_, 2);
  EXPECT_EQ(Respond(busy, "a"), RuntimeVerdict::kAccepted);
  Advance(seconds(600));
  dispatch_.Exited(busy, "killed", now_);
  EXPECT_TRUE(Started().empty());
  EXPECT_EQ(dispatch_.NextDue(), std::nullopt);
}

TEST_F(DispatchTest, AFunctionMadeAgainDoesNotInheritTheRetriesOfTheOldOne) {
  const EnvironmentId busy = Running();
  dispatch_.Delete("f");
  Put();
  dispatch_.Exited(busy, "crashed", now_);
  Started();
  EXPECT_FALSE(will_retry_);
  EXPECT_EQ(dispatch_.NextDue(), std::nullopt);
}

TEST_F(DispatchTest, ASynchronousEventHasItsOutcomeOnceAndNoRetry) {
  ASSERT_TRUE(dispatch_.Invoke("f", {.request_id = "s", .trace_id = "", .payload = ""}, now_));
  const EnvironmentId id = Started().at(0);
  EXPECT_EQ(Next(id), "s");
  EXPECT_FALSE(dispatch_.TakeOutcome("s").has_value());
  dispatch_.Answer(id, "s", RuntimeAnswer::kResponse, "", now_, {"42", "log"});
  const auto outcome = dispatch_.TakeOutcome("s");
  ASSERT_TRUE(outcome.has_value());
  EXPECT_FALSE(outcome->failed);
  EXPECT_EQ(outcome->payload, "42");
  EXPECT_EQ(outcome->log, "log");
  EXPECT_FALSE(dispatch_.TakeOutcome("s").has_value());

  EXPECT_EQ(Next(id), "");
  ASSERT_TRUE(dispatch_.Invoke("f", {.request_id = "t", .trace_id = "", .payload = ""}, now_));
  EXPECT_EQ(dispatch_.Take(id, ticket_)->event.request_id, "t");
  Advance(seconds(30));
  EXPECT_EQ(
      dispatch_.TakeOutcome("t")->payload,
      R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: t Error: Task timed out after 30.00 seconds"})");
  Advance(seconds(200));
  EXPECT_TRUE(Started().empty());
}

TEST_F(DispatchTest, AnAbandonedSynchronousEventGoesOnAndLeavesNoOutcome) {
  ASSERT_TRUE(dispatch_.Invoke("f", {.request_id = "s", .trace_id = "", .payload = ""}, now_));
  const EnvironmentId id = Started().at(0);
  EXPECT_EQ(Next(id), "s");
  dispatch_.Abandon("s");
  EXPECT_EQ(dispatch_.Answer(id, "s", RuntimeAnswer::kResponse, "", now_, {"42", "log"}).verdict,
            RuntimeVerdict::kAccepted);
  EXPECT_FALSE(dispatch_.TakeOutcome("s").has_value());
}

TEST_F(DispatchTest, ReservedConcurrencyRefusesSynchronousEventsAndLetsOthersWait) {
  FunctionConfiguration configuration = Configuration();
  configuration.reserved_concurrency = 1;
  dispatch_.Reconfigure(configuration, now_);
  const EnvironmentId id = Running();
  EXPECT_FALSE(dispatch_.Invoke("f", {.request_id = "s", .trace_id = "", .payload = ""}, now_));
  Enqueue("b");
  EXPECT_TRUE(Started().empty());
  EXPECT_EQ(Respond(id, "a"), RuntimeVerdict::kAccepted);
  EXPECT_EQ(Next(id), "b");
  configuration.reserved_concurrency = 0;
  dispatch_.Reconfigure(configuration, now_);
  EXPECT_EQ(Respond(id, "b"), RuntimeVerdict::kAccepted);
  Enqueue("c");
  EXPECT_EQ(Next(id), "");
  configuration.reserved_concurrency.reset();
  dispatch_.Reconfigure(configuration, now_);
  EXPECT_EQ(dispatch_.Take(id, ticket_)->event.request_id, "c");
}

TEST_F(DispatchTest, AnEventThatIsTooOldIsDroppedAndNotTriedAgain) {
  FunctionConfiguration configuration = Configuration();
  configuration.max_event_age_seconds = 60;
  configuration.reserved_concurrency = 0;
  dispatch_.Reconfigure(configuration, now_);
  Enqueue("a");
  EXPECT_EQ(dispatch_.NextDue(), now_ + seconds(60));
  Advance(seconds(60));
  configuration.reserved_concurrency.reset();
  dispatch_.Reconfigure(configuration, now_);
  EXPECT_TRUE(Started().empty());
  const EnvironmentId id = Running();
  dispatch_.Answer(id, "a", RuntimeAnswer::kError, "Function.Bad", now_);
  Started();
  EXPECT_FALSE(will_retry_);
}

TEST_F(DispatchTest, ADeletedFunctionEndsTheSynchronousEventsThatWait) {
  ASSERT_TRUE(dispatch_.Invoke("f", {.request_id = "s", .trace_id = "", .payload = ""}, now_));
  dispatch_.Delete("f");
  EXPECT_TRUE(dispatch_.TakeOutcome("s")->failed);
}

TEST_F(DispatchTest, AShutdownEndsEverythingAndRetriesNothing) {
  const EnvironmentId busy = Running();
  Enqueue("b");
  const EnvironmentId starting = Started().at(0);
  dispatch_.Shutdown();
  dispatch_.Exited(busy, "killed", now_);
  dispatch_.Exited(starting, "killed", now_);
  EXPECT_TRUE(Started().empty());
  EXPECT_EQ(killed_, (std::vector{busy, starting}));
  EXPECT_EQ(released_, (std::vector{busy, starting}));
  EXPECT_TRUE(failures_.empty());
  EXPECT_EQ(dropped_, 1);
  EXPECT_EQ(dispatch_.NextDue(), std::nullopt);
}

}  // namespace
}  // namespace genesys_cfn::emulator
