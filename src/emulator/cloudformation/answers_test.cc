// SPDX-License-Identifier: Apache-2.0
// Every row of aws-protocols.md 1.4, time-outs, and the rules of the response URL (1.5, 3.5).
#include <gmock/gmock.h>

#include "emulator/cloudformation/test_cloud.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AnswersTest : public TestCloud {
 protected:
  void SetUp() override {
    TestCloud::SetUp();
    ASSERT_TRUE(Create(Template({Custom("A", R"("ServiceTimeout":60)")})).has_value());
    event = NextEvent();
    answer = ProviderAnswer(event, 1);
  }
  http::Response Send(const std::string& body) { return Put(*event.FindString("ResponseURL"), body); }
  http::Response Send() { return Send(json::Write(answer)); }
  // The reason of the resource's failure.
  std::string Reason() {
    for (const StackEvent& entry : AllEvents()) {
      if (entry.status == "CREATE_FAILED") return entry.reason;
    }
    return "";
  }
  std::string RequestId() { return *event.FindString("RequestId"); }

  json::Value event;
  json::Object answer;
};

TEST_F(AnswersTest, FailedGivesItsReasonWithTheRequestId) {
  answer.Set("Status", "FAILED");
  answer.Set("Reason", "out of stock");
  Send();
  EXPECT_EQ(Reason(), Concat("Received response status [FAILED] from custom resource. Message returned: out of stock "
                             "(RequestId: ",
                             RequestId(), ")"));
}

TEST_F(AnswersTest, BodyOf4096BytesIsTakenAndOneMoreIsTooLong) {
  answer.Set("Reason", "");
  const size_t rest = 4096 - json::Write(answer).size();
  answer.Set("Reason", std::string(rest + 1, 'x'));
  Send();
  EXPECT_EQ(Reason(), "Response object is too long.");
}

