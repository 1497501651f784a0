// SPDX-License-Identifier: Apache-2.0
#include "provider/gate_tests.h"

#include <gmock/gmock.h>

#include "definition/data_action.h"
#include "json/parse.h"
#include "provider/properties.h"

namespace genesys_cfn::provider {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

json::Value Json(std::string_view text) {
  return *json::Parse(text);
}

// Properties with these cases; `type` is the request's.
PropertiesResult Parse(std::string_view tests, const std::string& type = "GET",
                       const std::string& publish = "Validated") {
  const json::Value definition = Json(R"({"name":"A","config":{"request":{"requestType":")" + type +
                                      R"(","requestUrlTemplate":"/a"},"response":{}},"contract":{"input":{"inputSchema":
    {"type":"object","required":["phone"],"properties":{"phone":{"type":"string"},"count":{"type":"integer"},
     "exact":{"type":"boolean"},"share":{"type":"number"}}}},"output":{"successSchema":{"type":"object"}}}})");
  json::Object properties{{"IntegrationId", "i"}, {"Definition", definition}, {"Test", Json(tests)}};
  if (!publish.empty()) properties.Set("Publish", publish);
  return ParseProperties(properties);
}

std::vector<std::string> Problems(const PropertiesResult& result) {
  std::vector<std::string> texts;
  for (const auto& problem : result.problems) texts.push_back(problem.pointer + ": " + problem.message);
  return texts;
}

TEST(GateTestsTest, InputsGetTheTypesOfTheContract) {
  const auto result = Parse(R"([{"Name":"a","Inputs":{"phone":"49","count":"3","exact":"true","share":"0.5"}}])");
  ASSERT_TRUE(result.properties) << testing::PrintToString(Problems(result));
  EXPECT_EQ(json::Value(result.properties->tests.at(0).inputs),
            Json(R"({"phone":"49","count":3,"exact":true,"share":0.5})"));
  EXPECT_EQ(result.properties->publish, Publishing::kValidated);
}

TEST(GateTestsTest, WhatTheContractDoesNotKnowIsReported) {
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"49","phon":"1"}}])")),
              ElementsAre("/Test/0/Inputs/phon: is no input of the contract; did you mean phone?"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"49","count":"many"}}])")),
              ElementsAre("/Test/0/Inputs/count: must be of the type integer, as the input contract says"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{}}])")),
              ElementsAre("/Test/0/Inputs: lacks the input phone, which the contract requires"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{},"ExpectStatus":"400"}])")), IsEmpty());
}

TEST(GateTestsTest, AWriteNeedsItsConsent) {
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"}}])", "POST")),
              ElementsAre(HasSubstr("/Test/0: would really send a request that may write")));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"},"AllowWrites":"true"}])", "POST")), IsEmpty());
}

TEST(GateTestsTest, MistakesAreReported) {
  EXPECT_THAT(Problems(Parse(R"({"Name":"a"})")), ElementsAre("/Test: must be a list, not object"));
  EXPECT_THAT(Problems(Parse(R"(["a"])")),
              ElementsAre(HasSubstr("/Test/0: must be an object with Name and optionally Inputs")));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":"x","ExpectStatus":"404"}])")),
              ElementsAre("/Test/0/Inputs: must be an object, not string"));
  EXPECT_THAT(Problems(Parse(R"([{"Inputs":{"phone":"1"}}])")), ElementsAre("/Test/0/Name: is missing"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"}},{"Name":"a","Inputs":{"phone":"1"}}])")),
              ElementsAre("/Test/1/Name: is the name of another case too"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"},"ExpectStatus":"abc"}])")),
              ElementsAre("/Test/0/ExpectStatus: must be a whole number"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"},"ExpectStatus":"302"}])")),
              ElementsAre(HasSubstr("/Test/0/ExpectStatus: must be 200")));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"},"ExpectSuccess":"true","ExpectStatus":"404"}])")),
              ElementsAre("/Test/0/ExpectStatus: contradicts ExpectSuccess: true"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"},"ExpectSuccess":"false","ExpectStatus":"200"}])")),
              ElementsAre("/Test/0/ExpectStatus: contradicts ExpectSuccess: false"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"},"ExpectSuccess":"false","ExpectOutput":{}}])")),
              ElementsAre(HasSubstr("/Test/0/ExpectOutput: has no meaning")));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Input":{"phone":"1"},"ExpectStatus":"404"}])")),
              ElementsAre("/Test/0/Input: unknown property; did you mean Inputs?"));
  EXPECT_THAT(Problems(Parse(R"([{"Name":"a","Inputs":{"phone":"1"}}])", "GET", "")),
              ElementsAre(HasSubstr("/Test: is run with Publish: Validated only")));
  EXPECT_THAT(Problems(Parse("[]", "GET", "Checked")), ElementsAre("/Publish: must be one of Direct, Validated"));
}

