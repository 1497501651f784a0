// SPDX-License-Identifier: Apache-2.0
// Event sequences of aws-protocols.md 4.8.
#include "emulator/cloudformation/engine.h"

#include <gmock/gmock.h>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Lines = std::vector<std::string>;

class EngineTest : public TestCloud {};

constexpr std::string_view kNoLuck =
    "Received response status [FAILED] from custom resource. Message returned: no luck";

TEST_F(EngineTest, CreateIsInProgressBeforeItReturnsAndCompleteAfterTheAnswer) {
  ASSERT_TRUE(Create(Template({Custom("A")})).has_value());
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  EXPECT_THAT(Events(), ElementsAre("demo CREATE_IN_PROGRESS User Initiated", "A CREATE_IN_PROGRESS ()"));
  AnswerAll();
  EXPECT_THAT(Events(), ElementsAre("demo CREATE_IN_PROGRESS User Initiated", "A CREATE_IN_PROGRESS ()",
                                    "A CREATE_IN_PROGRESS (A-1) Resource creation Initiated", "A CREATE_COMPLETE (A-1)",
                                    "demo CREATE_COMPLETE"));
}

TEST_F(EngineTest, ReadyResourcesAreCreatedInParallelAndDependentsGetTheValues) {
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B"),
                               Custom("C", R"("Of":{"Ref":"A"},"Att":{"Fn::GetAtt":["B","Id"]},"N":5,"T":true)")}))
                  .has_value());
  ASSERT_EQ(functions.events.size(), 2U);
  AnswerOne();
  EXPECT_EQ(functions.events.size(), 1U);
  AnswerOne();
  ASSERT_EQ(functions.events.size(), 1U);
  const json::Value& properties = *functions.events.front().Find("ResourceProperties");
  EXPECT_EQ(properties.FindString("Of"), "A-1");
  EXPECT_EQ(properties.FindString("Att"), "B-2");
  EXPECT_EQ(properties.FindString("N"), "5");
  EXPECT_EQ(properties.FindString("T"), "true");
  EXPECT_EQ(functions.events.front().FindString("ServiceToken"), std::string(kProviderArn));
  EXPECT_EQ(functions.events.front().Find("PhysicalResourceId"), nullptr);
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(EngineTest, FailedCreateRollsBackInReverseOrderAndNeverStartsTheRest) {
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B", R"("Fail":"Create","Of":{"Ref":"A"})"),
                               Custom("C", R"("Of":{"Ref":"B"})")}))
                  .has_value());
  AnswerAll();
  EXPECT_THAT(PlainEvents(),
              ElementsAre("demo CREATE_IN_PROGRESS User Initiated", "A CREATE_IN_PROGRESS ()",
                          "A CREATE_IN_PROGRESS (A-1) Resource creation Initiated", "A CREATE_COMPLETE (A-1)",
                          "B CREATE_IN_PROGRESS ()", Concat("B CREATE_FAILED (B-2) ", kNoLuck),
                          "demo ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B]. Rollback "
                          "requested by user.",
                          "B DELETE_IN_PROGRESS (B-2)", "B DELETE_COMPLETE (B-2)", "A DELETE_IN_PROGRESS (A-1)",
                          "A DELETE_COMPLETE (A-1)", "demo ROLLBACK_COMPLETE"));
  EXPECT_THAT(Update(Template({Custom("A")})).error().message, HasSubstr("is in ROLLBACK_COMPLETE state"));
}

