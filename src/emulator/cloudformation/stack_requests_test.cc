// SPDX-License-Identifier: Apache-2.0
// What can be asked of a stack beside create, update and delete.
#include <gmock/gmock.h>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class StackRequestsTest : public TestCloud {
 protected:
  static StackRequest Request(const std::string& body, OnFailure on_failure = OnFailure::kRollback) {
    StackRequest request;
    request.stack_name = "demo";
    request.template_body = body;
    request.on_failure = on_failure;
    return request;
  }
  void RollBack(bool retain_except_on_create = false) {
    const auto done = engine->RollBackStack({"demo", retain_except_on_create, ""});
    ASSERT_TRUE(done.has_value()) << done.error().message;
    AnswerAll();
  }
};

TEST_F(StackRequestsTest, AFailedCreationIsRolledBackOnRequest) {
  const std::string body = Template({Custom("A"), Custom("B", R"("Fail":"Create","Of":{"Ref":"A"})")});
  ASSERT_TRUE(engine->CreateStack(Request(body, OnFailure::kDoNothing)).has_value());
  AnswerAll();
  ASSERT_EQ(Status(), "CREATE_FAILED");
  RollBack();
  const auto events = Events();
  EXPECT_THAT(
      (std::vector<std::string>(events.end() - 6, events.end())),
      ElementsAre("demo ROLLBACK_IN_PROGRESS User Initiated", "B DELETE_IN_PROGRESS (B-2)", "B DELETE_COMPLETE (B-2)",
                  "A DELETE_IN_PROGRESS (A-1)", "A DELETE_COMPLETE (A-1)", "demo ROLLBACK_COMPLETE"));
  EXPECT_EQ(engine->RollBackStack({"demo", false, ""}).error().message,
            "RollbackStack cannot be called from current stack status");
  EXPECT_EQ(engine->RollBackStack({"nope", false, ""}).error().message, "Stack [nope] does not exist");
}

TEST_F(StackRequestsTest, AFailedUpdateGoesBackToTheOldProperties) {
  Deploy(Template({Custom("A", R"("V":"1")"), Custom("B")}));
  const std::string body =
      Template({Custom("A", R"("V":"2")"), Custom("B", R"("Fail":"Update","Of":{"Ref":"A"})"), Custom("C")});
  ASSERT_TRUE(engine->UpdateStack(Request(body, OnFailure::kDoNothing)).has_value());
  AnswerAll();
  ASSERT_EQ(Status(), "UPDATE_FAILED");
  ASSERT_TRUE(engine->RollBackStack({"demo", false, ""}).has_value());
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_IN_PROGRESS");
  EXPECT_EQ(functions.events.front().Find("ResourceProperties")->FindString("V"), "1");
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(Resources().size(), 2U);
}

TEST_F(StackRequestsTest, RetainExceptOnCreateDeletesWhatAFailedCreationMade) {
  const std::string body =
      Template({Custom("A", "", R"(,"DeletionPolicy":"Retain")"), Custom("B", R"("Fail":"Create","Of":{"Ref":"A"})")});
  StackRequest request = Request(body);
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  EXPECT_THAT(Events(), Contains("A DELETE_SKIPPED (A-1)"));
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  AnswerAll();
  request.retain_except_on_create = true;
  request.stack_name = "other";
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  EXPECT_THAT(Events("other"), Contains(HasSubstr("A DELETE_COMPLETE")));
}

