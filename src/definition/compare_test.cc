// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "definition/normalise.h"
#include "definition/test_support.h"
#include "json/canonical.h"

namespace genesys_cfn::definition {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Differences(const json::Value& before, const json::Value& after) {
  std::vector<std::string> out;
  for (const FieldDifference& difference : Compare(MustLoad(before), MustLoad(after))) {
    out.push_back(Describe(std::vector{difference}, 1000));
  }
  return out;
}

TEST(Normalise, FillsInThePlatformsDefaults) {
  const DataAction action =
      MustLoad(MustParse(R"({"name": "a", "config": {"request": {"requestType": "POST"}}, "contract": {
        "input": {"inputSchema": {"description": "", "type": "object", "required": ["b", "a"]}},
        "output": {"successSchema": {"type": "array"}}}})"));
  EXPECT_TRUE(json::Equivalent(Normalise(action), MustParse(R"({
    "name": "a", "secure": false,
    "config": {"request": {"requestType": "POST", "headers": {}, "requestTemplate": "${input.rawRequest}"},
               "response": {"translationMap": {}, "translationMapDefaults": {}, "successTemplate": "${rawResult}"}},
    "contract": {"input": {"inputSchema": {"type": "object", "required": ["a", "b"]}},
                 "output": {"successSchema": {"type": "array"}}}})")))
      << json::Write(Normalise(action));
}

TEST(Normalise, AGetHasNoBody) {
  json::Value source = SmallDefinition();
  At(source, {"config", "request", "requestType"}) = "GET";
  json::Value other = source;
  At(other, {"config", "request", "requestTemplate"}) = "${input.rawRequest}";
  EXPECT_THAT(Differences(source, other), IsEmpty());
}

TEST(Compare, LooksOnlyAtWhatBeforeStates) {
  const json::Value before =
      MustParse(R"({"name": "Lookup case", "config": {"request": {"requestType": "POST"}}, "contract":
    {"input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}}})");
  json::Value after = before;
  At(after, {"category"}) = "c";
  At(after, {"integrationId"}) = "i";
  At(after, {"secure"}) = true;
  At(after, {"config", "timeoutSeconds"}) = 5;
  At(after, {"config", "request", "headers"}) = json::Object{{"a", "b"}};
  At(after, {"config", "request", "requestUrlTemplate"}) = "/x";
  At(after, {"config", "response"}) = json::Object{{"successTemplate", "x"}};
  EXPECT_THAT(Differences(before, after), IsEmpty());
  EXPECT_THAT(
      Differences(after, before),
      ElementsAre("category: \"c\" -> (none)", "secure: true -> false", "config.timeoutSeconds: 5 -> (none)",
                  "config.request.requestUrlTemplate: \"/x\" -> (none)", "config.request.headers.a: *** -> (none)",
                  "config.response.successTemplate: \"x\" -> \"${rawResult}\""));
}

TEST(Compare, AStatedMapIsStatedAsAWhole) {
  json::Value after = SmallDefinition();
  At(after, {"config", "response", "translationMap", "extra"}) = "$.extra";
  EXPECT_THAT(Differences(SmallDefinition(), after),
              ElementsAre("config.response.translationMap.extra: (none) -> \"$.extra\""));
}

TEST(Compare, NamesTheDeepestField) {
  json::Value after = SmallDefinition();
  At(after, {"name"}) = "Other";
  At(after, {"contract", "input", "inputSchema", "properties", "id", "minLength"}) = 2;
  At(after, {"contract", "output", "successSchema", "additionalProperties"}) = false;
  EXPECT_THAT(
      Differences(SmallDefinition(), after),
      ElementsAre("name: \"Lookup case\" -> \"Other\"", "contract.input.inputSchema.properties.id.minLength: 1 -> 2",
                  "contract.output.successSchema.additionalProperties: true -> false"));
}

TEST(Compare, MeaningCountsNotSpelling) {
  json::Value after = SmallDefinition();
  At(after, {"contract", "input", "inputSchema"}) =
      MustParse(R"({"properties":{"id":{"minLength":1.0,"type":"string"}},"type":"object","required":["id"]})");
  EXPECT_THAT(Differences(SmallDefinition(), after), IsEmpty());
}

TEST(Compare, BlanksAtLineEndsOfTemplatesDoNotCount) {
  json::Value before = SmallDefinition();
  json::Value after = SmallDefinition();
  At(before, {"config", "request", "requestTemplate"}) = "{\r\n  \"a\": 1 \t\r\n}\r\n\r\n";
  At(after, {"config", "request", "requestTemplate"}) = "{\n  \"a\": 1\n}";
  EXPECT_THAT(Differences(before, after), IsEmpty());
  At(after, {"config", "request", "requestTemplate"}) = "{\n \"a\": 1\n}";
  EXPECT_EQ(Differences(before, after).size(), 1u);
}

TEST(Compare, HeaderValuesAreNeverShown) {
  json::Value after = SmallDefinition();
  At(after, {"config", "request", "headers", "x-api-key"}) = "k2";
  EXPECT_THAT(Differences(SmallDefinition(), after), ElementsAre("config.request.headers.x-api-key: *** -> ***"));
}

TEST(Compare, LongValuesShowWhereTheyDiffer) {
  json::Value before = SmallDefinition();
  json::Value after = SmallDefinition();
  std::string text;
  for (int i = 0; i < 200; ++i) text += "é";
  At(before, {"config", "request", "requestTemplate"}) = text + "A" + text;
  At(after, {"config", "request", "requestTemplate"}) = text + "B" + text;
  const std::vector<FieldDifference> differences = Compare(MustLoad(before), MustLoad(after));
  ASSERT_EQ(differences.size(), 1u);
  for (const std::string& shown : {differences[0].before, differences[0].after}) {
    EXPECT_LE(shown.size(), 80u);
    EXPECT_TRUE(IsValidUtf8(shown)) << shown;
  }
  EXPECT_NE(differences[0].before.find('A'), std::string::npos);
  EXPECT_NE(differences[0].after.find('B'), std::string::npos);
}

TEST(CompareForReplacement, SeesContractAndSecure) {
  const DataAction before = MustLoad(SmallDefinition());
  json::Value changed = SmallDefinition();
  At(changed, {"config", "request", "requestUrlTemplate"}) = "/other";
  EXPECT_FALSE(CompareForReplacement(before, MustLoad(changed)).contract_differs);
  At(changed, {"contract", "output", "successSchema", "description"}) = "new";
  EXPECT_TRUE(CompareForReplacement(before, MustLoad(changed)).contract_differs);
}

TEST(CompareForReplacement, AnUnstatedSecureStaysAsItIs) {
  const auto differs = [](std::optional<bool> before, std::optional<bool> after) {
    DataAction old_action;
    DataAction new_action;
    old_action.secure = before;
    new_action.secure = after;
    return CompareForReplacement(old_action, new_action).secure_differs;
  };
  EXPECT_TRUE(differs(true, false));
  EXPECT_TRUE(differs(false, true));
  EXPECT_FALSE(differs(true, true));
  EXPECT_FALSE(differs(std::nullopt, true));
  EXPECT_FALSE(differs(true, std::nullopt));
}

TEST(CompareRemoved, SeesWhatTheDefinitionNoLongerStates) {
  json::Value source = SmallDefinition();
  At(source, {"config", "timeoutSeconds"}) = 10;
  const DataAction recorded = MustLoad(source);
  At(source, {"config", "request"}).AsObject()->Remove("headers");
  At(source, {"config"}).AsObject()->Remove("timeoutSeconds");
  const DataAction desired = MustLoad(source);
  DataAction live = recorded;
  EXPECT_THAT(Compare(desired, live), IsEmpty());
  EXPECT_EQ(Describe(CompareRemoved(recorded, desired, live), 1000),
            "config.timeoutSeconds: 10 -> (none); config.request.headers.x-api-key: *** -> (none)");
  // Written: the platform shows its own timeout now, which is no reason to write again.
  live = desired;
  live.config.Set("timeoutSeconds", 60);
  EXPECT_THAT(CompareRemoved(recorded, desired, live), IsEmpty());
  EXPECT_THAT(CompareRemoved(recorded, recorded, live), IsEmpty());
}

TEST(CompareValues, GivesValuesAsTheActionsHaveThem) {
  const DataAction before = MustLoad(SmallDefinition());
  json::Value source = SmallDefinition();
  const std::string text(200, 'x');
  At(source, {"config", "request", "requestTemplate"}) = text + "  ";
  At(source, {"config", "request", "headers", "accept"}) = "text/plain";
  source.AsObject()->Find("config")->AsObject()->Find("response")->AsObject()->Remove("translationMap");
  const auto differences = CompareValues(before, MustLoad(source));
  ASSERT_EQ(differences.size(), 3U);
  EXPECT_EQ(differences[0].pointer, "/config/request/headers/accept");
  EXPECT_FALSE(differences[0].before);
  EXPECT_EQ(differences[0].after, json::Value("text/plain"));
  EXPECT_EQ(differences[1].pointer, "/config/request/requestTemplate");
  EXPECT_EQ(differences[1].before, json::Value("{\"a\": 1}"));
  EXPECT_EQ(differences[1].after, json::Value(text + "  "));
  EXPECT_EQ(differences[2].pointer, "/config/response/translationMap/id");
  EXPECT_FALSE(differences[2].after);
}

TEST(CompareValues, AListIsOneValueInItsOwnOrder) {
  json::Value source = SmallDefinition();
  At(source, {"contract", "input", "inputSchema", "required"}) = json::Array{"z", "id"};
  const DataAction before = MustLoad(source);
  At(source, {"contract", "input", "inputSchema", "required"}) = json::Array{"y", "x"};
  const auto differences = CompareValues(before, MustLoad(source));
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].pointer, "/contract/input/inputSchema/required");
  EXPECT_EQ(differences[0].after, json::Value(json::Array{"y", "x"}));
}

TEST(DescribeDifferences, StaysWithinTheLimit) {
  const std::vector<FieldDifference> differences{{"a.b", "\"1\"", "\"2\""}, {"c", "(none)", "3"}};
  EXPECT_EQ(Describe(differences, 100), "a.b: \"1\" -> \"2\"; c: (none) -> 3");
  for (size_t limit = 0; limit < 40; ++limit) EXPECT_LE(Describe(differences, limit).size(), limit);
}

}  // namespace
}  // namespace genesys_cfn::definition