TEST_F(EngineTest, UpdateInPlaceTouchesOnlyWhatChanged) {
  Deploy(Template({Custom("A", R"("Value":"1")"), Custom("B")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Value":2)"), Custom("B")})).has_value());
  EXPECT_EQ(functions.events.front().Find("OldResourceProperties")->FindString("Value"), "1");
  EXPECT_EQ(functions.events.front().Find("ResourceProperties")->FindString("Value"), "2");
  AnswerAll();
  EXPECT_THAT(Events(), ElementsAre("demo UPDATE_IN_PROGRESS User Initiated", "A UPDATE_IN_PROGRESS (A-1)",
                                    "A UPDATE_COMPLETE (A-1)", "demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                                    "demo UPDATE_COMPLETE"));
}

TEST_F(EngineTest, NothingToUpdateIsRefused) {
  Deploy(Template({Custom("A", R"("Value":"5")")}));
  EXPECT_EQ(Update(Template({Custom("A", R"("Value":5)")})).error().message, "No updates are to be performed.");
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(EngineTest, ReplacementDeletesTheOldIdWithTheOldPropertiesInTheCleanup) {
  Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B", R"("Of":{"Ref":"A"})")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2")"), Custom("B", R"("Of":{"Ref":"A"})")})).has_value());
  AnswerOne();
  AnswerOne();
  ASSERT_EQ(functions.events.size(), 1U);
  EXPECT_EQ(functions.events.front().FindString("RequestType"), "Delete");
  EXPECT_EQ(functions.events.front().Find("ResourceProperties")->FindString("Replace"), "1");
  AnswerAll();
  EXPECT_THAT(
      Events(),
      ElementsAre("demo UPDATE_IN_PROGRESS User Initiated", "A UPDATE_IN_PROGRESS (A-1)",
                  "A UPDATE_IN_PROGRESS (A-3) Requested update required the provider to create a new physical resource",
                  "A UPDATE_COMPLETE (A-3)", "B UPDATE_IN_PROGRESS (B-2)", "B UPDATE_COMPLETE (B-2)",
                  "demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "A DELETE_IN_PROGRESS (A-1)", "A DELETE_COMPLETE (A-1)",
                  "demo UPDATE_COMPLETE"));
}

TEST_F(EngineTest, CleanupDeleteIsTriedThreeTimesAndThenDropped) {
  Deploy(Template({Custom("A", R"("Replace":"1","Fail":"Delete")")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2")")})).has_value());
  AnswerAll();
  EXPECT_EQ(functions.invocations, 1 + 1 + 3);
  EXPECT_EQ(Events().back(), "demo UPDATE_COMPLETE Update successful. One or more resources could not be deleted.");
}

TEST_F(EngineTest, FailedUpdateIsUndoneByASecondUpdateAndNewResourcesGoInTheCleanup) {
  Deploy(Template({Custom("B", R"("Value":"1")")}));
  ASSERT_TRUE(Update(Template({Custom("A"), Custom("B", R"("Value":"2","Fail":"Update")")})).has_value());
  AnswerOne();
  AnswerOne();
  ASSERT_EQ(functions.events.size(), 1U);
  EXPECT_EQ(functions.events.front().Find("ResourceProperties")->FindString("Value"), "1");
  EXPECT_EQ(functions.events.front().Find("OldResourceProperties")->FindString("Value"), "2");
  AnswerAll();
  EXPECT_THAT(PlainEvents(),
              ElementsAre("demo UPDATE_IN_PROGRESS User Initiated", "A CREATE_IN_PROGRESS ()",
                          "B UPDATE_IN_PROGRESS (B-1)", "A CREATE_IN_PROGRESS (A-2) Resource creation Initiated",
                          "A CREATE_COMPLETE (A-2)", Concat("B UPDATE_FAILED (B-1) ", kNoLuck),
                          "demo UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [B]. ",
                          "B UPDATE_IN_PROGRESS (B-1)", "B UPDATE_COMPLETE (B-1)",
                          "demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "A DELETE_IN_PROGRESS (A-2)",
                          "A DELETE_COMPLETE (A-2)", "demo UPDATE_ROLLBACK_COMPLETE"));
  EXPECT_THAT(engine->GetTemplate("demo").value(), HasSubstr(R"("Value":"1")"));
}

