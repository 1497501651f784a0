// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/query_api.h"

#include <gmock/gmock.h>

#include "base/encoding.h"
#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::Not;

class QueryApiTest : public TestCloud {
 protected:
  http::Response Call(const std::vector<std::pair<std::string, std::string>>& parameters,
                      const http::Headers& headers = {}) {
    http::Request request{"POST", "", "/", headers, "Version=2010-05-15"};
    for (const auto& [name, value] : parameters) {
      request.body += Concat("&", PercentEncode(name), "=", PercentEncode(value));
    }
    CloudFormationService service(*engine, *types, random);
    return service.Handle(request);
  }
};

TEST_F(QueryApiTest, StackIsCreatedDescribedAndDeleted) {
  const http::Response created = Call({{"Action", "CreateStack"},
                                       {"StackName", "demo"},
                                       {"TemplateBody", Template({Custom("A", R"("V":{"Ref":"P"})")},
                                                                 R"(,"Parameters":{"P":{"Type":"String"}},
                                         "Outputs":{"Id":{"Value":{"Ref":"A"},"Description":"the <id>"}})")},
                                       {"Parameters.member.1.ParameterKey", "P"},
                                       {"Parameters.member.1.ParameterValue", "a&b"},
                                       {"Tags.member.1.Key", "team"},
                                       {"Tags.member.1.Value", "x"}});
  ASSERT_EQ(created.status, 200) << created.body;
  EXPECT_THAT(created.body,
              HasSubstr("<CreateStackResponse xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\">"
                        "<CreateStackResult><StackId>arn:aws:cloudformation:us-east-1:000000000000:stack/demo/"));
  EXPECT_THAT(Call({{"Action", "DescribeStacks"}}).body, Not(HasSubstr("<Outputs>")));
  AnswerAll();
  const std::string described = Call({{"Action", "DescribeStacks"}, {"StackName", "demo"}}).body;
  EXPECT_THAT(described, HasSubstr("<ParameterValue>a&amp;b</ParameterValue>"));
  EXPECT_THAT(described,
              HasSubstr("<OutputKey>Id</OutputKey><OutputValue>A-1</OutputValue><Description>the &lt;id&gt;"));
  EXPECT_THAT(described, HasSubstr("<StackStatus>CREATE_COMPLETE</StackStatus>"));
  EXPECT_THAT(described, HasSubstr("<RollbackConfiguration/>"));
  EXPECT_THAT(described, HasSubstr("<CreationTime>2026-01-02T03:03:19.000Z</CreationTime>"));
  const std::string deleted = Call({{"Action", "DeleteStack"}, {"StackName", "demo"}}).body;
  EXPECT_THAT(deleted, Not(HasSubstr("DeleteStackResult")));
  EXPECT_EQ(Status(), "DELETE_IN_PROGRESS");
}

TEST_F(QueryApiTest, ErrorsHaveTheServicesCodesAndTexts) {
  const http::Response missing = Call({{"Action", "DescribeStacks"}, {"StackName", "nope"}});
  EXPECT_EQ(missing.status, 400);
  EXPECT_THAT(missing.body,
              HasSubstr("<Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id nope "
                        "does not exist</Message></Error><RequestId>"));
  EXPECT_THAT(Call({{"Action", "UpdateStack"}, {"StackName", "nope"}, {"TemplateBody", Template({Custom("A")})}}).body,
              HasSubstr("<Message>Stack [nope] does not exist</Message>"));
  Deploy(Template({Custom("A")}));
  EXPECT_THAT(Call({{"Action", "CreateStack"}, {"StackName", "demo"}, {"TemplateBody", Template({Custom("A")})}}).body,
              HasSubstr("<Code>AlreadyExistsException</Code><Message>Stack [demo] already exists</Message>"));
  EXPECT_THAT(Call({{"Action", "DescribeStackResource"}, {"StackName", "demo"}, {"LogicalResourceId", "X"}}).body,
              HasSubstr("Resource X does not exist for stack demo"));
  EXPECT_THAT(Call({{"Action", "Teleport"}}).body, HasSubstr("<Code>InvalidAction</Code>"));
  EXPECT_THAT(Call({{"Action", "CreateStack"}, {"StackName", "1x"}, {"TemplateBody", "{}"}}).body,
              HasSubstr("Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"));
}

TEST_F(QueryApiTest, InlineTemplateHasALimit) {
  EXPECT_THAT(Call({{"Action", "ValidateTemplate"}, {"TemplateBody", std::string(51'201, ' ')}}).body,
              HasSubstr("Member must have length less than or equal to 51200"));
}

TEST_F(QueryApiTest, SignatureMustBeScopedToTheService) {
  const auto with = [](const std::string& service) {
    return http::Headers{
        {"Authorization", Concat("AWS4-HMAC-SHA256 Credential=any/20260102/us-east-1/", service,
                                 "/aws4_request, SignedHeaders=host, Signature=", std::string(64, '0'))}};
  };
  EXPECT_EQ(Call({{"Action", "DescribeStacks"}}, with("cloudformation")).status, 200);
  EXPECT_EQ(Call({{"Action", "DescribeStacks"}}, with("s3")).status, 403);
}

TEST_F(QueryApiTest, EventsArePagedNewestFirst) {
  std::vector<std::string> resources;
  for (int i = 0; i < 60; ++i) resources.push_back(Custom(Concat("R", i)));
  Deploy(Template(resources));
  const std::string first = Call({{"Action", "DescribeStackEvents"}, {"StackName", "demo"}}).body;
  EXPECT_THAT(first, HasSubstr("<StackEvents><member><StackId>"));
  EXPECT_THAT(first, HasSubstr("<ResourceStatus>CREATE_COMPLETE</ResourceStatus>"));
  const size_t at = first.find("<NextToken>");
  ASSERT_NE(at, std::string::npos);
  const std::string token = first.substr(at + 11, first.find("</NextToken>") - at - 11);
  const std::string last = Call({{"Action", "DescribeStackEvents"}, {"StackName", "demo"}, {"NextToken", token}}).body;
  EXPECT_THAT(last, Not(HasSubstr("<NextToken>")));
  EXPECT_THAT(last, HasSubstr("<ResourceStatusReason>User Initiated</ResourceStatusReason>"));
}

TEST_F(QueryApiTest, ReadsAnswerForADeployedStack) {
  Deploy(Template({Custom("A")}, R"(,"Outputs":{"O":{"Value":{"Ref":"A"},"Export":{"Name":"shared"}}})"));
  for (const char* action :
       {"DescribeStackResources", "ListStackResources", "ListStacks", "ListExports", "GetTemplate"}) {
    const http::Response response = Call({{"Action", action}, {"StackName", "demo"}});
    EXPECT_EQ(response.status, 200) << action << response.body;
  }
  EXPECT_THAT(Call({{"Action", "DescribeStackResource"}, {"StackName", "demo"}, {"LogicalResourceId", "A"}}).body,
              HasSubstr("<PhysicalResourceId>A-1</PhysicalResourceId>"));
  EXPECT_THAT(Call({{"Action", "ListExports"}}).body, HasSubstr("<Name>shared</Name><Value>A-1</Value>"));
  EXPECT_THAT(Call({{"Action", "ValidateTemplate"},
                    {"TemplateBody", R"({"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"x"}}}})"}})
                  .body,
              HasSubstr("<member>CAPABILITY_NAMED_IAM</member>"));
}

TEST_F(QueryApiTest, ResourceIsDescribedWithTheTimeOfItsLastChange) {
  ASSERT_TRUE(Create(Template({Custom("A")})).has_value());
  const auto describe = [this] {
    return Call({{"Action", "DescribeStackResource"}, {"StackName", "demo"}, {"LogicalResourceId", "A"}}).body;
  };
  EXPECT_THAT(describe(), Not(HasSubstr("<PhysicalResourceId>")));
  EXPECT_THAT(describe(), HasSubstr("<ResourceStatus>CREATE_IN_PROGRESS</ResourceStatus>"));
  clock.Advance(Milliseconds(5'000));
  AnswerAll();
  clock.Advance(Milliseconds(5'000));
  const std::string described = describe();
  EXPECT_THAT(described,
              HasSubstr(Concat("<DescribeStackResourceResult><StackResourceDetail><StackName>demo</StackName>"
                               "<StackId>",
                               engine->DescribeStack("demo").value().id, "</StackId>")));
  EXPECT_THAT(described, HasSubstr("<LogicalResourceId>A</LogicalResourceId><PhysicalResourceId>A-1<"));
  EXPECT_THAT(described, HasSubstr("<LastUpdatedTimestamp>2026-01-02T03:03:24.000Z</LastUpdatedTimestamp>"));
  EXPECT_THAT(described, HasSubstr("<ResourceStatus>CREATE_COMPLETE</ResourceStatus>"));
}

TEST_F(QueryApiTest, StackTellsWhenItWasUpdated) {
  Deploy(Template({Custom("A")}));
  EXPECT_THAT(Call({{"Action", "DescribeStacks"}, {"StackName", "demo"}}).body, Not(HasSubstr("<LastUpdatedTime>")));
  clock.Advance(Milliseconds(7'000));
  ASSERT_TRUE(Update(Template({Custom("A", R"("V":"2")")})).has_value());
  clock.Advance(Milliseconds(7'000));
  AnswerAll();
  EXPECT_THAT(Call({{"Action", "DescribeStacks"}, {"StackName", "demo"}}).body,
              HasSubstr("<LastUpdatedTime>2026-01-02T03:03:26.000Z</LastUpdatedTime>"));
}

TEST_F(QueryApiTest, UpdateIsCancelledAndItsRollbackContinued) {
  Deploy(Template({Custom("A", R"("V":"1","Fail":"Update")")}));
  EXPECT_THAT(Call({{"Action", "CancelUpdateStack"}, {"StackName", "demo"}}).body,
              HasSubstr("<Code>ValidationError</Code><Message>CancelUpdateStack cannot be called from current stack "
                        "status</Message>"));
  EXPECT_THAT(Call({{"Action", "ContinueUpdateRollback"}, {"StackName", "demo"}}).body,
              HasSubstr("<Code>ValidationError</Code><Message>RollbackUpdatedStack cannot be called from current stack "
                        "status</Message>"));
  for (const char* action : {"CancelUpdateStack", "ContinueUpdateRollback"}) {
    EXPECT_THAT(Call({{"Action", action}, {"StackName", "nope"}}).body, HasSubstr("Stack [nope] does not exist"));
    EXPECT_THAT(Call({{"Action", action}}).body, HasSubstr("Value null at 'stackName'"));
  }
  ASSERT_TRUE(Update(Template({Custom("A", R"("V":"2")")})).has_value());
  const http::Response cancelled =
      Call({{"Action", "CancelUpdateStack"}, {"StackName", "demo"}, {"ClientRequestToken", "mine"}});
  EXPECT_EQ(cancelled.status, 200) << cancelled.body;
  EXPECT_THAT(cancelled.body, Not(HasSubstr("CancelUpdateStackResult")));
  EXPECT_EQ(AllEvents().back().client_request_token, "mine");
  AnswerAll();
  ASSERT_EQ(Status(), "UPDATE_ROLLBACK_FAILED");
  EXPECT_THAT(
      Call({{"Action", "ContinueUpdateRollback"}, {"StackName", "demo"}, {"ResourcesToSkip.member.1", "B"}}).body,
      HasSubstr("ResourcesToSkip may name only resources of the stack demo that are in the UPDATE_FAILED state. "
                "These are not: [B]"));
  const http::Response continued =
      Call({{"Action", "ContinueUpdateRollback"}, {"StackName", "demo"}, {"ResourcesToSkip.member.1", "A"}});
  EXPECT_EQ(continued.status, 200) << continued.body;
  EXPECT_THAT(continued.body, HasSubstr("ContinueUpdateRollbackResult"));
  EXPECT_EQ(Status(), "UPDATE_ROLLBACK_COMPLETE");
}

}  // namespace
}  // namespace genesys_cfn::emulator
