// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/request.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kUrl =
    "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/"
    "arn%3Aaws%3Acloudformation%3Aeu-west-1%3A123456789012%3Astack/flows/1a2b%7CLookup%7C5f"
    "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260102T030405Z&X-Amz-Expires=7200&X-Amz-Signature=SECRET";

json::Object Event(std::string_view url = kUrl) {
  return {{"RequestType", "Update"},
          {"RequestId", "5f8c"},
          {"StackId", "arn:aws:cloudformation:eu-west-1:123456789012:stack/flows/1a2b"},
          {"ResponseURL", url},
          {"ResourceType", "Custom::GenesysDataAction"},
          {"LogicalResourceId", "Lookup"},
          {"PhysicalResourceId", "custom_-_1"},
          {"ServiceToken", "arn:aws:lambda:eu-west-1:123456789012:function:provider"},
          {"ResourceProperties",
           json::Object{{"ServiceToken", "arn:x"}, {"ServiceTimeout", "300"}, {"Name", "New"}, {"Secure", "true"}}},
          {"OldResourceProperties", json::Object{{"ServiceToken", "arn:x"}, {"Name", "Old"}}}};
}

Milliseconds TimeoutWith(json::Value stated) {
  json::Object event = Event();
  event.Set("ResourceProperties", json::Object{{"ServiceTimeout", std::move(stated)}});
  return ParseRequest(event)->service_timeout;
}