TEST_F(EngineTest, RolledBackReplacementKeepsOneIdAndDeletesTheOthers) {
  Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2")"), Custom("B", R"("Fail":"Update","Of":{"Ref":"A"})")}))
                  .has_value());
  AnswerAll();
  // The fake provider makes a third one for the way back.
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(Resources()[0].physical_id, "A-5");
  const Lines events = Events();
  EXPECT_THAT(events, testing::Contains("A DELETE_COMPLETE (A-1)"));
  EXPECT_THAT(events, testing::Contains("A DELETE_COMPLETE (A-3)"));
}

TEST_F(EngineTest, RolledBackReplacementInTheOtherReadingSendsOnlyTheDeleteOfTheNewId) {
  options.replacement_rollback = ReplacementRollback::kDeleteNewOnly;
  Restart();
  Deploy(Template({Custom("A", R"("Replace":"1")"), Custom("B")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2")"), Custom("B", R"("Fail":"Update","Of":{"Ref":"A"})")}))
                  .has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(Resources()[0].physical_id, "A-1");
  const Lines events = Events();
  EXPECT_THAT(events, testing::Contains("A DELETE_COMPLETE (A-3)"));
  EXPECT_THAT(events, testing::Not(testing::Contains("A DELETE_COMPLETE (A-1)")));
}

TEST_F(EngineTest, FailedRollbackUpdateEndsInUpdateRollbackFailed) {
  Deploy(Template({Custom("A", R"("Value":"1","Fail":"Update")")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Value":"2","Fail":"Update")")})).has_value());
  AnswerAll();
  EXPECT_EQ(Events().back(), "demo UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [A]. ");
}

TEST_F(EngineTest, RemovedResourceIsDeletedInTheCleanup) {
  Deploy(Template({Custom("A"), Custom("B")}));
  ASSERT_TRUE(Update(Template({Custom("A")})).has_value());
  AnswerAll();
  EXPECT_THAT(Events(),
              ElementsAre("demo UPDATE_IN_PROGRESS User Initiated", "demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
                          "B DELETE_IN_PROGRESS (B-2)", "B DELETE_COMPLETE (B-2)", "demo UPDATE_COMPLETE"));
}

TEST_F(EngineTest, DeleteGoesInReverseOrderAndFreesTheName) {
  Deploy(Template({Custom("A"), Custom("B", R"("Of":{"Ref":"A"})")}));
  const std::string id = engine->DescribeStack("demo").value().id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_EQ(Status(), "DELETE_IN_PROGRESS");
  AnswerAll();
  EXPECT_THAT(Events(id), ElementsAre("demo DELETE_IN_PROGRESS User Initiated", "B DELETE_IN_PROGRESS (B-2)",
                                      "B DELETE_COMPLETE (B-2)", "A DELETE_IN_PROGRESS (A-1)",
                                      "A DELETE_COMPLETE (A-1)", "demo DELETE_COMPLETE"));
  EXPECT_EQ(Status(), "Stack with id demo does not exist");
  EXPECT_EQ(Status(id), "DELETE_COMPLETE");
  EXPECT_TRUE(Create(Template({Custom("A")})).has_value());
}

TEST_F(EngineTest, WhatADeletedStackHadIsStillDescribed) {
  Deploy(Template({Custom("A"), Custom("B")}));
  const std::string id = engine->DescribeStack("demo").value().id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  AnswerAll();
  for (int start = 0; start < 2; ++start) {
    std::vector<std::string> described;
    for (const ResourceDescription& resource : Resources(id)) {
      described.push_back(Concat(resource.physical_id, " ", ToString(resource.status)));
    }
    EXPECT_THAT(described, ElementsAre("A-1 DELETE_COMPLETE", "B-2 DELETE_COMPLETE"));
    Restart();
  }
}

TEST_F(EngineTest, FailedDeleteCanBeRepeatedWithTheResourceRetained) {
  Deploy(Template({Custom("A"), Custom("B", R"("Of":{"Ref":"A"},"Fail":"Delete")")}));
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  AnswerAll();
  EXPECT_EQ(Events().back(), "demo DELETE_FAILED The following resource(s) failed to delete: [B]. ");
  const std::string id = engine->DescribeStack("demo").value().id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {"B"}, ""}).has_value());
  AnswerAll();
  EXPECT_EQ(Status(id), "DELETE_COMPLETE");
  EXPECT_THAT(Events(id), testing::Contains("B DELETE_SKIPPED (B-2)"));
}

