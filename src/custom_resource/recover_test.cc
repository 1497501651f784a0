// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/recover.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kStack = "arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1a2b";
constexpr std::string_view kUrl =
    "https://bucket.s3.amazonaws.com/arn%3Aaws%3Acloudformation%3Aus-east-1%3A000000000000%3Astack/demo/"
    "1a2b%7CLookup%7Cr-1?X-Amz-Date=20260102T030405Z&X-Amz-Signature=SECRET";

// An object of the given members, and of properties that our parser refuses.
std::string Event(std::string_view members) {
  return Concat(R"({"ResponseURL":")", kUrl, R"(",)", members, R"("ResourceProperties":{"A":"1","A":"2"}})");
}
constexpr std::string_view kIds =
    R"("StackId":"arn:aws:cloudformation:us-east-1:000000000000:stack/demo/1a2b","RequestId":"r-1",)"
    R"("LogicalResourceId":"Lookup",)";

TEST(RecoverEvent, ReadsWhatTheStrictParserRefuses) {
  const std::string event = Event(Concat(
      kIds, R"("RequestType":"Delete","ResourceType":"Custom::GenesysDataAction","PhysicalResourceId":"custom_-_1",)"));
  ASSERT_FALSE(json::Parse(event));
  const auto recovered = RecoverEvent(event);
  ASSERT_TRUE(recovered) << recovered.error().message;
  EXPECT_EQ(recovered->address.response_url.Reveal(), kUrl);
  EXPECT_EQ(recovered->address.stack_id, kStack);
  EXPECT_EQ(recovered->address.request_id, "r-1");
  EXPECT_EQ(recovered->address.logical_id, "Lookup");
  EXPECT_EQ(recovered->address.physical_id, "custom_-_1");
  EXPECT_EQ(recovered->type, RequestType::kDelete);
  EXPECT_EQ(recovered->resource_type, "Custom::GenesysDataAction");
  EXPECT_TRUE(recovered->physical_id_known);
  EXPECT_TRUE(recovered->whole);
  EXPECT_EQ(recovered->requested_at, FromEpochMilliseconds(1'767'323'045'000));
}

TEST(RecoverEvent, FindsTheIdsInTheUrlWhenTheMembersAreMissingOrUnusable) {
  for (const char* members : {"", R"("StackId":"","RequestId":7,"LogicalResourceId":null,)",
                              R"("StackId":{"x":1},"RequestId":["r"],"LogicalResourceId":"\q",)",
                              "\"StackId\":\"\xff\",", R"("RequestId":"r-1","RequestId":"r-2",)"}) {
    const auto recovered = RecoverEvent(Event(members));
    ASSERT_TRUE(recovered) << members;
    EXPECT_EQ(recovered->address.stack_id, kStack) << members;
    EXPECT_EQ(recovered->address.request_id, "r-1") << members;
    EXPECT_EQ(recovered->address.logical_id, "Lookup") << members;
  }
}

TEST(RecoverEvent, LooksOnlyAtTheOutermostObject) {
  const std::string decoy =
      R"("ResourceProperties":{"ResponseURL":"https://evil.example/","PhysicalResourceId":"x","Definition":)"
      R"("{\"ResponseURL\":\"https://evil.example/\"}"},)";
  const auto recovered =
      RecoverEvent(Concat("{", decoy, R"("ResponseURL":")", kUrl, R"(","PhysicalResourceId":"a"}x)"));
  ASSERT_TRUE(recovered);
  EXPECT_EQ(recovered->address.response_url.Reveal(), kUrl);
  EXPECT_EQ(recovered->address.physical_id, "a");
  EXPECT_FALSE(RecoverEvent(Concat("{", decoy, R"("A":1})")));
}

TEST(RecoverEvent, ReadsAnEventInAnArrayAndOneThatWasEncodedTwice) {
  const std::string event = Concat(R"({"ResponseURL":")", kUrl, R"(","PhysicalResourceId":"a"})");
  for (const std::string& text : {Concat("[", event, "]"), Concat(" \"", ReplaceAll(event, "\"", "\\\""), "\"")}) {
    const auto recovered = RecoverEvent(text);
    ASSERT_TRUE(recovered) << text;
    EXPECT_EQ(recovered->address.response_url.Reveal(), kUrl);
    EXPECT_EQ(recovered->address.physical_id, "a");
  }
}

TEST(RecoverEvent, UndoesJsonsEscapes) {
  const std::string event = Event(R"("PhysicalResourceId":"a\/\u0062\u00e9\ud83d\ude00\n\"\\",)");
  const auto recovered = RecoverEvent(ReplaceAll(event, "https://", "https:\\/\\u002f"));
  ASSERT_TRUE(recovered);
  EXPECT_EQ(recovered->address.response_url.Reveal(), kUrl);
  EXPECT_EQ(recovered->address.physical_id, "a/b\xc3\xa9\xf0\x9f\x98\x80\n\"\\");
}

