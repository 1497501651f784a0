// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/contract_check.h"

#include <gtest/gtest.h>

#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

// "" when the value fits.
std::string Check(std::string_view schema, std::string_view value) {
  return Describe(CheckContract(json::Parse(schema).value(), json::Parse(value).value()));
}

TEST(ContractCheck, Types) {
  EXPECT_EQ(Check(R"({"type":"string"})", R"("a")"), "");
  EXPECT_EQ(Check(R"({"type":"string"})", "1"), "/ must be of type string, not integer");
  EXPECT_EQ(Check(R"({"type":"integer"})", "1"), "");
  EXPECT_EQ(Check(R"({"type":"integer"})", "5.0"), "");
  EXPECT_EQ(Check(R"({"type":"integer"})", "5.5"), "/ must be of type integer, not number");
  EXPECT_EQ(Check(R"({"type":"integer"})", R"("5")"), "/ must be of type integer, not string");
  EXPECT_EQ(Check(R"({"type":"number"})", "5"), "");
  EXPECT_EQ(Check(R"({"type":["string","null"]})", "null"), "");
  EXPECT_EQ(Check(R"({"type":["string","null"]})", "true"), "/ must be of type string or null, not boolean");
  EXPECT_EQ(Check("{}", "[1]"), "");
}

TEST(ContractCheck, MembersAndItems) {
  constexpr char kSchema[] =
      R"({"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"list":{"type":"array",)"
      R"("items":{"type":"object","properties":{"n":{"type":"integer"}}}}},"additionalProperties":false})";
  EXPECT_EQ(Check(kSchema, R"({"a":"x"})"), "/ must have 'b', which the schema requires");
  EXPECT_EQ(Check(kSchema, R"({"a":1,"b":2})"),
            "/a must be of type string, not integer; / must not have 'b', which the schema does not know");
  EXPECT_EQ(Check(R"({"properties":{"list":{"items":{"properties":{"n":{"type":"integer"}}}}}})",
                  R"({"list":[{"n":1},{"n":"x"}]})"),
            "/list/1/n must be of type integer, not string");
  EXPECT_EQ(Check(R"({"additionalProperties":{"type":"string"}})", R"({"x":1})"),
            "/x must be of type string, not integer");
  // As real exports have it: an array with `properties`, which says nothing about arrays.
  EXPECT_EQ(Check(R"({"type":"array","properties":{},"items":{"type":"object"}})", "[{}]"), "");
}

TEST(ContractCheck, EnumsAndBounds) {
  EXPECT_EQ(Check(R"({"enum":["a",1]})", "1.0"), "");
  EXPECT_EQ(Check(R"({"enum":["a",1]})", R"("b")"), "/ must be one of the values of the schema's enum");
  EXPECT_EQ(Check(R"({"minimum":2})", "1"), "/ must have at least 2");
  EXPECT_EQ(Check(R"({"maximum":2})", "2.5"), "/ must have at most 2");
  EXPECT_EQ(Check(R"({"maxLength":2})", R"("äö")"), "");
  EXPECT_EQ(Check(R"({"minLength":3})", R"("äö")"), "/ must have at least 3 characters");
  EXPECT_EQ(Check(R"({"maxItems":1})", "[1,2]"), "/ must have at most 1 items");
}

TEST(ContractCheck, StopsAtTwentyAndCopesWithMalformedSchemas) {
  const json::Value many = json::Array(1'000, json::Value(1));
  EXPECT_EQ(CheckContract(json::Parse(R"({"items":{"type":"string"}})").value(), many).size(), 20u);
  EXPECT_EQ(Check(R"({"type":7,"required":"a","properties":[],"enum":{},"items":3})", R"({"a":[1]})"), "");
}

TEST(ContractCheck, Defaults) {
  const auto schema = json::Parse(R"({"properties":{"a":{"default":1},"b":{"default":"x"},"c":{}}})").value();
  EXPECT_EQ(json::Write(WithDefaults(schema, {{"b", "mine"}})), R"({"b":"mine","a":1})");
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