TEST_F(EngineTest, PoliciesRetainWhatTheySay) {
  const std::string keep = R"(,"DeletionPolicy":"Retain","UpdateReplacePolicy":"Retain")";
  Deploy(Template(
      {Custom("A", R"("Replace":"1")", keep), Custom("B", "", R"(,"DeletionPolicy":"RetainExceptOnCreate")")}));
  ASSERT_TRUE(Update(Template({Custom("A", R"("Replace":"2")", keep)})).has_value());
  AnswerAll();
  EXPECT_THAT(Events(), testing::IsSupersetOf(Lines{"A DELETE_SKIPPED (A-1)", "B DELETE_SKIPPED (B-2)"}));
  const std::string id = engine->DescribeStack("demo").value().id;
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  EXPECT_EQ(Status(id), "DELETE_COMPLETE");
  EXPECT_EQ(functions.events.size(), 0U);
}

TEST_F(EngineTest, RetainExceptOnCreateIsDeletedWhenItsCreationIsRolledBack) {
  ASSERT_TRUE(Create(Template({Custom("A", "", R"(,"DeletionPolicy":"RetainExceptOnCreate")"),
                               Custom("B", R"("Fail":"Create","Of":{"Ref":"A"})")}))
                  .has_value());
  AnswerAll();
  EXPECT_THAT(Events(), testing::Contains("A DELETE_COMPLETE (A-1)"));
}

TEST_F(EngineTest, ServiceTokenCannotChange) {
  Deploy(Template({Custom("A")}));
  functions.functions["other"] = {};
  std::string other = Template({Custom("A")});
  other = ReplaceAll(other, "function:provider", "function:other");
  ASSERT_TRUE(Update(other).has_value());
  AnswerAll();
  EXPECT_THAT(Events(), testing::Contains("A UPDATE_FAILED (A-1) Modifying service token is not allowed."));
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(functions.invocations, 1);
}

TEST_F(EngineTest, UnknownFunctionFailsTheResourceAtOnce) {
  functions.functions.clear();
  ASSERT_TRUE(Create(Template({Custom("A")})).has_value());
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
  EXPECT_THAT(Events(), testing::Contains(Concat("A CREATE_FAILED () Function not found: ", kProviderArn)));
}

TEST_F(EngineTest, UnknownTypeIsRefusedBeforeAnythingIsMade) {
  const auto created = Create(R"({"Resources":{"Q":{"Type":"AWS::EC2::VPC"},"T":{"Type":"AWS::SNS::Topic"}}})");
  EXPECT_THAT(created.error().message,
              HasSubstr("Unrecognized resource types: [Q (AWS::EC2::VPC), T (AWS::SNS::Topic)]"));
  EXPECT_THAT(created.error().message, HasSubstr("--allow-unsupported"));
  EXPECT_TRUE(engine->DescribeStacks(Engine::Include::kDeletedToo).empty());
}

TEST_F(EngineTest, RoleNeedsACapability) {
  const auto created = Create(R"({"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{}}}})");
  ASSERT_FALSE(created.has_value());
  EXPECT_EQ(created.error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(created.error().message, "Requires capabilities : [CAPABILITY_IAM]");
}

TEST_F(EngineTest, FunctionOfTheSameTemplateServesItsCustomResource) {
  const std::string function =
      R"("F":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"own","Runtime":"provided.al2023",
         "Handler":"bootstrap","Role":"r","Code":{"S3Bucket":"code","S3Key":"bootstrap.zip"},"Timeout":60,"MemorySize":256,
         "Environment":{"Variables":{"MODE":"test"}}}})";
  ASSERT_TRUE(Create(Template({function, R"("A":{"Type":"Custom::Thing","Properties":
                              {"ServiceToken":{"Fn::GetAtt":["F","Arn"]}}})"}))
                  .has_value());
  EXPECT_EQ(functions.functions.at("own").timeout_seconds, 60);
  EXPECT_EQ(functions.functions.at("own").environment.at("MODE"), "test");
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
  ASSERT_TRUE(engine->DeleteStack({"demo", {}, ""}).has_value());
  AnswerAll();
  EXPECT_FALSE(functions.functions.contains("own"));
}

