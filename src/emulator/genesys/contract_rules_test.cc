// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/contract_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr char kObject[] = R"({"type":"object"})";

// The field that the rules complain about; "" when they do not.
std::string FieldOf(std::string_view contract) {
  const auto value = json::Parse(contract);
  EXPECT_TRUE(value.has_value()) << contract;
  const auto failure = CheckContract(&*value);
  if (!failure.has_value()) return "";
  EXPECT_EQ(failure->status, 400);
  EXPECT_EQ(failure->code, "bad.request");
  return failure->details.at(0).field_name;
}
std::string Contract(std::string_view input, std::string_view output) {
  return Concat(R"({"input":{"inputSchema":)", input, R"(},"output":{"successSchema":)", output, "}}");
}
std::string InputField(std::string_view schema) {
  return FieldOf(Contract(schema, kObject));
}
std::string OutputField(std::string_view schema) {
  return FieldOf(Contract(kObject, schema));
}

TEST(ContractRules, NeedBothSchemas) {
  EXPECT_EQ(CheckContract(nullptr)->details.at(0).field_name, "contract");
  EXPECT_EQ(FieldOf("[]"), "contract");
  EXPECT_EQ(FieldOf("{}"), "contract.input");
  EXPECT_EQ(FieldOf(Concat(R"({"input":{"inputSchema":)", kObject, "}}")), "contract.output");
  EXPECT_EQ(FieldOf(R"({"input":{},"output":{}})"), "contract.input.inputSchema");
  EXPECT_EQ(FieldOf(Contract(kObject, "null")), "contract.output.successSchema");
  EXPECT_EQ(FieldOf(Contract("\"{}\"", kObject)), "contract.input.inputSchema");
}

TEST(ContractRules, TakeScalarInputs) {
  EXPECT_EQ(InputField(R"({"type":"object","properties":{}})"), "");
  EXPECT_EQ(InputField(R"({"$schema":"http://json-schema.org/draft-04/schema#","type":"object","required":["a"],
      "properties":{"a":{"type":"string","enum":["x"]},"b-1":{"type":"integer"},"c_":{"type":"number","default":1.10},
      "D":{"type":"boolean"},"e":{"type":"null"},"f":{"type":["string","null"]}},"additionalProperties":true})"),
            "");
}

TEST(ContractRules, RefuseAnInputThatIsNoObject) {
  EXPECT_EQ(InputField("{}"), "contract.input.inputSchema.type");
  EXPECT_EQ(InputField(R"({"type":"array","items":{"type":"string"}})"), "contract.input.inputSchema.type");
  EXPECT_EQ(InputField(R"({"type":"Object"})"), "contract.input.inputSchema.type");
}

TEST(ContractRules, RefuseNestedInputs) {
  for (const char* const type :
       {R"({"type":"object"})", R"({"type":"array"})", R"({})", R"({"type":[]})", R"({"type":["string","array"]})"}) {
    EXPECT_THAT(InputField(Concat(R"({"type":"object","properties":{"a":)", type, "}}")),
                testing::StartsWith("contract.input.inputSchema.properties.a"))
        << type;
  }
}

TEST(ContractRules, RefuseInputNamesThatTemplatesCannotUse) {
  for (const char* const name : {"1a", "_a", "a b", "a.b", "", "\u00e4"}) {
    EXPECT_EQ(InputField(Concat(R"({"type":"object","properties":{")", name, R"(":{"type":"string"}}})")),
              Concat("contract.input.inputSchema.properties.", name));
  }
}

TEST(ContractRules, TakeObjectsAndArraysAsOutput) {
  EXPECT_EQ(OutputField(R"({"type":"object","properties":{"a b":{"type":"object","properties":{
      "list":{"type":"array","items":{"type":"object","properties":{"x":{"type":"string"}}}}}}}})"),
            "");
  EXPECT_EQ(OutputField(R"({"type":"array","items":{"type":"object","properties":{"x":{"type":"string"}}}})"), "");
}

TEST(ContractRules, RefuseAnArrayWithinAnArrayAtAnyDepth) {
  EXPECT_EQ(OutputField(R"({"type":"array","items":{"type":"array","items":{"type":"string"}}})"),
            "contract.output.successSchema.items");
  EXPECT_EQ(OutputField(R"({"type":"object","properties":{"a":{"type":"array","items":{"type":"object","properties":{
      "b":{"type":"array","items":{"type":"string"}}}}}}})"),
            "contract.output.successSchema.properties.a.items.properties.b");
}

TEST(ContractRules, RefuseAScalarOutput) {
  EXPECT_EQ(OutputField(R"({"type":"string"})"), "contract.output.successSchema.type");
  EXPECT_EQ(OutputField("{}"), "contract.output.successSchema.type");
}

TEST(ContractRules, RefuseReferencesAnywhere) {
  EXPECT_EQ(InputField(R"({"type":"object","properties":{"a":{"$ref":"#/x"}}})"),
            "contract.input.inputSchema.properties.a.$ref");
  EXPECT_EQ(OutputField(R"({"type":"object","additionalProperties":{"$ref":"#"}})"),
            "contract.output.successSchema.additionalProperties.$ref");
  EXPECT_EQ(OutputField(R"({"type":"object","anyOf":[{"$ref":"#"}]})"), "contract.output.successSchema.anyOf.$ref");
}

TEST(ContractRules, TakeTheWordRefWhereItIsNotAKeyword) {
  EXPECT_EQ(OutputField(R"({"type":"object","properties":{"$ref":{"type":"string"}},"default":{"$ref":1}})"), "");
}

TEST(ContractRules, RefuseKeywordsOfTheWrongType) {
  EXPECT_EQ(OutputField(R"({"type":"object","properties":[]})"), "contract.output.successSchema.properties");
  EXPECT_EQ(OutputField(R"({"type":"object","properties":{"a":"string"}})"),
            "contract.output.successSchema.properties.a");
  EXPECT_EQ(OutputField(R"({"type":"object","properties":{"a":{"type":"text"}}})"),
            "contract.output.successSchema.properties.a.type");
  EXPECT_EQ(InputField(R"({"type":"object","required":"a"})"), "contract.input.inputSchema.required");
}

}  // namespace
}  // namespace genesys_cfn::emulator
