// SPDX-License-Identifier: Apache-2.0
#include "aws/cloudformation_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/scripted_client.h"
#include "aws/sigv4.h"
#include "base/text.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};

class CloudFormationClientTest : public ::testing::Test {
 protected:
  void Answer(int status, std::string body) {
    client_.answers.push_back(http::Response{status, {{"Content-Type", "text/xml"}}, std::move(body)});
  }
  void AnswerResult(const std::string& action, const std::string& inner) {
    Answer(200, Concat("<", action, "Response xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><", action,
                       "Result>", inner, "</", action, "Result><ResponseMetadata><RequestId>1</RequestId>",
                       "</ResponseMetadata></", action, "Response>"));
  }
  void AnswerError(int status, const std::string& code, const std::string& message) {
    Answer(status, Concat("<ErrorResponse xmlns=\"urn:x\"><Error><Type>Sender</Type><Code>", code, "</Code><Message>",
                          message, "</Message></Error><RequestId>1</RequestId></ErrorResponse>"));
  }
  std::vector<http::QueryParameter> Form(size_t request) { return http::ParseQuery(client_.requests.at(request).body); }
  std::optional<std::string> Sent(size_t request, std::string_view name) {
    return http::FindParameter(Form(request), name);
  }

  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt};
  ScriptedClient client_;
  FakeClock clock_{kNow};
  CloudFormationClient cloudformation_{{client_, clock_}, credentials_, "eu-west-1", "http://127.0.0.1:4566"};
};

TEST_F(CloudFormationClientTest, CreateStackSendsASignedForm) {
  AnswerResult("CreateStack", "<StackId>arn:stack</StackId>");
  const auto id = cloudformation_.CreateStack({.name = "demo",
                                               .template_body = "a: 1 & 2 + \xC3\xA9\n",
                                               .parameters = {{"Env", "a=b&c", false}, {"Old", "", true}},
                                               .capabilities = {"CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"}});
  ASSERT_TRUE(id) << id.error().message;
  EXPECT_EQ(*id, "arn:stack");
  const http::Request& request = client_.requests.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.headers.Get("Content-Type"), "application/x-www-form-urlencoded; charset=utf-8");
  EXPECT_EQ(Sent(0, "Action"), "CreateStack");
  EXPECT_EQ(Sent(0, "Version"), "2010-05-15");
  EXPECT_EQ(Sent(0, "TemplateBody"), "a: 1 & 2 + \xC3\xA9\n");
  EXPECT_EQ(Sent(0, "Parameters.member.1.ParameterKey"), "Env");
  EXPECT_EQ(Sent(0, "Parameters.member.1.ParameterValue"), "a=b&c");
  EXPECT_EQ(Sent(0, "Parameters.member.1.UsePreviousValue"), std::nullopt);
  EXPECT_EQ(Sent(0, "Parameters.member.2.UsePreviousValue"), "true");
  EXPECT_EQ(Sent(0, "Parameters.member.2.ParameterValue"), std::nullopt);
  EXPECT_EQ(Sent(0, "Capabilities.member.2"), "CAPABILITY_AUTO_EXPAND");
  const auto authorization = ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "cloudformation");
  EXPECT_TRUE(Verify(request, *authorization, credentials_, kNow));
}

TEST_F(CloudFormationClientTest, TagsAndTheRoleAreSentAndReadWhenThereAreAny) {
  AnswerResult("CreateStack", "<StackId>arn:stack</StackId>");
  CloudFormationClient::StackInput input{.name = "demo", .template_body = "x", .parameters = {}, .capabilities = {}};
  ASSERT_TRUE(cloudformation_.CreateStack(input));
  EXPECT_EQ(Sent(0, "Tags.member.1.Key"), std::nullopt) << "an update would take the tags away";
  EXPECT_EQ(Sent(0, "RoleARN"), std::nullopt);
  input.tags = {{"team", "desk"}, {"empty", ""}};
  input.role_arn = "arn:aws:iam::1:role/a";
  Answer(200, "<CreateChangeSetResponse><CreateChangeSetResult/></CreateChangeSetResponse>");
  ASSERT_TRUE(cloudformation_.CreateChangeSet(input, "c", ChangeSetType::kCreate));
  EXPECT_EQ(Sent(1, "Tags.member.1.Key"), "team");
  EXPECT_EQ(Sent(1, "Tags.member.1.Value"), "desk");
  EXPECT_EQ(Sent(1, "Tags.member.2.Value"), "");
  EXPECT_EQ(Sent(1, "RoleARN"), "arn:aws:iam::1:role/a");
  AnswerResult("DescribeStacks",
               "<Stacks><member><StackName>demo</StackName><RoleARN>arn:aws:iam::1:role/a</RoleARN><Tags><member>"
               "<Key>team</Key><Value>desk</Value></member></Tags></member></Stacks>");
  const auto stack = cloudformation_.DescribeStack("demo");
  ASSERT_TRUE(stack && stack->has_value());
  EXPECT_EQ((*stack)->role_arn, "arn:aws:iam::1:role/a");
  EXPECT_EQ((*stack)->tags, (std::vector<std::pair<std::string, std::string>>{{"team", "desk"}}));
}