TEST(RecoverEvent, KnowsWhenThePhysicalIdIsNotKnown) {
  const std::string start = Concat(R"({"RequestType":"Update","ResponseURL":")", kUrl, "\"");
  const auto known = [](const std::string& event) { return RecoverEvent(event)->physical_id_known; };
  EXPECT_TRUE(known(start + R"(,"PhysicalResourceId":"a","Re)")) << "torn behind it";
  EXPECT_TRUE(known(start + R"(,"A":1,"A":2})")) << "whole, and not there";
  EXPECT_TRUE(known(start + R"(,"PhysicalResourceId":null,"A":1,"A":2})"));
  EXPECT_FALSE(known(start + R"(,"Re)")) << "it may have been in the rest";
  EXPECT_FALSE(known(start + R"(,"PhysicalResourceId":"a)"));
  EXPECT_FALSE(known(start + R"(,"PhysicalResourceId":7})"));
  EXPECT_FALSE(known(start + R"(,"PhysicalResourceId":"a","PhysicalResourceId":"b"})"));
  EXPECT_FALSE(known(start + R"(,"PhysicalResourceId":"\q"})"));
  EXPECT_TRUE(known(ReplaceAll(start, "Update", "Create") + R"(,"Re)")) << "a Create has none";
}

TEST(RecoverEvent, SaysWhetherItCanBeActedOn) {
  const std::string start = Concat(R"({"ResponseURL":")", kUrl, R"(","PhysicalResourceId":"a")");
  EXPECT_TRUE(RecoverEvent(start + "}")->whole);
  EXPECT_FALSE(RecoverEvent(start)->whole);
  EXPECT_FALSE(RecoverEvent(start + "]}")->whole);
  EXPECT_FALSE(RecoverEvent(start + R"(,"RequestType":"Delete","RequestType":"Update"})")->whole);
  EXPECT_FALSE(RecoverEvent(start + R"(,"RequestType":"Delete","RequestType":"Update"})")->type);
}

TEST(RecoverEvent, SaysWhyNobodyCanBeAnswered) {
  for (const char* event :
       {"", "not json", "{}", "[]", "null", "7", R"("text")", R"({"ResponseURL":7})", R"({"ResponseURL":""})",
        R"({"ResponseURL":"https://x.s3.amazonaws.com/torn)", "{\"\\", R"({"ResponseURL")", R"({"ResponseURL":)"}) {
    const auto recovered = RecoverEvent(event);
    ASSERT_FALSE(recovered) << event;
    EXPECT_EQ(recovered.error().code, ErrorCode::kInvalidInput);
    EXPECT_NE(recovered.error().message.find("no response URL"), std::string::npos) << recovered.error().message;
  }
  const auto unmatched = RecoverEvent(R"({"ResponseURL":"https://x.s3.amazonaws.com/k?SECRET","StackId":"s"})");
  ASSERT_FALSE(unmatched);
  EXPECT_NE(unmatched.error().message.find("neither in the event nor in its response URL"), std::string::npos);
  EXPECT_EQ(unmatched.error().message.find("SECRET"), std::string::npos);
}

TEST(KeyOfResponseUrl, ReadsBothStylesOfBuckets) {
  for (const std::string& url :
       {std::string(kUrl), ReplaceAll(kUrl, "bucket.s3.amazonaws.com", "s3.amazonaws.com/bucket"),
        ReplaceAll(kUrl, "%3A", ":"), ReplaceAll(kUrl, "%7C", "%7c")}) {
    const auto key = KeyOfResponseUrl(url);
    ASSERT_TRUE(key) << url;
    EXPECT_EQ(key->stack_id, kStack);
    EXPECT_EQ(key->logical_id, "Lookup");
    EXPECT_EQ(key->request_id, "r-1");
  }
}

TEST(KeyOfResponseUrl, RefusesOtherPaths) {
  for (const char* url : {"", "x", "https://b.s3.amazonaws.com/k", "https://b.s3.amazonaws.com/arn:aws:s3:::x%7CA%7Cr",
                          "https://b/arn%3Aaws%3Acloudformation%3Aus-east-1%3A0%3Astack/d/1%7CA",
                          "https://b/arn%3Aaws%3Acloudformation%3Aus-east-1%3A0%3Astack/d/1%7CA%7C",
                          "https://b/arn%3Aaws%3Acloudformation%3Aus-east-1%3A0%3Astack/d/1%7CA%7Cr%7Cx",
                          "https://b/arn%3Aaws%3Acloudformation%3Aus-east-1%3A0%3Astack/d/1%7CA%7Cr%zz"}) {
    EXPECT_FALSE(KeyOfResponseUrl(url)) << url;
  }
}

}  // namespace
}  // namespace genesys_cfn::custom_resource
