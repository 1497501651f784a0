// SPDX-License-Identifier: Apache-2.0
#include "definition/restore_types.h"

#include <gtest/gtest.h>

#include "definition/test_support.h"

namespace genesys_cfn::definition {
namespace {

// A schema whose scalars all stand where their type can be told: what comes back is what went in.
TEST(RestoreSchema, UndoesStringificationByPosition) {
  const char* schemas[] = {
      R"({"type":"object","additionalProperties":false,"minProperties":1,"maxProperties":10})",
      R"({"properties":{"a":{"type":"string","minLength":1,"maxLength":64,"default":"true"},
                        "b":{"type":"integer","minimum":-1,"maximum":1e3,"default":14,"enum":[1,2],"const":1,"examples":[3]},
                        "c":{"type":"number","multipleOf":0.10,"default":1.50},
                        "d":{"type":"boolean","default":false,"readOnly":true,"writeOnly":false,"required":true}}})",
      R"({"items":{"type":"array","uniqueItems":true,"minItems":0,"maxItems":5},"additionalItems":false})",
      R"({"items":[{"minimum":1},{"maximum":2,"exclusiveMaximum":true}],"additionalItems":{"minimum":3}})",
      R"({"exclusiveMinimum":5,"exclusiveMaximum":false})",
      R"({"patternProperties":{"^x":{"minLength":1}},"definitions":{"d":{"minimum":1}},"$defs":{"e":{"minimum":1}}})",
      R"({"allOf":[{"minimum":1}],"anyOf":[true,{"minimum":1}],"oneOf":[false],"not":{"additionalProperties":{"minimum":1}}})",
      R"({"dependencies":{"a":["true","1"],"b":{"minimum":1}},"contains":{"minimum":1},"propertyNames":{"minLength":1}})",
      R"({"if":{"minimum":1},"then":{"maximum":2},"else":true})",
      R"({"type":["integer","boolean","null"],"enum":[1,true],"default":2})",
      R"({"type":"array","items":{"type":"integer"},"default":[1,2],"enum":[[3]]})",
      R"({"type":"object","properties":{"n":{"type":"number"},"s":{"type":"string"}},
          "additionalProperties":{"type":"boolean"},"default":{"n":1,"s":"1","other":true}})",
      R"({"properties":{"default":{"minimum":1},"minimum":{"type":"integer","default":1},"required":{"type":"boolean"},
                        "type":{"type":"string","default":"1"},"enum":{"maxLength":2},"items":{"uniqueItems":true}}})",
      R"({"properties":{"a":true,"b":false},"required":["true","1"]})",
  };
  for (const char* text : schemas) {
    const json::Value schema = MustParse(text);
    EXPECT_EQ(json::Write(RestoreSchema(Stringify(schema))), json::Write(schema));
    EXPECT_EQ(json::Write(RestoreSchema(schema)), json::Write(schema));
  }
}

TEST(RestoreSchema, StringsThatAreMeantStayStrings) {
  const char* schemas[] = {
      R"({"title":"true","description":"14","format":"1","pattern":"5","$schema":"1","x-own":"true"})",
      R"({"type":"string","default":"true","enum":["1","2","false"],"const":"1","examples":["1"]})",
      R"({"type":["string","integer"],"default":"5","enum":["1","true"]})",
      R"({"default":"5","enum":["1","true"],"const":"true"})",
      R"({"type":"null","default":"null"})",
      R"({"type":"array","items":{"type":"string"},"default":["1","true"]})",
      R"({"type":"integer","default":"true"})",
      R"({"type":"boolean","default":"1"})",
      R"({"minLength":"01","maxLength":"+1","minimum":".5","maximum":"1.","multipleOf":"1e","minItems":" 1"})",
      R"({"minimum":"","maximum":"-","minLength":"0x10","maxLength":"Infinity","minItems":"NaN","maxItems":"1 "})",
      R"({"uniqueItems":"True","readOnly":"yes","writeOnly":"1","additionalProperties":"TRUE"})",
  };
  for (const char* text : schemas) {
    EXPECT_EQ(json::Write(RestoreSchema(MustParse(text))), json::Write(MustParse(text)));
  }
}

TEST(RestoreSchema, KeepsTheTextOfNumbers) {
  const json::Value schema =
      RestoreSchema(MustParse(R"({"minimum":"-0.10","maximum":"1E+400","multipleOf":"123456789012345678901"})"));
  EXPECT_EQ(json::Write(schema), R"({"minimum":-0.10,"maximum":1E+400,"multipleOf":123456789012345678901})");
}

TEST(RestoreConfig, RestoresTheTimeoutAlone) {
  const json::Value config = RestoreConfig(MustParse(
      R"({"timeoutSeconds":"14","request":{"headers":{"a":"1","b":"true"},"requestTemplate":"5"},"response":{}})"));
  EXPECT_EQ(json::Write(config),
            R"({"timeoutSeconds":14,"request":{"headers":{"a":"1","b":"true"},"requestTemplate":"5"},"response":{}})");
  EXPECT_EQ(RestoreConfig("x"), json::Value("x"));
}

}  // namespace
}  // namespace genesys_cfn::definition
