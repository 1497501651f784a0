// SPDX-License-Identifier: Apache-2.0
// Requests cancelled in flight, late answers in both readings, and operations given up from outside (aws-protocols.md
// 1.7 rule 6, 4.7, 4.8).
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view kNoLuck =
    "Received response status [FAILED] from custom resource. Message returned: no luck";

class CancellationTest : public TestCloud {
 protected:
  void Reopen() {
    Stop();
    Start();
    ASSERT_TRUE(engine->Resume().has_value());
  }
  // A is held by its function and then cancelled, because B fails.
  void CancelTheCreateOfA(const std::string& more = "") {
    ASSERT_TRUE(Create(Template({Custom("A", Concat(R"("Hold":"Create")", more)), Custom("B", R"("Fail":"Create")")}))
                    .has_value());
    AnswerOne();
    AnswerOne();
    ASSERT_EQ(Status(), "ROLLBACK_IN_PROGRESS");
  }
  // The same for an Update of A.
  void CancelTheUpdateOfA() {
    Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B", R"("V":"1")")}));
    ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2","Hold":"Update")"), Custom("B", R"("Fail":"Update")")}))
                    .has_value());
    AnswerOne();
    AnswerOne();
    ASSERT_EQ(Status(), "UPDATE_ROLLBACK_IN_PROGRESS");
  }
  std::string IdOfA() { return Resources()[0].physical_id; }
  void Timeout() {
    clock.Advance(Milliseconds(3'600'000));
    ASSERT_TRUE(engine->Tick().has_value());
  }
  // "Delete A A-1" of what waits for an answer.
  std::vector<std::string> Waiting() {
    std::vector<std::string> lines;
    for (const json::Value& event : functions.events) {
      lines.push_back(Concat(*event.FindString("RequestType"), " ", *event.FindString("LogicalResourceId"), " ",
                             event.FindString("PhysicalResourceId").value_or("-")));
    }
    return lines;
  }
};

TEST_F(CancellationTest, CreateInFlightIsCancelledAndItsDeleteSentAtOnceWithAnInventedId) {
  CancelTheCreateOfA();
  ASSERT_EQ(functions.events.size(), 2U);
  EXPECT_THAT(Waiting(), ElementsAre(StartsWith("Delete A demo-A-"), "Delete B B-1"));
  EXPECT_THAT(IdOfA(), StartsWith("demo-A-"));
  AnswerAll();
  EXPECT_THAT(
      PlainEvents(),
      ElementsAre("demo CREATE_IN_PROGRESS User Initiated", "A CREATE_IN_PROGRESS ()", "B CREATE_IN_PROGRESS ()",
                  Concat("B CREATE_FAILED (B-1) ", kNoLuck), "A CREATE_FAILED (demo-A-?) Resource creation cancelled",
                  "demo ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [A, B]. Rollback "
                  "requested by user.",
                  "A DELETE_IN_PROGRESS (demo-A-?)", "B DELETE_IN_PROGRESS (B-1)", "A DELETE_COMPLETE (demo-A-?)",
                  "B DELETE_COMPLETE (B-1)", "demo ROLLBACK_COMPLETE"));
}

TEST_F(CancellationTest, UpdateInFlightIsCancelledAndUndoneWhileItMayStillRun) {
  CancelTheUpdateOfA();
  ASSERT_EQ(functions.events.size(), 2U);
  const json::Value& back = functions.events.front();
  EXPECT_EQ(back.FindString("RequestType"), "Update");
  EXPECT_EQ(back.FindString("PhysicalResourceId"), "A-1");
  EXPECT_EQ(back.Find("OldResourceProperties")->FindString("Replace"), "2");
  EXPECT_EQ(back.Find("ResourceProperties")->FindString("Replace"), "1");
  EXPECT_THAT(
      PlainEvents(),
      ElementsAre("demo UPDATE_IN_PROGRESS User Initiated", "A UPDATE_IN_PROGRESS (A-1)", "B UPDATE_IN_PROGRESS (B-2)",
                  Concat("B UPDATE_FAILED (B-2) ", kNoLuck), "A UPDATE_FAILED (A-1) Resource update cancelled",
                  "demo UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [B]. ",
                  "A UPDATE_IN_PROGRESS (A-1)", "B UPDATE_IN_PROGRESS (B-2)"));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
}