TEST_F(CloudFormationClientTest, DescribeStackReadsEveryMember) {
  AnswerResult(
      "DescribeStacks",
      "<Stacks><member><StackId>arn:1</StackId><StackName>demo</StackName>"
      "<CreationTime>2026-01-02T03:04:05.678Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>"
      "<Description>a &amp; b &#x1F600; &lt;c&gt;</Description><RollbackConfiguration/><Tags/>"
      "<Parameters><member><ParameterKey>Env</ParameterKey><ParameterValue>dev</ParameterValue></member>"
      "</Parameters><Outputs><member><OutputKey>Id</OutputKey><OutputValue>custom_-_1</OutputValue>"
      "<ExportName>x</ExportName></member><member><OutputKey>Empty</OutputKey><OutputValue/></member></Outputs>"
      "</member></Stacks>");
  const auto stack = cloudformation_.DescribeStack("demo");
  ASSERT_TRUE(stack) << stack.error().message;
  ASSERT_TRUE(stack->has_value());
  EXPECT_EQ((*stack)->id, "arn:1");
  EXPECT_EQ((*stack)->status, "CREATE_COMPLETE");
  EXPECT_EQ((*stack)->status_reason, "");
  EXPECT_EQ((*stack)->last_updated_time, "");
  EXPECT_EQ((*stack)->description, "a & b \xF0\x9F\x98\x80 <c>");
  ASSERT_EQ((*stack)->parameters.size(), 1u);
  EXPECT_EQ((*stack)->parameters[0].value, "dev");
  ASSERT_EQ((*stack)->outputs.size(), 2u);
  EXPECT_EQ((*stack)->outputs[0].export_name, "x");
  EXPECT_EQ((*stack)->outputs[1].value, "");
  EXPECT_EQ(Sent(0, "StackName"), "demo");
}

TEST_F(CloudFormationClientTest, AStackThatDoesNotExistIsNoError) {
  AnswerError(400, "ValidationError", "Stack with id demo does not exist");
  const auto stack = cloudformation_.DescribeStack("demo");
  ASSERT_TRUE(stack) << stack.error().message;
  EXPECT_FALSE(stack->has_value());
  AnswerError(400, "ValidationError", "1 validation error detected");
  EXPECT_FALSE(cloudformation_.DescribeStack("???"));
}

TEST_F(CloudFormationClientTest, DescribeStacksFollowsThePagesAndLeavesOutDeletedStacks) {
  AnswerResult("DescribeStacks",
               "<Stacks><member><StackName>a</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member>"
               "<member><StackName>gone</StackName><StackStatus>DELETE_COMPLETE</StackStatus></member></Stacks>"
               "<NextToken>t+1/=</NextToken>");
  AnswerResult("DescribeStacks",
               "<Stacks><member><StackName>b</StackName><StackStatus>DELETE_FAILED</StackStatus></member></Stacks>");
  const auto stacks = cloudformation_.DescribeStacks();
  ASSERT_TRUE(stacks) << stacks.error().message;
  ASSERT_EQ(stacks->size(), 2u);
  EXPECT_EQ((*stacks)[1].name, "b");
  EXPECT_EQ(Sent(0, "NextToken"), std::nullopt);
  EXPECT_EQ(Sent(1, "NextToken"), "t+1/=");
}

