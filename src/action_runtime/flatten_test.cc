// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/flatten.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::action_runtime {
namespace {

using testing::ElementsAre;

std::string Flat(std::string_view value) {
  return json::Write(FlattenResult(json::Parse(value).value()).value());
}

TEST(Flatten, ObjectsAreJoinedWithDots) {
  EXPECT_EQ(Flat(R"({"a":1,"b":{"c":{"d":"x"},"e":null}})"), R"({"a":1,"b.c.d":"x","b.e":null})");
}

TEST(Flatten, ArraysOfObjectsBecomeParallelArrays) {
  EXPECT_EQ(Flat(R"({"m":[{"id":1,"x":{"y":"a"}},{"x":{"y":"b"}},{"id":3,"z":true}]})"),
            R"({"m.id":[1,null,3],"m.x.y":["a","b",null],"m.z":[null,null,true]})");
  EXPECT_EQ(Flat(R"({"tags":["a","b"],"none":[]})"), R"({"tags":["a","b"],"none":[]})");
  EXPECT_EQ(Flat(R"([{"Id":1},{"Id":2}])"), R"({"Id":[1,2]})");
  EXPECT_EQ(Flat("[1,2]"), R"({"items":[1,2]})");
}

TEST(Flatten, TheResultIsBounded) {
  json::Array rows;
  for (int index = 0; index < 2'000; ++index) rows.push_back(json::Object{{Concat("n", index), index}});
  const auto flat = FlattenResult(rows);
  ASSERT_FALSE(flat.has_value());
  EXPECT_EQ(flat.error().message, "the flattened result has more than 1000000 places");
}

TEST(Flatten, Schemas) {
  const auto schema = json::Parse(
      R"({"type":"object","title":"T","required":["a","m"],"properties":{"a":{"type":"string"},"b":{"type":"object",)"
      R"("properties":{"c":{"type":"integer"}}},"m":{"type":"array","items":{"type":"object","properties":)"
      R"({"id":{"type":"string"},"x":{"type":"object","properties":{"y":{"type":"number"}}}}}},)"
      R"("tags":{"type":"array","items":{"type":"string"}}}})");
  const FlattenedSchema flat = FlattenSchema(*schema);
  EXPECT_EQ(json::Write(flat.schema),
            R"({"type":"object","title":"T","required":["a"],"properties":{"a":{"type":"string"},)"
            R"("b.c":{"type":"integer"},"m.id":{"type":"array","items":{"type":"string"}},)"
            R"("m.x.y":{"type":"array","items":{"type":"number"}},"tags":{"type":"array","items":{"type":"string"}}},)"
            R"("additionalProperties":true})");
  EXPECT_THAT(flat.array_properties, ElementsAre("m.id", "m.x.y", "tags"));
  EXPECT_THAT(FlattenSchema(*json::Parse(R"({"type":"array","items":{"type":"string"}})")).array_properties,
              ElementsAre("items"));
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
