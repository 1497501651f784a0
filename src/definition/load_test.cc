// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "definition/test_support.h"

namespace genesys_cfn::definition {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr std::string_view kTag = " [genesys-cfn 0123456789abcdef.0123456789abcdef.0123456789abcdef.65a0]";

TEST(Load, ReadsEveryMemberOfAnApiBody) {
  json::Value source = SmallDefinition();
  source.AsObject()->Remove("integrationType");
  source.AsObject()->Remove("actionType");
  At(source, {"category"}) = "CRM";
  At(source, {"integrationId"}) = "6b1f";
  At(source, {"secure"}) = "true";
  At(source, {"config", "timeoutSeconds"}) = "14";
  const DataAction action = MustLoad(source);
  EXPECT_EQ(action.name, "Lookup case");
  EXPECT_EQ(action.category, "CRM");
  EXPECT_EQ(action.integration_id, "6b1f");
  EXPECT_EQ(action.integration_type, std::nullopt);
  EXPECT_EQ(action.secure, true);
  EXPECT_EQ(action.config.Find("timeoutSeconds")->AsInteger(), 14);
}

TEST(Load, MembersThatWereNotStatedAreAbsent) {
  const DataAction action =
      MustLoad(MustParse(R"({"name": "a", "config": {}, "contract": {"input": {"inputSchema": {"type": "object"}},
                             "output": {"successSchema": {"type": "array"}}}})"));
  EXPECT_EQ(action.category, std::nullopt);
  EXPECT_EQ(action.secure, std::nullopt);
  EXPECT_TRUE(action.config.empty());
}

TEST(Load, IgnoresWhatReadingTheApiAdds) {
  json::Value source = SmallDefinition();
  At(source, {"id"}) = "custom_-_1";
  At(source, {"version"}) = "3";
  At(source, {"selfUri"}) = "/api/v2/x";
  At(source, {"config", "request", "requestTemplateUri"}) = "/x";
  At(source, {"config", "response", "successTemplateUri"}) = "/x";
  At(source, {"contract", "input", "inputSchemaUri"}) = "/x";
  At(source, {"contract", "input", "inputSchemaFlattened"}) = json::Object();
  At(source, {"contract", "output", "errorSchema"}) = json::Object();
  At(source, {"contract", "output", "errorSchemaUri"}) = "/x";
  At(source, {"contract", "output", "successSchemaUri"}) = "/x";
  const DataAction action = MustLoad(source);
  const DataAction plain = MustLoad(SmallDefinition());
  EXPECT_EQ(action.config, plain.config);
  EXPECT_EQ(action.contract, plain.contract);
}

TEST(Load, ALinkInPlaceOfATemplateIsNotLostInSilence) {
  json::Value source = SmallDefinition();
  At(source, {"config", "request", "requestTemplateUri"}) = "/x";
  At(source, {"config", "request"}).AsObject()->Remove("requestTemplate");
  EXPECT_THAT(ProblemsOf(source), ElementsAre(HasSubstr("/config/request/requestTemplate: is missing: ")));
}

TEST(Load, StripsTheExportEndingAndTheTag) {
  json::Value source = SmallDefinition();
  At(source, {"name"}) = "Lookup case - Exported 2024-10-11 @ 11:24";
  At(source, {"contract", "input", "inputSchema", "description"}) = "Finds a case" + std::string(kTag);
  const DataAction action = MustLoad(source);
  EXPECT_EQ(action.name, "Lookup case");
  EXPECT_EQ(action.contract.Find("input")->Find("inputSchema")->FindString("description"), "Finds a case");
}