TEST_F(CloudFormationClientTest, ATokenThatRepeatsEndsThePages) {
  AnswerResult("DescribeStacks", "<Stacks/><NextToken>again</NextToken>");
  client_.repeat_last = true;
  const auto stacks = cloudformation_.DescribeStacks();
  ASSERT_FALSE(stacks);
  EXPECT_THAT(stacks.error().message, HasSubstr("same NextToken"));
  EXPECT_EQ(client_.requests.size(), 2u);
}

TEST_F(CloudFormationClientTest, EventsStopBeforeTheKnownOne) {
  AnswerResult("DescribeStackEvents",
               "<StackEvents><member><EventId>3</EventId><StackName>demo</StackName><LogicalResourceId>A"
               "</LogicalResourceId><PhysicalResourceId>custom_-_1</PhysicalResourceId><ResourceType>Custom::X"
               "</ResourceType><Timestamp>T</Timestamp><ResourceStatus>CREATE_FAILED</ResourceStatus>"
               "<ResourceStatusReason>because  </ResourceStatusReason></member></StackEvents><NextToken>n</NextToken>");
  AnswerResult("DescribeStackEvents",
               "<StackEvents><member><EventId>2</EventId></member><member><EventId>1</EventId></member></StackEvents>"
               "<NextToken>m</NextToken>");
  const auto events = cloudformation_.DescribeStackEvents("demo", "1");
  ASSERT_TRUE(events) << events.error().message;
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].event_id, "3");
  EXPECT_EQ((*events)[0].logical_id, "A");
  EXPECT_EQ((*events)[0].physical_id, "custom_-_1");
  EXPECT_EQ((*events)[0].status, "CREATE_FAILED");
  EXPECT_EQ((*events)[0].reason, "because  ");
  EXPECT_EQ(client_.requests.size(), 2u);
}

TEST_F(CloudFormationClientTest, ResourcesAreListed) {
  AnswerResult("ListStackResources",
               "<StackResourceSummaries><member><LogicalResourceId>A</LogicalResourceId><ResourceType>Custom::X"
               "</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>T"
               "</LastUpdatedTimestamp></member></StackResourceSummaries>");
  const auto resources = cloudformation_.ListStackResources("demo");
  ASSERT_TRUE(resources) << resources.error().message;
  ASSERT_EQ(resources->size(), 1u);
  EXPECT_EQ((*resources)[0].type, "Custom::X");
  EXPECT_EQ((*resources)[0].physical_id, "");
  EXPECT_EQ((*resources)[0].last_updated, "T");
}

TEST_F(CloudFormationClientTest, AResourceIsDescribed) {
  AnswerResult("DescribeStackResource",
               "<StackResourceDetail><LogicalResourceId>A</LogicalResourceId><PhysicalResourceId>custom_-_1"
               "</PhysicalResourceId><ResourceType>Custom::X</ResourceType><ResourceStatus>UPDATE_IN_PROGRESS"
               "</ResourceStatus><LastUpdatedTimestamp>T</LastUpdatedTimestamp></StackResourceDetail>");
  const auto resource = cloudformation_.DescribeStackResource("demo", "A");
  ASSERT_TRUE(resource && *resource) << resource.error().message;
  EXPECT_EQ((*resource)->physical_id, "custom_-_1");
  EXPECT_EQ((*resource)->status, "UPDATE_IN_PROGRESS");
  EXPECT_EQ((*resource)->last_updated, "T");
  EXPECT_EQ(Sent(0, "StackName"), "demo");
  EXPECT_EQ(Sent(0, "LogicalResourceId"), "A");
}

TEST_F(CloudFormationClientTest, AResourceOrStackThatDoesNotExistIsNoError) {
  for (const char* text : {"Resource A does not exist for stack demo", "Stack 'demo' does not exist"}) {
    AnswerError(400, "ValidationError", text);
    const auto resource = cloudformation_.DescribeStackResource("demo", "A");
    ASSERT_TRUE(resource) << resource.error().message;
    EXPECT_FALSE(*resource);
  }
  AnswerError(403, "AccessDenied", "not authorized to perform: cloudformation:DescribeStackResource");
  EXPECT_EQ(cloudformation_.DescribeStackResource("demo", "A").error().code, ErrorCode::kPermissionDenied);
}