TEST_F(EngineTest, ExportsAreUniqueAndProtectedWhileImported) {
  const std::string exporting = R"(,"Outputs":{"O":{"Value":{"Ref":"A"},"Export":{"Name":"shared"}}})";
  Deploy(Template({Custom("A")}, exporting));
  ASSERT_TRUE(Create(Template({Custom("A")}, exporting), "second").has_value());
  AnswerAll();
  EXPECT_EQ(Status("second"), "ROLLBACK_COMPLETE");
  ASSERT_TRUE(Create(Template({Custom("I", R"("Of":{"Fn::ImportValue":"shared"})")}), "user").has_value());
  AnswerAll();
  ASSERT_EQ(Status("user"), "CREATE_COMPLETE");
  EXPECT_THAT(engine->ListImports("shared"), ElementsAre("user"));
  EXPECT_EQ(engine->DeleteStack({"demo", {}, ""}).error().message,
            "Export shared cannot be deleted as it is in use by user");
  ASSERT_TRUE(Update(Template({Custom("A", R"("V":"2")")})).has_value());
  AnswerAll();
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
  EXPECT_EQ(engine->ListExports().size(), 1U);
}

TEST_F(EngineTest, ProviderStackIsSeededOnceAndItsExportServes) {
  ASSERT_TRUE(engine->SeedProviderStack({}).has_value());
  ASSERT_TRUE(engine->SeedProviderStack({}).has_value());
  EXPECT_EQ(Status("genesys-cfn-provider"), "CREATE_COMPLETE");
  ASSERT_EQ(engine->ListExports().size(), 1U);
  EXPECT_EQ(engine->ListExports()[0].name, "genesys-cfn-ServiceToken");
  functions.functions.clear();
  Restart();
  EXPECT_TRUE(functions.functions.contains("genesys-cfn-provider"));
}

TEST_F(EngineTest, NoEchoValuesAreMaskedInDescriptionsAndEvents) {
  StackRequest request;
  request.stack_name = "demo";
  request.template_body = Template({Custom("A", R"("Password":{"Fn::Sub":"x-${Secret}"})")},
                                   R"(,"Parameters":{"Secret":{"Type":"String","NoEcho":true}})");
  request.parameters["Secret"] = {"hunter2", false};
  ASSERT_TRUE(engine->CreateStack(request).has_value());
  EXPECT_EQ(functions.events.front().Find("ResourceProperties")->FindString("Password"), "x-hunter2");
  EXPECT_EQ(engine->DescribeStack("demo").value().parameters[0].value, "****");
  for (const StackEvent& event : AllEvents()) {
    EXPECT_THAT(event.properties, testing::Not(HasSubstr("hunter2")));
  }
}

TEST_F(EngineTest, FiveHundredResourcesCostAnAnswerAndThreeEventsEach) {
  std::vector<std::string> resources;
  for (int i = 0; i < 500; ++i) {
    resources.push_back(
        Concat("\"R", i, "\":{\"Type\":\"Custom::T\",\"Properties\":{\"ServiceToken\":{\"Ref\":\"P\"}}}"));
  }
  const auto created = Create(
      Template(resources, Concat(",\"Parameters\":{\"P\":{\"Type\":\"String\",\"Default\":\"", kProviderArn, "\"}}")));
  ASSERT_TRUE(created.has_value()) << created.error().message;
  EXPECT_EQ(functions.events.size(), 500U);
  AnswerAll();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
  EXPECT_EQ(Events().size(), 500U * 3 + 2);
  EXPECT_EQ(functions.invocations, 500);
}

}  // namespace
}  // namespace genesys_cfn::emulator