TEST(Load, OverridesWinAndAreChecked) {
  const DataAction action = MustLoad(SmallDefinition(), {.name = "Other", .category = "C", .secure = true});
  EXPECT_EQ(action.name, "Other");
  EXPECT_EQ(action.category, "C");
  EXPECT_EQ(action.secure, true);
  json::Value nameless = SmallDefinition();
  nameless.AsObject()->Remove("name");
  EXPECT_EQ(MustLoad(nameless, {.name = "Other", .category = {}, .secure = {}}).name, "Other");
  EXPECT_THAT(
      ProblemsOf(nameless, {.name = " ", .category = std::string(257, 'c'), .secure = {}}),
      ElementsAre("/name: (from the resource's property) must not be empty",
                  "/category: (from the resource's property) has 257 characters; the platform takes 256 at most"));
}

TEST(Load, ReportsAllProblemsAtOnce) {
  const std::vector<std::string> problems = ProblemsOf(MustParse(R"({
    "nam": "a", "secure": "yes", "actionType": "static", "integrationId": 5,
    "config": {"request": {"requestUrl": "x", "requestType": "post", "headers": {"a/b": 1}, "requestTemplate": {}},
               "response": {"translationMap": [], "translationMapDefaults": {"n": null}}, "timeoutSeconds": 61},
    "contract": {"input": {}, "outputs": {}}})"));
  EXPECT_THAT(
      problems,
      ElementsAre(
          "/nam: is not a member of a data action; did you mean \"name\"?",
          "/name: is missing: the data action needs a name", "/actionType: must be \"custom\", not \"static\"",
          "/integrationId: must be a string, not a number", "/secure: must be true or false, not \"yes\"",
          "/config/request/requestUrl: is not a member of /config/request; did you mean \"requestUrlTemplate\"?",
          "/config/request/requestType: must be in upper case: \"POST\"",
          "/config/request/headers/a~1b: must be a string, not a number; write it in quotation marks",
          "/config/request/requestTemplate: must be a string, not an object",
          "/config/response/translationMap: must be an object, not an array",
          "/config/response/translationMapDefaults/n: must be a string, not null",
          "/config/timeoutSeconds: must be a whole number from 1 to 60, not 61",
          "/contract/outputs: is not a member of /contract; did you mean \"output\"?",
          StartsWith("/contract/input/inputSchema: is missing"),
          "/contract/output: is missing: it holds the successSchema"));
}

TEST(Load, WantsAnObject) {
  EXPECT_THAT(ProblemsOf(MustParse("[]")),
              ElementsAre(": the definition must be an object, or a string of JSON that holds one, not an array"));
  EXPECT_THAT(ProblemsOf(""), ElementsAre(HasSubstr("line 1, column 1")));
  EXPECT_THAT(ProblemsOf("{\n \"name\" 1}"), ElementsAre(HasSubstr("line 2, column 9")));
  // A definition within a definition's string is not looked for.
  EXPECT_THAT(ProblemsOf(json::Quote(json::Write(SmallDefinition()))), ElementsAre(HasSubstr("not a string")));
  EXPECT_THAT(ProblemsOf(json::Object()),
              ElementsAre(StartsWith("/name"), StartsWith("/config"), StartsWith("/contract")));
}

TEST(Load, NamesThePlaceInsideAStringSchema) {
  json::Value source = SmallDefinition();
  At(source, {"contract", "input", "inputSchema"}) = "{\n\"type\": object}";
  At(source, {"contract", "output", "successSchema"}) = "[1]";
  EXPECT_THAT(ProblemsOf(source),
              ElementsAre(StartsWith("/contract/input/inputSchema: is a string that is not JSON: line 2, column 9: "),
                          StartsWith("/contract/output/successSchema: must be a JSON Schema")));
}

TEST(Load, TimeoutsAreWholeSecondsUpToSixty) {
  for (const auto& [text, valid] :
       std::initializer_list<std::pair<const char*, bool>>{{"1", true},
                                                           {"60", true},
                                                           {"\"60\"", true},
                                                           {"0", false},
                                                           {"61", false},
                                                           {"-1", false},
                                                           {"1.5", false},
                                                           {"\"ten\"", false},
                                                           {"\"010\"", false},
                                                           {"true", false},
                                                           {"[]", false},
                                                           {"99999999999999999999", false}}) {
    json::Value source = SmallDefinition();
    At(source, {"config", "timeoutSeconds"}) = MustParse(text);
    EXPECT_EQ(ProblemsOf(source).empty(), valid) << text;
  }
  json::Value zero = SmallDefinition();
  At(zero, {"config", "timeoutSeconds"}) = 0;
  EXPECT_THAT(ProblemsOf(zero), ElementsAre(HasSubstr("leave it out")));
}

