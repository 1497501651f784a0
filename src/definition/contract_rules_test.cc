// SPDX-License-Identifier: Apache-2.0
#include "definition/contract_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "definition/test_support.h"

namespace genesys_cfn::definition {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> InputProblems(std::string_view schema) {
  json::Value source = SmallDefinition();
  At(source, {"contract", "input", "inputSchema"}) = MustParse(schema);
  std::vector<std::string> out;
  for (std::string& problem : ProblemsOf(source)) out.push_back(problem.substr(problem.find("inputSchema") + 11));
  return out;
}

std::vector<std::string> OutputProblems(std::string_view schema) {
  json::Value source = SmallDefinition();
  At(source, {"contract", "output", "successSchema"}) = MustParse(schema);
  std::vector<std::string> out;
  for (std::string& problem : ProblemsOf(source)) out.push_back(problem.substr(problem.find("successSchema") + 13));
  return out;
}

TEST(InputSchema, IsAFlatObject) {
  EXPECT_THAT(
      InputProblems(R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":["string","null"]}}})"),
      IsEmpty());
  EXPECT_THAT(InputProblems(R"({"type":"array"})"), ElementsAre(StartsWith("/type: must be \"object\"")));
  EXPECT_THAT(InputProblems("{}"), ElementsAre(StartsWith("/type: ")));
  EXPECT_THAT(
      InputProblems(R"({"type":"object","properties":{"a":{"type":"object"},"b":{"type":["string","array"]},
                                "c":{},"d":true,"e":"x"}})"),
      ElementsAre(StartsWith("/properties/e: must be a schema"), StartsWith("/properties/a/type: must be string"),
                  StartsWith("/properties/b/type: must be string"), StartsWith("/properties/c: an input needs a type"),
                  StartsWith("/properties/d: an input needs a type")));
}

TEST(InputSchema, NamesCanBeReferredTo) {
  EXPECT_THAT(
      InputProblems(R"({"type":"object","properties":{"a-b_C9":{"type":"string"},"1a":{"type":"string"},
                                "a b":{"type":"string"},"":{"type":"string"},"orgId":{"type":"string"},
                                "rawRequest":{"type":"string"},"integrationId":{"type":"string"}}})"),
      ElementsAre(StartsWith("/properties/1a: an input's name"), StartsWith("/properties/a b: an input's name"),
                  StartsWith("/properties/: an input's name"), HasSubstr("\"orgId\" is a name of the platform's own"),
                  HasSubstr("\"rawRequest\""), HasSubstr("\"integrationId\"")));
}

TEST(InputSchema, PropertiesNamedLikeKeywordsAreSchemas) {
  EXPECT_THAT(InputProblems(R"({"type":"object","properties":{"default":{"type":"string"},"minimum":{"type":"integer"},
                                "required":{"type":"boolean"},"type":{"type":"string"},"items":{"type":"string"},
                                "enum":{"type":"string"},"properties":{"type":"string"}}})"),
              IsEmpty());
}

TEST(OutputSchema, IsAnObjectOrAnArray) {
  EXPECT_THAT(OutputProblems(R"({"type":"array","properties":{},"items":{"type":"object","properties":{}}})"),
              IsEmpty());
  EXPECT_THAT(OutputProblems(R"({"type":"string"})"),
              ElementsAre(StartsWith("/type: must be \"object\" or \"array\"")));
}

TEST(OutputSchema, HasNoArrayInsideAnArray) {
  EXPECT_THAT(OutputProblems(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}},
                                 "b":{"type":"array","items":{}}}})"),
              IsEmpty());
  EXPECT_THAT(OutputProblems(R"({"type":"array","items":{"type":"array"}})"),
              ElementsAre(StartsWith("/items: is an array")));
  EXPECT_THAT(
      OutputProblems(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":
                                 {"b":{"allOf":[{"items":{}}]}}}}}})"),
      ElementsAre(StartsWith("/properties/a/items/properties/b/allOf/0: is an array inside an array")));
}

TEST(Schemas, HoldNoReference) {
  EXPECT_THAT(OutputProblems(R"({"type":"object","properties":{"$ref":{"type":"string"},"a":{"$ref":"#/definitions/a"}},
                                 "definitions":{"a":{"type":"string"}}})"),
              ElementsAre(StartsWith("/properties/a/$ref: the platform takes no references")));
}

TEST(Schemas, KeywordsHoldValuesOfTheirType) {
  EXPECT_THAT(
      OutputProblems(R"({"type":"object","title":5,"required":["a",1],"properties":{
        "a":{"type":"strin","minLength":"many","maxLength":-1,"minItems":1.5,"minimum":"1e","exclusiveMinimum":"yes"},
        "b":{"type":["string","nil"],"uniqueItems":"maybe","enum":"x","anyOf":{}},
        "c":{"type":"object","properties":[],"additionalProperties":"no"}}})"),
      ElementsAre(
          "/title: must be a string, not 5", StartsWith("/required: must be a list of property names"),
          HasSubstr("/a/type: must be string, integer, number, boolean, null, object or array, not \"strin\"; did "
                    "you mean \"string\"?"),
          HasSubstr("/a/minLength: must be a whole number from 0, not \"many\""),
          HasSubstr("/a/maxLength: must be a whole number from 0, not -1"), HasSubstr("/a/minItems: "),
          HasSubstr("/a/minimum: must be a number, not \"1e\""), HasSubstr("/a/exclusiveMinimum: "),
          HasSubstr("/b/type: "), HasSubstr("/b/uniqueItems: must be true or false"),
          HasSubstr("/b/enum: must be a list of values"), HasSubstr("/b/anyOf: must be a list of schemas"),
          HasSubstr("/c/properties: must be an object"), HasSubstr("/c/additionalProperties: must be a schema")));
  EXPECT_THAT(OutputProblems(R"({"type":"object","required":"true"})"), ElementsAre(StartsWith("/required: ")));
  EXPECT_THAT(
      OutputProblems(R"({"type":"object","properties":{"a":{"type":"string","required":"true","minLength":2.0}}})"),
      IsEmpty());
}

}  // namespace
}  // namespace genesys_cfn::definition