TEST(RequestTest, ReadsEveryMember) {
  const auto request = ParseRequest(Event());
  ASSERT_TRUE(request.has_value()) << request.error().message;
  EXPECT_EQ(request->type, RequestType::kUpdate);
  EXPECT_EQ(request->address.response_url.Reveal(), kUrl);
  EXPECT_EQ(request->address.request_id, "5f8c");
  EXPECT_EQ(request->address.stack_id, "arn:aws:cloudformation:eu-west-1:123456789012:stack/flows/1a2b");
  EXPECT_EQ(request->address.logical_id, "Lookup");
  EXPECT_EQ(request->address.physical_id, "custom_-_1");
  EXPECT_EQ(request->resource_type, "Custom::GenesysDataAction");
  EXPECT_EQ(request->properties, (json::Object{{"Name", "New"}, {"Secure", "true"}}));
  EXPECT_EQ(request->old_properties, (json::Object{{"Name", "Old"}}));
  EXPECT_EQ(request->service_timeout, Milliseconds{300'000});
}

TEST(RequestTest, IgnoresMembersThatItDoesNotKnow) {
  json::Object event = Event();
  event.Set("Future", json::Array{1, json::Null{}});
  EXPECT_TRUE(ParseRequest(event).has_value());
}

TEST(RequestTest, AbsentPropertiesAreEmptyAndAbsentPhysicalIdIsAbsent) {
  json::Object event = Event();
  event.Set("RequestType", "Create");
  for (const char* name : {"ResourceProperties", "OldResourceProperties", "PhysicalResourceId"}) event.Remove(name);
  const auto request = ParseRequest(event);
  ASSERT_TRUE(request.has_value()) << request.error().message;
  EXPECT_TRUE(request->properties.empty());
  EXPECT_EQ(request->address.physical_id, std::nullopt);
  EXPECT_EQ(request->service_timeout, Milliseconds{3'600'000});
}

TEST(RequestTest, NamesTheMissingMemberAndNothingOfTheContent) {
  for (const char* name : {"ResponseURL", "StackId", "RequestId", "LogicalResourceId", "RequestType", "ResourceType"}) {
    for (const bool missing : {true, false}) {
      json::Object event = Event();
      if (missing) {
        event.Remove(name);
      } else {
        event.Set(name, json::Array{"SECRET"});
      }
      const auto request = ParseRequest(event);
      ASSERT_FALSE(request.has_value()) << name;
      EXPECT_EQ(request.error().code, ErrorCode::kInvalidInput);
      EXPECT_NE(request.error().message.find(name), std::string::npos) << request.error().message;
      EXPECT_EQ(request.error().message.find("SECRET"), std::string::npos) << request.error().message;
    }
  }
}

TEST(RequestTest, AnAddressIsThereEvenWhenTheRestIsUnusable) {
  json::Object event = Event();
  event.Set("RequestType", "Explode");
  event.Set("ResourceProperties", "text");
  EXPECT_TRUE(ParseAddress(event).has_value());
  const auto request = ParseRequest(event);
  ASSERT_FALSE(request.has_value());
  EXPECT_NE(request.error().message.find("RequestType must be Create, Update or Delete"), std::string::npos);
  EXPECT_EQ(request.error().message.find("Explode"), std::string::npos);
}

TEST(RequestTest, RefusesPropertiesThatAreNoObject) {
  for (const char* name : {"ResourceProperties", "OldResourceProperties"}) {
    json::Object event = Event();
    event.Set(name, json::Array{});
    EXPECT_EQ(ParseRequest(event).error().message,
              Concat("the custom resource request is unusable: ", name, " must be an object, but is an array."));
  }
}

TEST(RequestTest, RefusesAnEventThatIsNoObject) {
  for (const json::Value& event : {json::Value(), json::Value("text"), json::Value(json::Array{})}) {
    EXPECT_FALSE(ParseAddress(event).has_value());
  }
}

TEST(RequestTest, TakesTheDefaultForATimeoutThatCloudFormationWouldRefuse) {
  EXPECT_EQ(TimeoutWith("1"), Milliseconds{1'000});
  EXPECT_EQ(TimeoutWith("3600"), Milliseconds{3'600'000});
  EXPECT_EQ(TimeoutWith(60), Milliseconds{60'000});
  for (const char* wrong : {"0", "3601", "-5", "", "5m", " 5", "99999999999999999999"}) {
    EXPECT_EQ(TimeoutWith(wrong), Milliseconds{3'600'000}) << wrong;
  }
}

TEST(RequestTest, TakesTheTimeOfTheRequestFromTheSignatureOfTheUrl) {
  EXPECT_EQ(FormatIso8601(*ParseRequest(Event())->requested_at), "2026-01-02T03:04:05.000Z");
  const auto version_2 =
      ParseRequest(Event("https://b.s3.amazonaws.com/k?AWSAccessKeyId=A&Expires=1767330245&Signature=s"));
  EXPECT_EQ(FormatIso8601(*version_2->requested_at), "2026-01-02T03:04:05.000Z");
}

TEST(RequestTest, HasNoTimeWhenTheUrlSaysNone) {
  for (const char* query : {"", "?X-Amz-Date=20261302T030405Z", "?X-Amz-Date=20260230T030405Z", "?X-Amz-Date=soon",
                            "?X-Amz-Date=20260102T250405Z", "?Expires=never", "?Expires=-1",
                            "?Expires=9223372036854775807", "?X-Amz-Date=2026-102T030405Z"}) {
    EXPECT_EQ(ParseRequest(Event(Concat("https://b.s3.amazonaws.com/k", query)))->requested_at, std::nullopt) << query;
  }
}

TEST(StackIdTest, IsTakenApart) {
  const StackIdParts parts = ParseStackId("arn:aws-us-gov:cloudformation:us-gov-west-1:123456789012:stack/flows/1a2b");
  EXPECT_EQ(parts.partition, "aws-us-gov");
  EXPECT_EQ(parts.region, "us-gov-west-1");
  EXPECT_EQ(parts.account, "123456789012");
  EXPECT_EQ(parts.stack_name, "flows");
}

TEST(StackIdTest, HasEmptyPartsForAnythingElse) {
  for (const char* text : {"", "flows", "arn:aws:s3:::bucket", "arn:aws:cloudformation:r:1:changeSet/a/b",
                           "arn:aws:cloudformation:r:1:stack/a", "arn:aws:cloudformation:r:1:stack/a/b:c"}) {
    EXPECT_EQ(ParseStackId(text).stack_name, "") << text;
    EXPECT_EQ(ParseStackId(text).region, "") << text;
  }
}

}  // namespace
}  // namespace genesys_cfn::custom_resource