TEST(Load, CountsCharactersNotBytes) {
  json::Value source = SmallDefinition();
  std::string name;
  for (int i = 0; i < 256; ++i) name += "é";
  At(source, {"name"}) = name;
  EXPECT_THAT(ProblemsOf(source), IsEmpty());
  At(source, {"name"}) = name + "é";
  EXPECT_THAT(ProblemsOf(source), ElementsAre(HasSubstr("has 257 characters")));
}

TEST(Load, HeaderValuesNeverReachAMessage) {
  json::Value source = SmallDefinition();
  At(source, {"config", "request", "headers", "authorization"}) = MustParse("[\"s3cret\"]");
  At(source, {"config", "request", "headers", "x-number"}) = 778899;
  for (const std::string& problem : ProblemsOf(source)) {
    EXPECT_EQ(problem.find("s3cret"), std::string::npos);
    EXPECT_EQ(problem.find("778899"), std::string::npos);
  }
}

TEST(Load, BoundsTheDepthOfTheWhole) {
  const auto nested = [](size_t levels) {
    json::Value schema = json::Object{{"type", "string"}};
    for (size_t i = 1; i < levels; ++i) schema = json::Object{{"not", schema}};
    schema.AsObject()->Set("type", "object");
    return schema;
  };
  json::Value source = SmallDefinition();
  At(source, {"contract", "output", "successSchema"}) = nested(47);
  EXPECT_THAT(ProblemsOf(source), IsEmpty());
  At(source, {"contract", "output", "successSchema"}) = nested(48);
  EXPECT_THAT(ProblemsOf(source), ElementsAre(StartsWith("/contract: is nested too deeply")));
  At(source, {"contract", "output", "successSchema"}) = json::Write(nested(48));
  EXPECT_THAT(ProblemsOf(source), ElementsAre(StartsWith("/contract/output/successSchema: is nested too deeply")));
}

TEST(StripExportEnding, StripsOnlyTheExactEnding) {
  EXPECT_EQ(StripExportEnding("a - Exported 2024-10-11 @ 11:24"), "a");
  EXPECT_EQ(StripExportEnding("a - Exported 2021-06-21 @ 8:43"), "a");
  EXPECT_EQ(StripExportEnding("a - Exported 2021-06-21 @ 8:43 - Exported 2021-06-22 @ 9:00"),
            "a - Exported 2021-06-21 @ 8:43");
  for (const char* name : {"", "a", "a - Exported", "a - Exported 2024-10-11", "a - Exported 2024-10-11 @ 11:24 ",
                           "a - Exported 2024-10-11 @ 11:24:00", "a - Exported 24-10-11 @ 11:24",
                           "a - Exported 2024-10-11@11:24", "a- Exported 2024-10-11 @ 11:24", "a - Exported @ :"}) {
    EXPECT_EQ(StripExportEnding(name), name);
  }
}

TEST(DescribeProblems, FitsOneLineAndCountsTheRest) {
  const std::vector<Problem> problems{{"/a", "first"}, {"", "second\nline"}, {"/c", "third"}};
  EXPECT_EQ(Describe(problems, 100), "/a: first; second line; /c: third");
  EXPECT_EQ(Describe(problems, 32), "/a: first; and 2 more");
  EXPECT_EQ(Describe(problems, 18), "/a:...; and 2 more");
  EXPECT_EQ(Describe(std::vector<Problem>{}, 10), "");
  for (size_t limit = 0; limit < 60; ++limit) EXPECT_LE(Describe(problems, limit).size(), limit);
}

}  // namespace
}  // namespace genesys_cfn::definition