TEST_F(CloudFormationClientTest, DeleteStackHasNoResult) {
  Answer(200, "<DeleteStackResponse><ResponseMetadata/></DeleteStackResponse>");
  EXPECT_TRUE(cloudformation_.DeleteStack("demo"));
  EXPECT_EQ(Sent(0, "Action"), "DeleteStack");
  EXPECT_EQ(Sent(0, "RoleARN"), std::nullopt);
  Answer(200, "<DeleteStackResponse><ResponseMetadata/></DeleteStackResponse>");
  EXPECT_TRUE(cloudformation_.DeleteStack("demo", "arn:aws:iam::1:role/a"));
  EXPECT_EQ(Sent(1, "RoleARN"), "arn:aws:iam::1:role/a");
}

TEST_F(CloudFormationClientTest, ServiceErrorsKeepTheirMessage) {
  const std::vector<std::tuple<int, std::string, ErrorCode>> cases = {
      {400, "ValidationError", ErrorCode::kInvalidInput},
      {400, "InsufficientCapabilitiesException", ErrorCode::kInvalidInput},
      {400, "AlreadyExistsException", ErrorCode::kConflict},
      {403, "SignatureDoesNotMatch", ErrorCode::kUnauthenticated},
      {403, "InvalidClientTokenId", ErrorCode::kUnauthenticated},
      {403, "AccessDenied", ErrorCode::kPermissionDenied},
      {400, "Throttling", ErrorCode::kRateLimited},
      {500, "InternalFailure", ErrorCode::kOutcomeUnknown},
  };
  for (const auto& [status, name, code] : cases) {
    AnswerError(status, name, "No updates &lt;x&gt; are to be performed.");
    const auto id =
        cloudformation_.UpdateStack({.name = "demo", .template_body = "x", .parameters = {}, .capabilities = {}});
    ASSERT_FALSE(id) << name;
    EXPECT_EQ(id.error().code, code) << name;
    EXPECT_EQ(id.error().message, "No updates <x> are to be performed.");
  }
  AnswerError(400, "OddError", "");
  EXPECT_THAT(cloudformation_.DescribeStacks().error().message, HasSubstr("OddError"));
}