TEST_F(CancellationTest, CreateCancelledInAnUpdateIsDeletedInTheCleanup) {
  Deploy(Template({Custom("B", R"("V":"1")")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Hold":"Create")"), Custom("B", R"("Fail":"Update")")})).has_value());
  AnswerOne();
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Update B B-1"));
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre(StartsWith("Delete A demo-A-")));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_THAT(Events(),
              Contains(HasSubstr("failed to create: [A]. The following resource(s) failed to update: [B]. ")));
}

TEST_F(CancellationTest, WhatNoFunctionWasAskedForNeedsNoDelete) {
  functions.functions.clear();  // A is refused before B is delivered
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B")})).has_value());
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
  EXPECT_THAT(Events(), Contains("B CREATE_FAILED () Resource creation cancelled"));
  EXPECT_EQ(functions.invocations, 0);
}

TEST_F(CancellationTest, NativeCallsInFlightAreFinishedFirst) {
  const std::string group = R"("A":{"Type":"AWS::Logs::LogGroup","Properties":{"LogGroupName":"g"}})";
  ASSERT_TRUE(Create(Template({group, Custom("B"), Custom("C", R"("ServiceTimeout":"x")")})).has_value());
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
  EXPECT_THAT(Events(),
              testing::IsSupersetOf({"A CREATE_COMPLETE (g)", "B CREATE_FAILED () Resource creation cancelled",
                                     "A DELETE_COMPLETE (g)"}));
}

TEST_F(CancellationTest, CancelledCreateIsDeletedWhateverItsPolicy) {
  ASSERT_TRUE(Create(Template({Custom("A", R"("Hold":"Create","Fail":"Delete")", R"(,"DeletionPolicy":"Retain")"),
                               Custom("B", R"("Fail":"Create")")}))
                  .has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "ROLLBACK_FAILED");
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_THAT(Waiting(), ElementsAre(StartsWith("Delete A demo-A-")));
}

TEST_F(CancellationTest, LateAnswersAreIgnored) {
  CancelTheCreateOfA();
  Answer(held.front());
  EXPECT_THAT(IdOfA(), StartsWith("demo-A-"));
  AnswerAll();
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
  Answer(held.front());
  EXPECT_EQ(functions.invocations, 4);
}

TEST_F(CancellationTest, LateIdOfACreateIsDeletedAfterTheInventedOne) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  CancelTheCreateOfA();
  Answer(held.front());
  EXPECT_EQ(IdOfA(), "A-2");
  EXPECT_THAT(Waiting(), ElementsAre(StartsWith("Delete A demo-A-"), "Delete B B-1"));
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Delete B B-1", "Delete A A-2"));
  Answer(held.front());  // a second answer
  AnswerAll();
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
  EXPECT_THAT(PlainEvents(), testing::IsSupersetOf({"A DELETE_COMPLETE (demo-A-?)", "A DELETE_IN_PROGRESS (A-2)",
                                                    "A DELETE_COMPLETE (A-2)"}));
}

TEST_F(CancellationTest, LateIdOfACreateIsDeletedAtOnceWhenTheInventedOneIs) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  CancelTheCreateOfA();
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Delete B B-1"));
  Answer(held.front());
  EXPECT_THAT(Waiting(), ElementsAre("Delete B B-1", "Delete A A-3"));
  AnswerOne();
  EXPECT_EQ(Status(), "ROLLBACK_IN_PROGRESS");
  AnswerAll();
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
}

TEST_F(CancellationTest, LateIdMakesWhatTheCreateNeededWaitAgain) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B", R"("Hold":"Create","Of":{"Ref":"A"})"),
                               Custom("C", R"("Fail":"Create","Of":{"Ref":"A"})")}))
                  .has_value());
  AnswerOne();
  AnswerOne();
  AnswerOne();
  AnswerOne();
  ASSERT_THAT(Waiting(), ElementsAre("Delete C C-2"));
  Answer(held.front());
  ASSERT_THAT(Waiting(), ElementsAre("Delete C C-2", StartsWith("Delete B B-")));
  AnswerOne();
  EXPECT_EQ(Waiting().size(), 1U);  // A still waits for B
  AnswerAll();
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
}

