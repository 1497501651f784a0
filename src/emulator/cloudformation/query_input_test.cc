// SPDX-License-Identifier: Apache-2.0
// What comes in from outside: forms, members, template URLs.
#include <gmock/gmock.h>

#include "base/encoding.h"
#include "emulator/cloudformation/query_api.h"
#include "emulator/cloudformation/query_request.h"
#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result<QueryRequest> Parse(const std::string& body) {
  return QueryRequest::Parse({"POST", "", "/", {}, body});
}

TEST(QueryRequestTest, MembersComeInTheOrderOfTheirNumbers) {
  const auto query = Parse("L.member.10=c&L.member.2=b&L.member.1=a&R.member.3.Key=k&R.member.3.Value=v%26+w&E=");
  ASSERT_TRUE(query.has_value());
  EXPECT_THAT(query->List("L"), ElementsAre("a", "b", "c"));
  EXPECT_EQ(query->Records("R").at(0).at("Value"), "v& w");
  EXPECT_TRUE(query->HasList("E"));
  EXPECT_FALSE(query->HasList("X"));
}

TEST(QueryRequestTest, HugeAndWrongNumbersCostNothing) {
  const auto query = Parse(
      "L.member.999999999=a&L.member.99999999999999999999999=b&L.member.x=c&L.member.-1=d&L.member.=e&L.member=f");
  ASSERT_TRUE(query.has_value());
  EXPECT_THAT(query->List("L"), ElementsAre("a"));
  EXPECT_THAT(query->Records("L"), IsEmpty());
}