TEST_F(CloudFormationClientTest, APageThatIsNoAnswerOfTheServiceIsToldApart) {
  Answer(502, "<!DOCTYPE html><html><body>Bad gateway</body></html>");
  const auto gateway = cloudformation_.DescribeStack("demo");
  ASSERT_FALSE(gateway);
  EXPECT_EQ(gateway.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(gateway.error().message, HasSubstr("HTTP status 502"));
  Answer(200, "<html><body>Sign in</body></html>");
  const auto portal = cloudformation_.DescribeStack("demo");
  ASSERT_FALSE(portal);
  EXPECT_THAT(portal.error().message, HasSubstr("<html>"));
}

TEST_F(CloudFormationClientTest, AnUnreadableAnswerToAChangeLeavesTheOutcomeUnknown) {
  for (const char* body : {"<CreateStackResponse><CreateStackResult><StackId>arn", "", "<CreateStackResponse/>"}) {
    Answer(200, body);
    const auto id =
        cloudformation_.CreateStack({.name = "demo", .template_body = "x", .parameters = {}, .capabilities = {}});
    ASSERT_FALSE(id) << body;
    EXPECT_EQ(id.error().code, ErrorCode::kOutcomeUnknown) << body;
  }
}

TEST_F(CloudFormationClientTest, TransportErrorsKeepTheirCodeAndNameTheCall) {
  client_.answers.push_back(Error{ErrorCode::kUnavailable, "connection refused"});
  const auto deleted = cloudformation_.DeleteStack("demo");
  ASSERT_FALSE(deleted);
  EXPECT_EQ(deleted.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(deleted.error().message, "CloudFormation DeleteStack: connection refused");
}

TEST_F(CloudFormationClientTest, GetTemplateGivesTheTextAsItWasGiven) {
  AnswerResult("GetTemplate", "<TemplateBody>a: 1 &amp; 2\n</TemplateBody><StagesAvailable/>");
  const auto text = cloudformation_.GetTemplate("demo", CloudFormationClient::TemplateStage::kOriginal);
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, "a: 1 & 2\n");
  EXPECT_EQ(Sent(0, "TemplateStage"), "Original");
}

TEST_F(CloudFormationClientTest, ListsOfStacksHaveAllPages) {
  AnswerResult("ListStacks",
               "<StackSummaries><member><StackId>1</StackId><StackName>a</StackName><StackStatus>DELETE_COMPLETE"
               "</StackStatus></member></StackSummaries><NextToken>t</NextToken>");
  AnswerResult("ListStacks", "<StackSummaries><member><StackId>2</StackId></member></StackSummaries>");
  const auto stacks = cloudformation_.ListStacks();
  ASSERT_TRUE(stacks) << stacks.error().message;
  ASSERT_EQ(stacks->size(), 2U);
  EXPECT_EQ((*stacks)[0].status, "DELETE_COMPLETE");
  EXPECT_EQ(Sent(1, "NextToken"), "t");
}

TEST_F(CloudFormationClientTest, AChangeSetIsExecutedByItsName) {
  Answer(200, "<ExecuteChangeSetResponse><ExecuteChangeSetResult/></ExecuteChangeSetResponse>");
  EXPECT_TRUE(cloudformation_.ExecuteChangeSet("demo", "changes"));
  EXPECT_EQ(Sent(0, "Action"), "ExecuteChangeSet");
  EXPECT_EQ(Sent(0, "StackName"), "demo");
  EXPECT_EQ(Sent(0, "ChangeSetName"), "changes");
}

TEST_F(CloudFormationClientTest, ExportsOfAllPages) {
  AnswerResult("ListExports",
               "<Exports><member><Name>a</Name><Value>1</Value><ExportingStackId>s</ExportingStackId></member>"
               "</Exports><NextToken>more</NextToken>");
  AnswerResult("ListExports", "<Exports><member><Name>b</Name><Value>2</Value></member></Exports>");
  const auto exports = cloudformation_.ListExports();
  ASSERT_TRUE(exports) << exports.error().message;
  ASSERT_EQ(exports->size(), 2U);
  EXPECT_EQ((*exports)[0].exporting_stack_id, "s");
  EXPECT_EQ((*exports)[1].name, "b");
  EXPECT_EQ(Sent(1, "NextToken"), "more");
}

TEST_F(CloudFormationClientTest, ExpiredCredentialsSayWhatToDo) {
  AnswerError(403, "ExpiredToken", "The security token included in the request is expired");
  const auto stack = cloudformation_.DescribeStack("demo");
  ASSERT_FALSE(stack);
  EXPECT_EQ(stack.error().code, ErrorCode::kUnauthenticated);
  EXPECT_THAT(stack.error().message, HasSubstr("get new ones"));
}

class PatientCloudFormationClientTest : public CloudFormationClientTest {
 protected:
  SystemRandom random_;
  CloudFormationClient patient_{{client_, clock_, &random_}, credentials_, "eu-west-1", "http://127.0.0.1:4566"};
};

TEST_F(PatientCloudFormationClientTest, ThrottlingIsWaitedFor) {
  for (int i = 0; i < 4; ++i) AnswerError(400, "Throttling", "Rate exceeded");
  AnswerResult("CreateStack", "<StackId>arn:stack</StackId>");
  EXPECT_TRUE(patient_.CreateStack({"demo", "x", {}, {}}));
  EXPECT_EQ(client_.requests.size(), 5U);
  EXPECT_EQ(clock_.sleeps().size(), 4U);
}

TEST_F(PatientCloudFormationClientTest, ButNotForEver) {
  AnswerError(400, "Throttling", "Rate exceeded");
  client_.repeat_last = true;
  const auto stack = patient_.DescribeStack("demo");
  ASSERT_FALSE(stack);
  EXPECT_EQ(stack.error().code, ErrorCode::kRateLimited);
  EXPECT_GT(client_.requests.size(), 5U);
  EXPECT_LE(clock_.Now() - kNow, CloudFormationClient::kThrottlingPatience);
}

TEST_F(PatientCloudFormationClientTest, AReadIsRepeatedAndAWriteIsNot) {
  Answer(503, "");
  AnswerResult("DescribeStacks", "<Stacks/>");
  EXPECT_TRUE(patient_.DescribeStack("demo"));
  EXPECT_EQ(client_.requests.size(), 2U);
  Answer(503, "");
  EXPECT_EQ(patient_.CreateStack({"demo", "x", {}, {}}).error().code, ErrorCode::kOutcomeUnknown);
  EXPECT_EQ(client_.requests.size(), 3U);
}

}  // namespace
}  // namespace genesys_cfn::aws