TEST_F(CancellationTest, LateIdTakesTheInventedOnesPlaceBeforeTheCleanup) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  Deploy(Template({Custom("B", R"("V":"1")")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Hold":"Create")"), Custom("B", R"("Fail":"Update")")})).has_value());
  AnswerOne();
  AnswerOne();
  Answer(held.front());
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Delete A A-3"));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
}

TEST_F(CancellationTest, LateAnswerAfterItsTimeoutOrWithoutAnIdIsIgnored) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  CancelTheCreateOfA(R"(,"ServiceTimeout":60)");
  clock.Advance(Milliseconds(60'000));
  Answer(held.front());
  EXPECT_THAT(IdOfA(), StartsWith("demo-A-"));
  AnswerAll();
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  AnswerAll();
  held.clear();
  CancelTheCreateOfA();
  EXPECT_EQ(Put(*held.front().FindString("ResponseURL"), "nonsense").status, 200);
  Answer(held.front());  // not the first
  EXPECT_THAT(IdOfA(), StartsWith("demo-A-"));
}

TEST_F(CancellationTest, LateIdOfAnUpdateIsIgnored) {
  CancelTheUpdateOfA();
  Answer(held.front());
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_THAT(Events(), Not(Contains(HasSubstr("A DELETE_COMPLETE (A-4)"))));
}

TEST_F(CancellationTest, LateIdOfAnUpdateIsDeletedInTheCleanup) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  CancelTheUpdateOfA();
  Answer(held.front());  // A-4
  AnswerOne();           // the way back gives A-5
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Delete A A-4", "Delete A A-1"));
  EXPECT_EQ(functions.events.front().Find("ResourceProperties")->FindString("Replace"), "2");
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(IdOfA(), "A-5");
}

TEST_F(CancellationTest, LateIdOfAnUpdateIsDeletedAtOnceInTheCleanup) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  CancelTheUpdateOfA();
  AnswerOne();  // the way back gives A-4
  AnswerOne();
  ASSERT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS");
  Answer(held.front());
  EXPECT_THAT(Waiting(), ElementsAre("Delete A A-1", "Delete A A-6"));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(IdOfA(), "A-4");
}

TEST_F(CancellationTest, LateIdThatTheRollbackRecordsIsKept) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  CancelTheUpdateOfA();
  json::Value back = NextEvent();
  Answer(held.front());  // A-4
  json::Object answer = ProviderAnswer(back, 4);
  Put(*back.FindString("ResponseURL"), json::Write(answer));
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Delete A A-1"));
  AnswerAll();
  EXPECT_EQ(IdOfA(), "A-4");
}

TEST_F(CancellationTest, IdOfACancelledCreateMayBeHiddenUntilItsDeleteIsAnswered) {
  options.cancelled_create_id = CancelledCreateId::kHidden;
  Reopen();
  CancelTheCreateOfA();
  EXPECT_EQ(IdOfA(), "");
  EXPECT_THAT(Waiting(), Contains(StartsWith("Delete A demo-A-")));
  AnswerOne();
  EXPECT_THAT(IdOfA(), StartsWith("demo-A-"));
  EXPECT_THAT(PlainEvents(), testing::IsSupersetOf({"A CREATE_FAILED () Resource creation cancelled",
                                                    "A DELETE_IN_PROGRESS ()", "A DELETE_COMPLETE (demo-A-?)"}));
}

TEST_F(CancellationTest, WithoutRollbackWhatIsInFlightIsWaitedFor) {
  StackRequest request;
  request.stack_name = "demo";
  request.template_body = Template({Custom("A", R"("Hold":"Create")"), Custom("B", R"("Fail":"Create")")});
  request.on_failure = OnFailure::kDoNothing;
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  Answer(held.front());
  EXPECT_EQ(Events().back(), "demo CREATE_FAILED The following resource(s) failed to create: [B]. ");
  EXPECT_TRUE(functions.events.empty());
}