TEST(QueryRequestTest, WhatIsNoFormIsRefused) {
  for (const std::string& body : {std::string("A=%"), std::string("A=%0g"), std::string("A=%ff"), std::string("%ff=A"),
                                  std::string("A=1&A=2"), std::string("A=") + std::string((4 << 20), 'x')}) {
    EXPECT_FALSE(Parse(body).has_value()) << body.substr(0, 20);
  }
  std::string many;
  for (int i = 0; i <= 10'000; ++i) many += Concat("&P", i, "=");
  EXPECT_THAT(Parse(many).error().message, HasSubstr("more than 10000 parameters"));
  EXPECT_TRUE(Parse("&&&=&A&B==").has_value());
}

TEST(QueryRequestTest, FlagsAreTrueOrFalse) {
  const auto query = Parse("A=true&B=false&C=&D=yes");
  EXPECT_TRUE(query->Flag("A").value());
  EXPECT_FALSE(query->Flag("B").value());
  EXPECT_FALSE(query->Flag("C").value());
  EXPECT_THAT(query->Flag("D").error().message, HasSubstr("Value 'yes' at 'D'"));
}

TEST(TemplateUrlTest, EveryFormOfAnObjectsAddressIsRead) {
  const std::string own = "http://127.0.0.1:4566";
  for (const char* url :
       {"http://127.0.0.1:4566/b.ucket/k%20e/y", "http://localhost:4566/b.ucket/k%20e/y",
        "http://b.ucket.localhost:4566/k%20e/y", "http://b.ucket.127.0.0.1:4566/k%20e/y",
        "https://s3.amazonaws.com/b.ucket/k%20e/y", "https://s3.eu-west-1.amazonaws.com/b.ucket/k%20e/y",
        "https://s3-eu-west-1.amazonaws.com/b.ucket/k%20e/y", "https://b.ucket.s3.amazonaws.com/k%20e/y",
        "https://b.ucket.s3.eu-west-1.amazonaws.com/k%20e/y",
        "https://b.ucket.s3.dualstack.eu-west-1.amazonaws.com/k%20e/y",
        "https://s3.cn-north-1.amazonaws.com.cn/b.ucket/k%20e/y", "s3://b.ucket/k%20e/y"}) {
    const auto location = ParseTemplateUrl(url, own);
    ASSERT_TRUE(location.has_value()) << url;
    EXPECT_EQ(location->bucket, "b.ucket") << url;
    EXPECT_EQ(location->key, "k e/y") << url;
    EXPECT_EQ(location->version, "") << url;
  }
  EXPECT_EQ(ParseTemplateUrl("https://s3.amazonaws.com/b/k?versionId=v1", own)->version, "v1");
}

TEST(TemplateUrlTest, AnythingElseIsRefused) {
  for (const char* url : {"", "x", "file:///etc/passwd", "https://example.com/b/k", "https://s3.amazonaws.com",
                          "https://s3.amazonaws.com/", "https://s3.amazonaws.com/bucket", "https://s3.amazonaws.com/b/",
                          "https://b.s3.evil.example/k", "http://127.0.0.1:80/b/k", "https://s3.amazonaws.com/b/%zz",
                          "://", "s3://", "s3://b"}) {
    EXPECT_EQ(ParseTemplateUrl(url, "http://127.0.0.1:4566").error().message, "TemplateURL must be a supported URL.")
        << url;
  }
}

class QueryInputTest : public TestCloud {
 protected:
  std::string Call(const std::vector<std::pair<std::string, std::string>>& parameters) {
    http::Request request{"POST", "", "/", {}, "Version=2010-05-15"};
    for (const auto& [name, value] : parameters) {
      request.body += Concat("&", PercentEncode(name), "=", PercentEncode(value));
    }
    CloudFormationService service(*engine, *types, random, [](const TemplateLocation& location) -> Result<std::string> {
      if (location.key == "there") return Template({Custom("A")});
      return Error{ErrorCode::kInvalidInput, "The specified key does not exist."};
    });
    return service.Handle(request).body;
  }
  std::string Create(const std::string& name, const std::string& value) {
    return Call(
        {{"Action", "CreateStack"}, {"StackName", "demo"}, {"TemplateBody", Template({Custom("A")})}, {name, value}});
  }
};

TEST_F(QueryInputTest, TemplatesAreReadByUrl) {
  EXPECT_THAT(Call({{"Action", "CreateStack"}, {"StackName", "demo"}, {"TemplateURL", "s3://b/none"}}),
              HasSubstr("<Code>ValidationError</Code><Message>S3 error: The specified key does not exist.\nFor more"));
  EXPECT_THAT(Call({{"Action", "CreateStack"}, {"StackName", "demo"}, {"TemplateURL", "s3://b/there"}}),
              HasSubstr("<StackId>"));
  EXPECT_THAT(Create("TemplateURL", "s3://b/there"), HasSubstr("not both"));
  EXPECT_THAT(Call({{"Action", "ValidateTemplate"}}), HasSubstr("Either Template URL or Template Body must be"));
}

TEST_F(QueryInputTest, WrongMembersAreNamed) {
  EXPECT_THAT(Create("DisableRollback", "maybe"), HasSubstr("Value 'maybe' at 'DisableRollback'"));
  EXPECT_THAT(Create("OnFailure", "PANIC"), HasSubstr("[ROLLBACK, DELETE, DO_NOTHING]"));
  EXPECT_THAT(Create("TimeoutInMinutes", "0"), HasSubstr("have value greater than or equal to 1"));
  EXPECT_THAT(Create("Capabilities.member.1", "X"), HasSubstr("at 'capabilities' failed to satisfy constraint"));
  EXPECT_THAT(Create("ClientRequestToken", "a b"), HasSubstr("[a-zA-Z0-9][-a-zA-Z0-9]*"));
  EXPECT_THAT(Create("ClientRequestToken", std::string(129, 'a')), HasSubstr("less than or equal to 128"));
  EXPECT_THAT(Create("Tags.member.1.Value", "no key"), HasSubstr("have length between 1 and 128"));
  EXPECT_THAT(Create("Tags.member.1.Key", "AWS:x"), HasSubstr("aws: prefixed tag key names are not allowed"));
  EXPECT_THAT(Create("UsePreviousTemplate", "true"), HasSubstr("cannot both be specified"));
  EXPECT_THAT(Create("Version", "2010-05-15"), HasSubstr("<Code>MalformedQueryString</Code>"));
  EXPECT_THAT(Call({{"Action", "DeleteStack"}, {"StackName", "demo"}, {"DeletionMode", "X"}}),
              HasSubstr("[STANDARD, FORCE_DELETE_STACK]"));
  EXPECT_THAT(Call({{"Action", "ListStacks"}, {"NextToken", "xyz"}}), HasSubstr("NextToken is not one"));
  EXPECT_THAT(engine->DescribeStacks(), IsEmpty());
}

TEST_F(QueryInputTest, ChangeSetsAnswerWithTheServicesCodes) {
  EXPECT_THAT(Call({{"Action", "CreateChangeSet"}, {"StackName", "demo"}}), HasSubstr("Value null at 'changeSetName'"));
  EXPECT_THAT(Call({{"Action", "DescribeChangeSet"}, {"ChangeSetName", "x"}}),
              HasSubstr("StackName must be specified if ChangeSetName is not specified as an ARN."));
  const std::string made = Call({{"Action", "CreateChangeSet"},
                                 {"StackName", "demo"},
                                 {"ChangeSetName", "one"},
                                 {"ChangeSetType", "CREATE"},
                                 {"TemplateBody", Template({Custom("A")})}});
  EXPECT_THAT(made,
              HasSubstr("<CreateChangeSetResult><Id>arn:aws:cloudformation:us-east-1:000000000000:changeSet/one/"));
  EXPECT_THAT(Call({{"Action", "DescribeChangeSet"}, {"ChangeSetName", "two"}, {"StackName", "demo"}}),
              HasSubstr("<Code>ChangeSetNotFound</Code><Message>ChangeSet [two] does not exist</Message>"));
  EXPECT_THAT(Call({{"Action", "DescribeChangeSet"}, {"ChangeSetName", "one"}, {"StackName", "demo"}}),
              HasSubstr("<Changes><member><Type>Resource</Type><ResourceChange><Action>Add</Action>"));
  EXPECT_THAT(Call({{"Action", "GetTemplateSummary"}, {"StackName", "demo"}}),
              HasSubstr("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks."));
  EXPECT_THAT(Call({{"Action", "GetTemplate"}, {"StackName", "nope"}}),
              HasSubstr("<Code>ValidationError</Code><Message>Stack [nope] does not exist"));
}

TEST_F(QueryInputTest, SummariesNameTransformsVersionAndMetadata) {
  const std::string body =
      R"({"AWSTemplateFormatVersion":"2010-09-09","Transform":"AWS::LanguageExtensions","Metadata":{"By":"us"},)"
      R"("Resources":{"A":{"Type":"Custom::A","Properties":{"ServiceToken":"t"}}}})";
  const std::string transforms = "<DeclaredTransforms><member>AWS::LanguageExtensions</member></DeclaredTransforms>";
  const std::string summary = Call({{"Action", "GetTemplateSummary"}, {"TemplateBody", body}});
  EXPECT_THAT(summary, HasSubstr(transforms));
  EXPECT_THAT(summary, HasSubstr("<Version>2010-09-09</Version>"));
  EXPECT_THAT(summary, HasSubstr("By"));
  EXPECT_THAT(Call({{"Action", "ValidateTemplate"}, {"TemplateBody", body}}), HasSubstr(transforms));
}

}  // namespace
}  // namespace genesys_cfn::emulator