GateTest Expecting(std::string_view output) {
  GateTest test;
  test.name = "a";
  test.expected_output = Json(output);
  return test;
}

std::string Judge(const GateTest& test, std::string_view output) {
  genesys::TestOutcome outcome;
  outcome.success = true;
  outcome.result = Json(output);
  return JudgeTest(test, outcome, ShowOutputs::kYes).value_or("");
}

TEST(GateTestsTest, ThereMayBeMoreInTheOutputThanIsExpected) {
  EXPECT_EQ(Judge(Expecting(R"({"a":"1","b":{"c":"true"}})"), R"({"a":1,"b":{"c":true,"d":2},"e":3})"), "");
  EXPECT_EQ(Judge(Expecting(R"({"a":"1"})"), R"({"a":"1"})"), "");
  EXPECT_EQ(Judge(Expecting(R"([{"a":"x"},{"a":"y"}])"), R"([{"a":"x","b":1},{"a":"y"}])"), "");
}

TEST(GateTestsTest, TheFirstDifferenceIsNamed) {
  EXPECT_EQ(Judge(Expecting(R"({"a":{"b":"1"}})"), R"({"a":{"b":2}})"), "the output /a/b is 2, not \"1\"");
  EXPECT_EQ(Judge(Expecting(R"({"a":"1"})"), R"({})"), "the output has no /a");
  EXPECT_EQ(Judge(Expecting(R"({"a":"null"})"), R"({"a":null})"), "the output /a is null, not \"null\"");
  EXPECT_EQ(Judge(Expecting(R"({"a":["1"]})"), R"({"a":[1,2]})"), "the output /a has 2 items, not 1");
  EXPECT_EQ(Judge(Expecting(R"({"a":["1"]})"), R"({"a":"1"})"), "the output /a is string, not array");
  EXPECT_EQ(Judge(Expecting(R"({"a":{}})"), R"([])"), "the output is array, not object");
}

TEST(GateTestsTest, FailuresAreJudgedByTheirStatus) {
  GateTest test;
  genesys::TestOutcome failed{false, {}, 404, "no such customer"};
  EXPECT_EQ(JudgeTest(test, failed, ShowOutputs::kYes), "it failed with the status 404: no such customer");
  EXPECT_EQ(JudgeTest(test, failed, ShowOutputs::kNo), "it failed with the status 404");
  test.expects_success = false;
  EXPECT_FALSE(JudgeTest(test, failed, ShowOutputs::kYes));
  test.expected_status = 404;
  EXPECT_FALSE(JudgeTest(test, failed, ShowOutputs::kYes));
  test.expected_status = 400;
  EXPECT_EQ(JudgeTest(test, failed, ShowOutputs::kNo), "it failed with the status 404, and was to fail with 400");
  EXPECT_EQ(JudgeTest(test, {true, {}, {}, ""}, ShowOutputs::kYes), "it succeeded, and was to fail");
}

}  // namespace
}  // namespace genesys_cfn::provider