TEST_F(CancellationTest, UpdateFromCreateFailedMakesTheFailedOneAnewAndDeletesItsId) {
  StackRequest request;
  request.stack_name = "demo";
  request.template_body = Template({Custom("A"), Custom("B", R"("ServiceTimeout":60,"Hold":"Create")")});
  request.on_failure = OnFailure::kDoNothing;
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  Timeout();
  ASSERT_EQ(Status(), "CREATE_FAILED");
  EXPECT_EQ(Update(Template({Custom("A"), Custom("B")})).error().message,
            "This stack is currently in a non-terminal [CREATE_FAILED] state. To update the stack from this state, "
            "please use the disable-rollback parameter with update-stack API. To rollback to the last known good "
            "state, use the rollback-stack API");
  request.template_body = Template({Custom("A"), Custom("B")});
  ASSERT_TRUE(engine->UpdateStack(request).has_value());
  EXPECT_THAT(Waiting(), ElementsAre("Create B -"));
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre(StartsWith("Delete B demo-B-")));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_COMPLETE");
  EXPECT_EQ(Resources()[1].physical_id, "B-2");
}

class UpdateWithoutRollbackTest : public CancellationTest {
 protected:
  // A cannot be updated, B can, N cannot be made; the next in the same way.
  void FailTheUpdate() {
    Deploy(Template({Custom("A", R"("V":"1")"), Custom("B", R"("Replace":"1")")}));
    Send(Template({Custom("A", R"("V":"2","Fail":"Update")"), Custom("B", R"("Replace":"2")"),
                   Custom("N", R"("Fail":"Create")")}));
    AnswerAll();
    ASSERT_EQ(Events().back(),
              "demo UPDATE_FAILED The following resource(s) failed to create: [N]. The following resource(s) failed to "
              "update: [A]. ");
  }
  void Send(const std::string& body) {
    StackRequest request;
    request.stack_name = "demo";
    request.template_body = body;
    request.on_failure = OnFailure::kDoNothing;
    ASSERT_TRUE(engine->UpdateStack(request).has_value());
  }
};

TEST_F(UpdateWithoutRollbackTest, NextUpdateGoesOnFromWhatIsRecorded) {
  FailTheUpdate();
  EXPECT_THAT(Update(Template({Custom("A")})).error().message, HasSubstr("non-terminal [UPDATE_FAILED] state"));
  Send(Template({Custom("A", R"("V":"2")"), Custom("B", R"("Replace":"2")"), Custom("N")}));
  EXPECT_THAT(Waiting(), ElementsAre("Update A A-1", "Create N -"));
  EXPECT_EQ(functions.events.front().Find("OldResourceProperties")->FindString("Fail"), "Update");
  AnswerOne();
  AnswerOne();
  EXPECT_THAT(Waiting(), ElementsAre("Delete B B-2", "Delete N N-5"));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_COMPLETE");
  EXPECT_EQ(Resources().size(), 3U);
}

TEST_F(UpdateWithoutRollbackTest, StackCanBeDeletedFromThere) {
  FailTheUpdate();
  const std::string id = engine->DescribeStack("demo").value().id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_THAT(Waiting(), testing::UnorderedElementsAre("Delete A A-1", "Delete B B-2", "Delete B B-4", "Delete N N-5"));
  AnswerAll();
  EXPECT_EQ(Status(id), "DELETE_COMPLETE");
}

TEST_F(UpdateWithoutRollbackTest, CancelledUpdateOfANeverCompleteStackHasNothingToGoBackTo) {
  StackRequest request;
  request.stack_name = "demo";
  request.template_body = Template({Custom("A"), Custom("B", R"("Fail":"Create")")});
  request.on_failure = OnFailure::kDoNothing;
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  Send(Template({Custom("A"), Custom("B", R"("Hold":"Create")")}));
  ASSERT_TRUE(engine->CancelUpdate("demo").has_value());
  EXPECT_EQ(Status(), "UPDATE_FAILED");
  EXPECT_THAT(PlainEvents(), Contains("B CREATE_FAILED (demo-B-?) Resource creation cancelled"));
}

