// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "definition/normalise.h"
#include "definition/ownership_tag.h"
#include "definition/test_support.h"

namespace genesys_cfn::definition {
namespace {

using ::testing::HasSubstr;

json::Value LiveAnswer() {
  return MustParse(R"({
    "id": "custom_-_1", "name": "Lookup case", "integrationId": "i1", "category": "Web Services", "version": 3,
    "secure": false, "selfUri": "/api/v2/integrations/actions/custom_-_1", "somethingNew": {},
    "config": {
      "request": {"requestUrlTemplate": "https://crm.example.com/cases/${input.id}", "requestType": "POST",
                  "headers": {"x-api-key": "k1"}, "requestTemplateUri": "/r"},
      "response": {"translationMap": {"id": "$.id"}, "translationMapDefaults": {"id": "0"}, "successTemplateUri": "/s"}},
    "contract": {
      "input": {"inputSchema": {"type": "object", "required": ["id"],
                                "properties": {"id": {"type": "string", "minLength": 1}},
                                "description":
                                  " [genesys-cfn 0123456789abcdef.0123456789abcdef.0123456789abcdef.65a0]"},
                "inputSchemaUri": "/i"},
      "output": {"successSchema": {"type": "object", "properties": {"id": {"type": "integer"}},
                                   "additionalProperties": true},
                 "errorSchema": {"type": "object"}, "errorSchemaUri": "/e"}}})");
}

TEST(FromLive, ReadsWhatWasCreatedFromADefinition) {
  const auto live = FromLive(LiveAnswer(), "{\"a\": 1}\n", "{\"id\": ${id}}");
  ASSERT_TRUE(live) << live.error().message;
  const DataAction desired = MustLoad(SmallDefinition());
  EXPECT_EQ(Describe(Compare(desired, *live), 1000), "");
  EXPECT_FALSE(CompareForReplacement(desired, *live).contract_differs);
  EXPECT_EQ(live->category, "Web Services");
  EXPECT_EQ(live->integration_id, "i1");
  EXPECT_EQ(live->secure, false);
  EXPECT_EQ(TagOf(live->contract), std::nullopt);
  EXPECT_EQ(json::Write(*live->contract.Find("output")).find("error"), std::string::npos);
}

TEST(FromLive, TakesTemplatesThatAreInline) {
  json::Value answer = LiveAnswer();
  At(answer, {"config", "request", "requestTemplate"}) = "{\"a\": 1}";
  At(answer, {"config", "response", "successTemplate"}) = "{\"id\": ${id}}";
  const auto live = FromLive(answer, std::nullopt, std::nullopt);
  ASSERT_TRUE(live) << live.error().message;
  EXPECT_EQ(Describe(Compare(MustLoad(SmallDefinition()), *live), 1000), "");
}

TEST(FromLive, ToleratesNullsAndAnUnsetTimeout) {
  json::Value answer = LiveAnswer();
  At(answer, {"category"}) = json::Null();
  At(answer, {"secure"}) = json::Null();
  At(answer, {"config", "timeoutSeconds"}) = 0;
  At(answer, {"config", "request", "headers"}) = json::Null();
  const auto live = FromLive(answer, "", "");
  ASSERT_TRUE(live) << live.error().message;
  EXPECT_EQ(live->category, std::nullopt);
  EXPECT_FALSE(live->config.Contains("timeoutSeconds"));
}

TEST(FromLive, SaysWhatTheAnswerLacks) {
  for (const char* member : {"config", "contract"}) {
    json::Value answer = LiveAnswer();
    answer.AsObject()->Remove(member);
    const auto live = FromLive(answer, "", "");
    ASSERT_FALSE(live);
    EXPECT_EQ(live.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(live.error().message, HasSubstr(member));
  }
  const auto without_text = FromLive(LiveAnswer(), std::nullopt, "");
  ASSERT_FALSE(without_text);
  EXPECT_THAT(without_text.error().message, HasSubstr("requestTemplate"));
}

TEST(FromLive, RefusesAnotherModelWithoutShowingValues) {
  const auto wrong = [](std::initializer_list<std::string_view> path, json::Value value) {
    json::Value answer = LiveAnswer();
    At(answer, path) = std::move(value);
    const auto live = FromLive(answer, "", "");
    EXPECT_FALSE(live);
    if (live) return std::string();
    EXPECT_EQ(live.error().code, ErrorCode::kUnavailable);
    return live.error().message;
  };
  EXPECT_THAT(wrong({"name"}, 5), HasSubstr("name should be a string but is a number"));
  EXPECT_THAT(wrong({"name"}, ""), HasSubstr("has no name"));
  EXPECT_THAT(wrong({"secure"}, "false"), HasSubstr("secure should be a boolean"));
  EXPECT_THAT(wrong({"config"}, json::Array()), HasSubstr("config should be an object"));
  EXPECT_THAT(wrong({"config", "timeoutSeconds"}, "5"), HasSubstr("timeoutSeconds should be a number"));
  EXPECT_THAT(wrong({"contract", "input", "inputSchema"}, "{}"), HasSubstr("inputSchema should be an object"));
  EXPECT_EQ(wrong({"config", "request", "headers", "k"}, json::Array{"s3cret"}).find("s3cret"), std::string::npos);
  EXPECT_FALSE(FromLive(json::Array(), "", ""));
}

}  // namespace
}  // namespace genesys_cfn::definition