TEST_F(StackRequestsTest, ACreationThatTakesTooLongIsRolledBack) {
  StackRequest request = Request(Template({Custom("A"), Custom("B", R"("Of":{"Ref":"A"})")}));
  request.timeout = std::chrono::minutes(5);
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerOne();
  clock.Advance(Milliseconds(299'000));
  EXPECT_EQ(engine->Tick().value(), engine->DescribeStack("demo")->created + std::chrono::minutes(5));
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  Restart();
  clock.Advance(Milliseconds(1'000));
  ASSERT_TRUE(engine->Tick().has_value());
  EXPECT_THAT(Events(), Contains("demo ROLLBACK_IN_PROGRESS Stack creation time exceeded the specified timeout. "
                                 "Rollback requested by user."));
  AnswerAll();
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
}

TEST_F(StackRequestsTest, ACreationInTimeIsNotTouchedLater) {
  StackRequest request = Request(Template({Custom("A", R"("V":"1")")}));
  request.timeout = std::chrono::minutes(5);
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  AnswerAll();
  ASSERT_TRUE(Update(Template({Custom("A", R"("V":"2")")})).has_value());
  clock.Advance(Milliseconds(301'000));
  ASSERT_TRUE(engine->Tick().has_value());
  EXPECT_EQ(Status(), "UPDATE_IN_PROGRESS");
}

TEST_F(StackRequestsTest, ForcedDeletionLeavesBehindWhatCannotBeDeleted) {
  Deploy(Template({Custom("A", R"("Fail":"Delete")"), Custom("B")}));
  EXPECT_THAT(engine->DeleteStack({"demo", {}, "", true}).error().message,
              HasSubstr("can only be specified for a stack in the DELETE_FAILED state"));
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  AnswerAll();
  ASSERT_EQ(Status(), "DELETE_FAILED");
  const std::string id = engine->DescribeStack("demo")->id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, "", true}).has_value());
  AnswerAll();
  EXPECT_EQ(Status(id), "DELETE_COMPLETE");
  EXPECT_EQ(AllEvents(id)[AllEvents(id).size() - 2].status, "DELETE_SKIPPED");
}

TEST_F(StackRequestsTest, TheSameTokenIsTheSameRequest) {
  StackRequest request = Request(Template({Custom("A", R"("V":"1")")}));
  request.client_request_token = "one";
  const auto created = engine->CreateStack(request);
  EXPECT_EQ(engine->CreateStack(request).value(), created.value());
  AnswerAll();
  EXPECT_EQ(engine->CreateStack(request).value(), created.value());
  EXPECT_EQ(functions.invocations, 1);
  request.template_body = Template({Custom("A", R"("V":"2")")});
  EXPECT_EQ(engine->UpdateStack(request).error(),
            (Error{ErrorCode::kConflict, "A client request token already exists"}));
  request.client_request_token = "two";
  ASSERT_TRUE(engine->UpdateStack(request).has_value());
  EXPECT_TRUE(engine->UpdateStack(request).has_value());
  AnswerAll();
  Restart();
  EXPECT_TRUE(engine->UpdateStack(request).has_value());
  EXPECT_EQ(functions.invocations, 2);
  request.client_request_token = "three";
  EXPECT_EQ(engine->UpdateStack(request).error().message, "No updates are to be performed.");
}

TEST_F(StackRequestsTest, ADeleteThatFailedIsNotRepeatedByItsToken) {
  Deploy(Template({Custom("A", R"("Fail":"Delete")")}));
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, "one"}).has_value());
  AnswerAll();
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, "one"}).has_value());
  EXPECT_EQ(Status(), "DELETE_FAILED");
  EXPECT_TRUE(functions.events.empty());
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, "two"}).has_value());
  EXPECT_EQ(Status(), "DELETE_IN_PROGRESS");
}

TEST_F(StackRequestsTest, TerminationProtectionRefusesTheDeletionUntilItIsTakenAway) {
  Deploy(Template({Custom("A")}));
  ASSERT_TRUE(engine->SetTerminationProtection("demo", true).has_value());
  Restart();
  EXPECT_EQ(engine->DeleteStack({"demo", {}, ""}).error().message,
            "Stack [demo] cannot be deleted while TerminationProtection is enabled");
  ASSERT_TRUE(engine->SetTerminationProtection("demo", false).has_value());
  EXPECT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_EQ(engine->SetTerminationProtection("nope", true).error().message, "Stack [nope] does not exist");
}

}  // namespace
}  // namespace genesys_cfn::emulator