TEST_F(UpdateWithoutRollbackTest, LateIdIsRecordedEvenWhenTheNextUpdateHasBegun) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  StackRequest request;
  request.stack_name = "demo";
  request.template_body = Template({Custom("A", R"("Fail":"Create")")});
  request.on_failure = OnFailure::kDoNothing;
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  Send(Template({Custom("A", R"("Hold":"Create")")}));
  AnswerOne();
  ASSERT_TRUE(engine->CancelUpdate("demo").has_value());
  Send(Template({Custom("A")}));
  Answer(held.front());  // A-2
  AnswerOne();
  EXPECT_THAT(Waiting(), testing::UnorderedElementsAre("Delete A A-1", "Delete A A-2"));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_COMPLETE");
}

TEST_F(CancellationTest, DeleteDuringCreationCancelsWhatIsInFlight) {
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B", R"("Hold":"Create")"), Custom("C", R"("Of":{"Ref":"B"})")}))
                  .has_value());
  AnswerAll();
  const std::string id = engine->DescribeStack("demo").value().id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_EQ(Status(), "DELETE_IN_PROGRESS");
  EXPECT_THAT(Waiting(), ElementsAre("Delete A A-1", StartsWith("Delete B demo-B-")));
  AnswerAll();
  EXPECT_EQ(PlainEvents(id)[5], "demo DELETE_IN_PROGRESS User Initiated");
  EXPECT_EQ(PlainEvents(id)[6], "B CREATE_FAILED (demo-B-?) Resource creation cancelled");
  EXPECT_EQ(Events(id).back(), "demo DELETE_COMPLETE");
}

// Else the function would be deleted before it is made.
TEST_F(CancellationTest, DeleteDuringCreationWaitsForANativeCallOfAnotherThread) {
  std::thread other;
  std::atomic<bool> deleted = false;
  functions.on_put = [&] {
    other = std::thread([&] {
      EXPECT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
      deleted = true;
    });
    for (int tries = 0; tries < 1'000 && !deleted; ++tries) std::this_thread::yield();
  };
  const auto created = Create(Template({R"("F":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"own",
      "Runtime":"provided.al2023","Handler":"bootstrap","Role":"r","Code":{"S3Bucket":"code","S3Key":"bootstrap.zip"}}})",
                                        Custom("A", R"("Hold":"Create")")}));
  other.join();
  AnswerAll();
  EXPECT_EQ(Status(created.value()), "DELETE_COMPLETE");
  EXPECT_FALSE(functions.functions.contains("own"));
}

TEST_F(CancellationTest, DeleteDuringTheRollbackOfACreationGoesOnWithIt) {
  CancelTheCreateOfA();
  const std::string id = engine->DescribeStack("demo").value().id;
  AnswerOne();
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_THAT(Waiting(), ElementsAre("Delete B B-1"));
  AnswerAll();
  EXPECT_EQ(Status(id), "DELETE_COMPLETE");
}

TEST_F(CancellationTest, DeleteDuringAnUpdateIsRefused) {
  CancelTheUpdateOfA();
  EXPECT_THAT(engine->DeleteStack({"demo", {}, ""}).error().message,
              HasSubstr("cannot be deleted while in status UPDATE_ROLLBACK_IN_PROGRESS"));
}

TEST_F(CancellationTest, CancelledStackUpdateIsRolledBack) {
  Deploy(Template({Custom("A", R"("V":"1")")}));
  EXPECT_EQ(engine->CancelUpdate("demo").error().message,
            "CancelUpdateStack cannot be called from current stack status");
  EXPECT_EQ(engine->CancelUpdate("other").error().message, "Stack [other] does not exist");
  ASSERT_TRUE(Update(Template({Custom("A", R"("V":"2","Hold":"Update")"), Custom("N", R"("Hold":"Create")"),
                               Custom("O", R"("Of":{"Ref":"N"})")}))
                  .has_value());
  AnswerAll();
  ASSERT_TRUE(engine->CancelUpdate("demo").has_value());
  AnswerAll();
  EXPECT_THAT(
      PlainEvents(),
      ElementsAre("demo UPDATE_IN_PROGRESS User Initiated", "A UPDATE_IN_PROGRESS (A-1)", "N CREATE_IN_PROGRESS ()",
                  "A UPDATE_FAILED (A-1) Resource update cancelled",
                  "N CREATE_FAILED (demo-N-?) Resource creation cancelled",
                  "demo UPDATE_ROLLBACK_IN_PROGRESS User Initiated", "A UPDATE_IN_PROGRESS (A-1)",
                  "A UPDATE_COMPLETE (A-1)", "demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
                  "N DELETE_IN_PROGRESS (demo-N-?)", "N DELETE_COMPLETE (demo-N-?)", "demo UPDATE_ROLLBACK_COMPLETE"));
}

