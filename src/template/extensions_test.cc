// SPDX-License-Identifier: Apache-2.0
// What Transform: AWS::LanguageExtensions adds.
#include <gtest/gtest.h>

#include "base/text.h"
#include "json/write.h"
#include "template/evaluate.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kBody = R"(
Parameters: {Text: {Type: String}, List: {Type: CommaDelimitedList}}
Mappings: {M: {k: {a: v, l: [x, y]}}}
Conditions: {Is: !Equals [a, a], Isnt: !Equals [a, b]}
Resources:
  Other: {Type: Custom::X}
  A:
    Type: Custom::X
    Properties:
      P: )";

LoadResult Load(std::string_view head, std::string_view property) {
  return LoadTemplate(Concat(head, kBody, property, "\n"));
}

std::string Evaluated(std::string_view property) {
  const LoadResult loaded = Load("Transform: [AWS::LanguageExtensions]", property);
  if (!loaded.value) return loaded.diagnostics.front().message;
  EvaluationContext context;
  context.source = &*loaded.value;
  context.pseudo.region = "eu-west-1";
  context.parameters = {{"Text", "say \"hi\""}, {"List", "a, b"}};
  context.conditions = {{"Is", true}, {"Isnt", false}};
  context.ref = [](std::string_view) { return std::optional<std::string>("id"); };
  context.get_att = [](std::string_view, std::string_view attribute) -> Result<json::Value> {
    if (attribute == "List") return json::Value(json::Array{"x"});
    if (attribute == "Flag") return json::Value(true);
    return json::Value("a \"quote\"");
  };
  const auto value = Evaluate(*loaded.value->FindResource("A")->properties.Find("P"), context);
  if (!value) return value.error().message;
  const std::string* text = *value ? (*value)->AsString() : nullptr;
  return text != nullptr ? *text : json::Write(value->value());
}

TEST(Extensions, LengthCountsItems) {
  EXPECT_EQ(Evaluated("{Fn::Length: !Ref List}"), "2");
  EXPECT_EQ(Evaluated("{Fn::Length: [1, 2, !Ref AWS::NoValue]}"), "2");
  EXPECT_EQ(Evaluated("{Fn::Length: !Split [',', 'a,b,c']}"), "3");
  EXPECT_EQ(Evaluated("!Select [0, !Cidr [10.0.0.0/8, {Fn::Length: !Ref List}]]"), "10.0.0.0/24");
  const std::string wrong = "Template error: every Fn::Length object requires a list or a function that gives one";
  EXPECT_EQ(Evaluated("{Fn::Length: text}"), wrong);
  EXPECT_EQ(Evaluated("{Fn::Length: !Ref Text}"), wrong);
}

TEST(Extensions, ToJsonStringKeepsScalarsAndTheOrder) {
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: {z: 1.10, a: true, t: 'text', l: [1, '2', []], o: {}}}"),
            R"({"z":1.10,"a":true,"t":"text","l":[1,"2",[]],"o":{}})");
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: [a, b, c]}"), R"(["a","b","c"])");
}

TEST(Extensions, ToJsonStringReplacesFunctions) {
  EXPECT_EQ(
      Evaluated("{Fn::ToJsonString: {t: !Ref Text, l: !Ref List, m: !FindInMap [M, k, l], n: !Ref AWS::NoValue}}"),
      R"({"t":"say \"hi\"","l":["a","b"],"m":["x","y"]})");
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: {a: !If [Is, {k: !Ref Text}, 1], b: !If [Isnt, 1, !Ref AWS::NoValue]}}"),
            R"({"a":{"k":"say \"hi\""}})");
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: [!Ref AWS::NoValue, !Sub '${AWS::Region}', {Fn::Length: !Ref List}]}"),
            R"(["eu-west-1",2])");
}

TEST(Extensions, ToJsonStringTakesAttributesAsTextsThatAreNotEscaped) {
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: {a: !Ref Other, b: !Sub '${Other}/${Text}', c: !GetAtt Other.Flag}}"),
            R"({"a":"id","b":"id/say "hi"","c":"true"})");
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: {a: !GetAtt Other.Text}}"), R"({"a":"a "quote""})");
  EXPECT_EQ(Evaluated("{Fn::ToJsonString: {a: !GetAtt Other.List}}"),
            "Template error: every value of the context object of every Fn::Sub object must be a string or a function "
            "that returns a string");
}

TEST(Extensions, FindInMapHasDefaultsAndAnyFunctionsInItsKeys) {
  EXPECT_EQ(Evaluated("!FindInMap [M, !Sub k, !Join ['', [a]]]"), "v");
  EXPECT_EQ(Evaluated("!FindInMap [M, nothing, a, {DefaultValue: !Ref List}]"), R"(["a","b"])");
  EXPECT_EQ(Evaluated("!FindInMap [M, k, a, {DefaultValue: x}]"), "v");
  EXPECT_EQ(Evaluated("!FindInMap [Nothing, k, a, {DefaultValue: x}]"), "x");
  EXPECT_EQ(Evaluated("!FindInMap [M, nothing, a]"), "Template error: Unable to get mapping for M::nothing::a");
  EXPECT_EQ(
      Evaluated("!FindInMap [M, k, a, x]"),
      "Template error: the fourth parameter of Fn::FindInMap must be an object with the single member DefaultValue");
  EXPECT_EQ(
      Evaluated("!FindInMap [M, k, a, {DefaultValue: x, Other: y}]"),
      "Template error: the fourth parameter of Fn::FindInMap must be an object with the single member DefaultValue");
}

TEST(Extensions, NeedTheTransform) {
  for (const char* property : {"{Fn::Length: [a]}", "{Fn::ToJsonString: {a: b}}"}) {
    const LoadResult loaded = Load("", property);
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << property;
    EXPECT_TRUE(loaded.diagnostics[0].message.starts_with("Template Error: Encountered unsupported function: Fn::"));
    EXPECT_EQ(loaded.diagnostics[0].hint,
              "It belongs to the extended language: add Transform: AWS::LanguageExtensions.");
    EXPECT_EQ(loaded.diagnostics[0].mark.line, 10);
  }
  const std::string keys =
      "Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute "
      "for return value";
  for (const char* property : {"!FindInMap [M, !Sub k, a]", "!FindInMap [M, k, a, {DefaultValue: x}]"}) {
    const LoadResult loaded = Load("", property);
    ASSERT_EQ(loaded.diagnostics.size(), 1U) << property;
    EXPECT_EQ(loaded.diagnostics[0].message, keys);
  }
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
