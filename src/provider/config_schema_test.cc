// SPDX-License-Identifier: Apache-2.0
#include "provider/config_schema.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

json::Value Parse(std::string_view text) {
  return *json::Parse(text);
}

std::string Restored(std::string_view value, std::string_view schema) {
  return json::Write(RestoreBySchema(Parse(value), *Parse(schema).AsObject()));
}

std::string Problems(std::string_view value, std::string_view schema) {
  std::vector<definition::Problem> problems;
  CheckBySchema(Parse(value), *Parse(schema).AsObject(), "", problems);
  std::string text;
  for (const auto& problem : problems) text += Concat(problem.pointer, ": ", problem.message, "\n");
  return text;
}

TEST(ConfigSchema, RestoresWhereTheSchemaHasNoString) {
  EXPECT_EQ(Restored(R"({"a":"5","b":"true","c":"5","d":"x","e":["1","2"],"f":{"g":"1.50"}})",
                     R"({"properties":{"a":{"type":"integer"},"b":{"type":"boolean"},"c":{"type":"string"},)"
                     R"("d":{"type":"number"},"e":{"items":{"type":"number"}},)"
                     R"("f":{"additionalProperties":{"type":["number","null"]}}}})"),
            R"({"a":5,"b":true,"c":"5","d":"x","e":[1,2],"f":{"g":1.50}})");
  EXPECT_EQ(Restored(R"({"a":"5"})", "{}"), R"({"a":"5"})") << "nothing is said of it";
  EXPECT_EQ(Restored(R"("5")", R"({"type":["string","integer"]})"), R"("5")");
  EXPECT_EQ(Restored(R"("yes")", R"({"type":"boolean"})"), R"("yes")");
}

TEST(ConfigSchema, EachKeywordFindsItsMistake) {
  const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
      {R"({"a":"x"})", R"({"properties":{"a":{"type":"boolean"}}})", "/a: must be boolean, not string\n"},
      {"5.5", R"({"type":"integer"})", ": must be integer, not number\n"},
      {"5.0", R"({"type":"integer"})", ""},
      {R"("c")", R"({"enum":["a","b"]})", ": must be one of a, b\n"},
      {"1.0", R"({"enum":[1]})", ""},
      {"11", R"({"maximum":10})", ": must be at most 10\n"},
      {"-1", R"({"minimum":0})", ": must be at least 0\n"},
      {R"("abc")", R"({"maxLength":2})", ": its length must be at most 2\n"},
      {"{}", R"({"required":["a"]})", "/a: is missing\n"},
      {R"({"hots":1})", R"({"properties":{"host":{}}})", "/hots: unknown; did you mean host?\n"},
      {R"({"other":1})", R"({"properties":{"host":{}}})", ""},
      {R"({"other":1})", R"({"properties":{"host":{}},"additionalProperties":false})",
       "/other: unknown; known are host\n"},
      {R"({"other":1})", R"({"additionalProperties":false})", "/other: unknown; the type takes none\n"},
      {R"([1,"x"])", R"({"items":{"type":"number"}})", "/1: must be number, not string\n"},
  };
  for (const auto& [value, schema, expected] : cases) EXPECT_EQ(Problems(value, schema), expected) << schema;
}

// A schema is somebody else's: what is wrong with it must not matter.
TEST(ConfigSchema, ASchemaThatIsNoneIsNoReasonToRefuse) {
  for (const char* schema : {R"({"properties":5,"required":"x","enum":{},"items":[],"type":7})",
                             R"({"properties":{"a":true},"maximum":"x","additionalProperties":{}})"}) {
    EXPECT_EQ(Problems(R"({"a":1,"b":[1]})", schema), "") << schema;
    EXPECT_EQ(Restored(R"({"a":"1"})", schema), R"({"a":"1"})") << schema;
  }
}

}  // namespace
}  // namespace genesys_cfn::provider