TEST_F(AnswersTest, BodyOfExactly4096BytesIsTaken) {
  answer.Set("Reason", "");
  answer.Set("Reason", std::string(4096 - json::Write(answer).size(), 'x'));
  Send();
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(AnswersTest, UnknownStatusIsNamed) {
  answer.Set("Status", "OK");
  Send();
  EXPECT_EQ(Reason(), "Invalid Response object: 'OK' is not a valid ResponseStatus");
}

TEST_F(AnswersTest, MissingPhysicalIdHidesTheReasonAndDeleteGetsAnInventedId) {
  answer.Set("Status", "FAILED");
  answer.Set("Reason", "hidden");
  answer.Remove("PhysicalResourceId");
  Send();
  EXPECT_EQ(Reason(), "Invalid PhysicalResourceId");
  ASSERT_EQ(functions.events.size(), 1U);
  EXPECT_EQ(functions.events.front().FindString("RequestType"), "Delete");
  EXPECT_THAT(*functions.events.front().FindString("PhysicalResourceId"), StartsWith("demo-A-"));
}

TEST_F(AnswersTest, EmptyAndTooLongPhysicalIdsAreInvalid) {
  answer.Set("PhysicalResourceId", "");
  Send();
  EXPECT_EQ(Reason(), "Invalid PhysicalResourceId");
}

TEST_F(AnswersTest, PhysicalIdOverOneKilobyteIsInvalid) {
  answer.Set("PhysicalResourceId", std::string(1025, 'x'));
  answer.Remove("Data");
  Send();
  EXPECT_EQ(Reason(), "Invalid PhysicalResourceId");
}

TEST_F(AnswersTest, PhysicalIdMustBeAString) {
  answer.Set("PhysicalResourceId", 5);
  Send();
  EXPECT_EQ(Reason(), "Invalid Response object: Value of property PhysicalResourceId must be of type String");
}

TEST_F(AnswersTest, ReasonMustNotBeNull) {
  answer.Set("Reason", json::Null{});
  Send();
  EXPECT_THAT(Reason(), StartsWith("Invalid Response object: "));
}

TEST_F(AnswersTest, NestedDataIsRefused) {
  answer.Set("Data", json::Object{{"Inner", json::Object{{"a", "b"}}}});
  Send();
  EXPECT_EQ(
      Reason(),
      "Invalid Response object: Value of property Data must be an object with String (or simple type) properties");
}

TEST_F(AnswersTest, UnusableBodiesWaitForTheTimeout) {
  EXPECT_EQ(Send("{not json").status, 200);
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  EXPECT_EQ(Send().status, 200) << "only the first answer counts";
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  clock.Advance(Milliseconds(60'000));
  ASSERT_TRUE(engine->Tick().has_value());
  EXPECT_THAT(Reason(), StartsWith(Concat("CloudFormation did not receive a response from your Custom Resource. Please "
                                          "check your logs for requestId [",
                                          RequestId(), "]")));
}

TEST_F(AnswersTest, AnswerOfAnotherRequestIsUnusable) {
  answer.Set("RequestId", "another");
  Send();
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
}

TEST_F(AnswersTest, ServiceTimeoutIsKeptToTheMillisecond) {
  clock.Advance(Milliseconds(59'999));
  const auto due = engine->Tick().value();
  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(*due, clock.Now() + Milliseconds(1));
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  clock.Advance(Milliseconds(1));
  ASSERT_TRUE(engine->Tick().has_value());
  EXPECT_EQ(Status(), "ROLLBACK_IN_PROGRESS");
  EXPECT_EQ(Send().status, 200) << "too late, and ignored";
  EXPECT_EQ(functions.events.size(), 1U);
}

TEST_F(AnswersTest, SecondAnswerIsIgnored) {
  Send();
  answer.Set("Status", "FAILED");
  EXPECT_EQ(Send().status, 200);
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

TEST_F(AnswersTest, UrlHasTheShapeOfTheRealOne) {
  const std::string url = *event.FindString("ResponseURL");
  EXPECT_THAT(url, StartsWith("http://127.0.0.1:4566/cloudformation-custom-resource-response-useast1/"
                              "arn%3Aaws%3Acloudformation%3Aus-east-1%3A000000000000%3Astack/demo/"));
  EXPECT_THAT(url, HasSubstr(Concat("%7CA%7C", RequestId(), "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=")));
  EXPECT_THAT(url, HasSubstr("&X-Amz-Expires=7200&X-Amz-SignedHeaders=host&X-Amz-Signature="));
}

TEST_F(AnswersTest, AlteredUrlIsRefused) {
  const std::string url = *event.FindString("ResponseURL");
  const std::string body = json::Write(answer);
  EXPECT_EQ(Put(ReplaceAll(url, "%7C", "|"), body).status, 403);
  EXPECT_EQ(Put(ReplaceAll(url, "%3A", "%3a"), body).status, 403);
  EXPECT_EQ(Put(url + "&x=y", body).status, 403);
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
}

TEST_F(AnswersTest, ExpiredUrlIsRefused) {
  clock.Advance(std::chrono::seconds(7201));
  EXPECT_EQ(Send().status, 403);
}

TEST_F(AnswersTest, PutIsHeldToTheRulesOfS3) {
  const std::string target = http::ParseUrl(*event.FindString("ResponseURL")).value().target;
  const std::string body = json::Write(answer);
  const std::string length = std::to_string(body.size());
  EXPECT_EQ(sink->Handle({"POST", "", target, {{"Content-Length", length}}, body}).status, 403);
  EXPECT_EQ(sink->Handle({"PUT", "", target, {}, body}).status, 411);
  EXPECT_EQ(sink->Handle({"PUT", "", target, {{"Transfer-Encoding", "chunked"}}, body}).status, 501);
  EXPECT_EQ(sink->Handle({"PUT", "", target, {{"Content-Length", length}, {"Content-Type", "application/json"}}, body})
                .status,
            403);
  EXPECT_EQ(Status(), "CREATE_IN_PROGRESS");
  EXPECT_EQ(sink->Handle({"PUT", "", target, {{"Content-Length", length}, {"Content-Type", ""}}, body}).status, 200);
  EXPECT_EQ(Status(), "CREATE_COMPLETE");
}

class AttributeTest : public TestCloud {};

TEST_F(AttributeTest, MissingAttributeFailsTheResourceThatReadsIt) {
  ASSERT_TRUE(Create(Template({Custom("A"), Custom("B", R"("X":{"Fn::GetAtt":["A","Nope"]})")})).has_value());
  const std::string request_id = *functions.events.front().FindString("RequestId");
  const std::string stack_id = *functions.events.front().FindString("StackId");
  AnswerAll();
  EXPECT_THAT(Events(), testing::Contains(Concat("B CREATE_FAILED () CustomResource attribute error: Vendor response "
                                                 "doesn't contain Nope attribute in object ",
                                                 stack_id, "|A|", request_id)));
}

TEST_F(AttributeTest, ServiceTimeoutOutOfRangeFailsTheResource) {
  ASSERT_TRUE(Create(Template({Custom("A", R"("ServiceTimeout":3601)")})).has_value());
  EXPECT_EQ(Status(), "ROLLBACK_COMPLETE");
  EXPECT_EQ(functions.invocations, 0);
}

}  // namespace
}  // namespace genesys_cfn::emulator