class ContinueRollbackTest : public CancellationTest {
 protected:
  // The way back of A fails; N has been made.
  void FailTheRollback() {
    Deploy(Template({Custom("A", R"("V":"1","Fail":"Update")"), Custom("C", R"("V":"1","Of":{"Ref":"A"})")}));
    ASSERT_TRUE(Update(Template({Custom("A", R"("V":"2","W":{"Ref":"N"},"Fail":"Update")"), Custom("N"),
                                 Custom("C", R"("V":"2","Of":{"Ref":"A"})")}))
                    .has_value());
    AnswerAll();
    ASSERT_EQ(Status(), "UPDATE_ROLLBACK_FAILED");
  }
};

TEST_F(ContinueRollbackTest, FailedWayBackIsTriedAgainAndTheRollbackGoesOn) {
  FailTheRollback();
  ASSERT_TRUE(engine->ContinueUpdateRollback("demo", {}).has_value());
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_IN_PROGRESS");
  ASSERT_THAT(Waiting(), ElementsAre("Update A A-1"));
  json::Value event = NextEvent();
  EXPECT_EQ(event.Find("OldResourceProperties")->FindString("V"), "2");
  EXPECT_EQ(event.Find("ResourceProperties")->FindString("V"), "1");
  json::Object answer = ProviderAnswer(event, 9);
  answer.Set("Status", "SUCCESS");
  Put(*event.FindString("ResponseURL"), json::Write(answer));
  EXPECT_THAT(Waiting(), ElementsAre("Delete N N-3"));
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(Resources().size(), 2U);
}

TEST_F(ContinueRollbackTest, SkippedResourceCountsAsRolledBack) {
  FailTheRollback();
  EXPECT_THAT(engine->ContinueUpdateRollback("demo", {"A", "C", "X"}).error().message,
              HasSubstr("These are not: [C, X]"));
  ASSERT_TRUE(engine->ContinueUpdateRollback("demo", {"A"}).has_value());
  AnswerAll();
  const auto events = PlainEvents();
  EXPECT_THAT(events, Contains("A UPDATE_COMPLETE (A-1) Resource skipped during UpdateRollback"));
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(engine->ContinueUpdateRollback("demo", {}).error().message,
            "RollbackUpdatedStack cannot be called from current stack status");
  // What is recorded is what the template says.
  EXPECT_EQ(Update(Template({Custom("A", R"("V":"1","Fail":"Update")"), Custom("C", R"("V":"1","Of":{"Ref":"A"})")}))
                .error()
                .message,
            "No updates are to be performed.");
}

TEST_F(ContinueRollbackTest, LateIdsAreRecordedWhileTheRollbackStandsStill) {
  options.late_answer = LateAnswer::kRecorded;
  Reopen();
  Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B", R"("V":"1","Fail":"Update")")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2","Hold":"Update")"), Custom("B", R"("Fail":"Update")"),
                               Custom("N", R"("Hold":"Create")")}))
                  .has_value());
  while (held.size() < 2) {
    functions.events.push_back(NextEvent());
    AnswerOne();
  }
  AnswerAll();
  ASSERT_EQ(Status(), "UPDATE_ROLLBACK_FAILED");
  while (!held.empty()) {
    Answer(held.front());
    held.pop_front();
  }
  ASSERT_TRUE(engine->ContinueUpdateRollback("demo", {"B"}).has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  std::vector<std::string> deleted;
  for (const std::string& line : Events()) {
    if (line.find("DELETE_COMPLETE") != std::string::npos) deleted.push_back(line);
  }
  EXPECT_EQ(deleted.size(), 3U) << testing::PrintToString(deleted);  // the old A, the late A, the late N
}

}  // namespace
}  // namespace genesys_cfn::emulator
