// SPDX-License-Identifier: Apache-2.0
#include "template/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kTemplate = R"(
Parameters:
  Text: {Type: String}
  List: {Type: CommaDelimitedList}
  Count: {Type: Number}
Mappings:
  Regions:
    eu-west-1: {Host: api.ie, Ports: [1, 2.50]}
    eu-central-1: {Host: api.de}
Conditions:
  Top: !And [!Condition IsOne, !Not [!Condition IsTwo]]
  IsOne: !Equals [!Ref Text, hello]
  IsTwo: !Or [!Equals [a, b], !Equals [!Ref Count, 2]]
  InRegion: !Equals [!FindInMap [Regions, !Ref AWS::Region, Host], !Sub 'api.${Text}']
  Booleans: !Equals [true, 'true']
  Chosen: !Equals [!If [IsOne, x, !Ref AWS::NoValue], x]
Resources:
  Res: {Type: Custom::X}
  Other: {Type: Custom::X}
)";

constexpr std::string_view kUnsupported = "Template Error: Encountered unsupported function: ";
constexpr const char* kSupported =
    " Supported functions are: [Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, "
    "Fn::FindInMap, Fn::Select, Ref, Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, "
    "Fn::EachMemberEquals, Fn::EachMemberIn, Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr]";

class EvaluateTest : public testing::Test {
 protected:
  EvaluateTest() {
    LoadResult loaded = LoadTemplate(kTemplate);
    EXPECT_TRUE(loaded.value) << loaded.diagnostics.front().message;
    source_ = *std::move(loaded.value);
    context_.source = &source_;
    context_.pseudo = {.account_id = "123456789012",
                       .region = "eu-west-1",
                       .stack_id = "arn:stack",
                       .stack_name = "stack",
                       .notification_arns = {"arn:topic"}};
    context_.parameters = {{"Text", "hello"}, {"List", "a, b"}, {"Count", "1.0"}};
    context_.conditions = {{"IsOne", true}, {"IsTwo", false}};
    context_.ref = [](std::string_view id) -> std::optional<std::string> {
      if (id == "Res") return "physical";
      return std::nullopt;
    };
    context_.get_att = [](std::string_view id, std::string_view attribute) -> Result<json::Value> {
      if (attribute == "List") return json::Value(json::Array{"x", json::Number{"1.10"}});
      if (attribute == "Flag") return json::Value(true);
      if (attribute == "Missing") return Error{ErrorCode::kNotFound, "no such attribute"};
      return json::Value(Concat(id, '/', attribute));
    };
    context_.import = [](std::string_view name) -> Result<std::string> {
      if (name == "stack-Token") return std::string("token");
      return Error{ErrorCode::kNotFound, Concat("No export named ", name, " found.")};
    };
  }

  std::string Text(std::string_view json) {
    const auto expression = json::Parse(json);
    EXPECT_TRUE(expression) << json;
    if (!expression) return "";
    const auto value = Evaluate(*expression, context_);
    if (!value) return value.error().message;
    return *value ? json::Write(**value) : "(no value)";
  }

  Template source_;
  EvaluationContext context_;
};

TEST_F(EvaluateTest, GivesTheValueOfEachFunction) {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"a":[1.10,true,null,"x"],"Condition":{"b":1e3}})", R"({"a":[1.10,true,null,"x"],"Condition":{"b":1e3}})"},
      {R"({"Ref":"Text"})", R"("hello")"},
      {R"({"Ref":"Count"})", R"("1.0")"},
      {R"({"Ref":"List"})", R"(["a","b"])"},
      {R"({"Ref":"Res"})", R"("physical")"},
      {R"({"Ref":"AWS::Region"})", R"("eu-west-1")"},
      {R"({"Ref":"AWS::AccountId"})", R"("123456789012")"},
      {R"({"Ref":"AWS::Partition"})", R"("aws")"},
      {R"({"Ref":"AWS::URLSuffix"})", R"("amazonaws.com")"},
      {R"({"Ref":"AWS::StackId"})", R"("arn:stack")"},
      {R"({"Ref":"AWS::StackName"})", R"("stack")"},
      {R"({"Ref":"AWS::NotificationARNs"})", R"(["arn:topic"])"},
      {R"({"Fn::GetAZs":""})", R"(["eu-west-1a","eu-west-1b","eu-west-1c"])"},
      {R"({"Fn::Select":[1,{"Fn::GetAZs":"us-east-1"}]})", R"("us-east-1b")"},
      {R"({"Fn::GetAZs":{"Ref":"AWS::Region"}})", R"(["eu-west-1a","eu-west-1b","eu-west-1c"])"},
      {R"({"Fn::Cidr":["10.0.0.0/16","2"]})", R"(["10.0.0.0/24","10.0.1.0/24"])"},
      {R"({"Fn::Cidr":["10.0.0.0/16",1,{"Fn::Select":[0,["4"]]}]})", R"(["10.0.0.0/28"])"},
      {R"({"Ref":"AWS::NoValue"})", "(no value)"},
      {R"({"Fn::GetAtt":["Res","A.B"]})", R"("Res/A.B")"},
      {R"({"Fn::GetAtt":"Res.A.B"})", R"("Res/A.B")"},
      {R"({"Fn::GetAtt":["Res",{"Ref":"Text"}]})", R"("Res/hello")"},
      {R"({"Fn::GetAtt":["Res","List"]})", R"(["x",1.10])"},
      {R"({"Fn::Sub":"${Text} ${Res} ${Res.A.B} ${!Text} ${AWS::Region} ${Res.Flag} ${AWS::NoValue}."})",
       R"("hello physical Res/A.B ${Text} eu-west-1 true .")"},
      {R"({"Fn::Sub":["${Text}${n}${b}",{"Text":"mine","n":1.10,"b":{"Fn::Sub":"${Text}"}}]})", R"("mine1.10hello")"},
      {R"({"Fn::Join":["-",["a",1.0,true,{"Ref":"AWS::NoValue"},{"Ref":"Text"}]]})", R"("a-1.0-true-hello")"},
      {R"({"Fn::Join":[",",{"Ref":"List"}]})", R"("a,b")"},
      {R"({"Fn::Join":["",[]]})", R"("")"},
      {R"({"Fn::Split":["|","a||b|"]})", R"(["a","","b",""])"},
      {R"({"Fn::Split":["::",{"Fn::Sub":"x::${Text}"}]})", R"(["x","hello"])"},
      {R"({"Fn::Select":["1",{"Ref":"List"}]})", R"("b")"},
      {R"({"Fn::Select":[0,[{"k":{"Ref":"Text"}}]]})", R"({"k":"hello"})"},
      {R"({"Fn::Select":[{"Fn::Select":[0,["1"]]},["x","y"]]})", R"("y")"},
      {R"({"Fn::FindInMap":["Regions",{"Ref":"AWS::Region"},"Host"]})", R"("api.ie")"},
      {R"({"Fn::FindInMap":["Regions","eu-west-1","Ports"]})", "[1,2.50]"},
      {R"({"Fn::Base64":{"Fn::Sub":"${Text}"}})", R"("aGVsbG8=")"},
      {R"({"Fn::ImportValue":{"Fn::Sub":"${AWS::StackName}-Token"}})", R"("token")"},
      {R"({"Fn::If":["IsOne",{"Ref":"Text"},{"Ref":"Other"}]})", R"("hello")"},
      {R"({"Fn::If":["IsTwo",{"Fn::GetAtt":["Res","Missing"]},[1]]})", "[1]"},
      {R"({"Fn::If":["IsTwo",1,{"Ref":"AWS::NoValue"}]})", "(no value)"},
      {R"({"a":{"Fn::If":["IsTwo",1,{"Ref":"AWS::NoValue"}]},"b":[{"Ref":"AWS::NoValue"},2,[{"Ref":"AWS::NoValue"}]],"c":{"d":{"Ref":"AWS::NoValue"}}})",
       R"({"b":[2,[]],"c":{}})"},
  };
  for (const auto& [expression, expected] : cases) EXPECT_EQ(Text(expression), expected) << expression;
}

TEST_F(EvaluateTest, FailsWithTheServicesTexts) {
  const std::string join =
      "Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings "
      "to "
      "be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.";
  const std::pair<std::string, std::string> cases[] = {
      {R"({"Ref":"Other"})",
       "Template format error: Unresolved resource dependencies [Other] in the Resources block of the template"},
      {R"({"Fn::GetAtt":["Res","Missing"]})", "no such attribute"},
      {R"({"Fn::Sub":"${Res.Missing}"})", "no such attribute"},
      {R"({"Fn::Sub":"${List}"})", "Template error: variable List in Fn::Sub expression does not resolve to a string"},
      {R"({"Fn::Sub":["${x}",{"x":{"Ref":"List"}}]})",
       "Template error: every value of the context object of every Fn::Sub object must be a string or a function that "
       "returns a string"},
      {R"({"Fn::Join":[",",{"Ref":"Text"}]})", join},
      {R"({"Fn::Join":[",",[["nested"]]]})", join},
      {R"({"Fn::Select":[2,{"Ref":"List"}]})", "Template error: Fn::Select cannot select nonexistent value at index 2"},
      {R"({"Fn::Select":[-1,["a"]]})", "Template error: Fn::Select cannot select nonexistent value at index -1"},
      {R"({"Fn::Select":["x",["a"]]})",
       "Template error: Fn::Select requires a list argument with two elements: an integer index and a list"},
      {R"({"Fn::FindInMap":["Regions","eu-central-1","Ports"]})",
       "Template error: Unable to get mapping for Regions::eu-central-1::Ports"},
      {R"({"Fn::FindInMap":["Nothing",1,true]})", "Template error: Unable to get mapping for Nothing::1::true"},
      {R"({"Fn::ImportValue":"gone"})", "No export named gone found."},
      {R"({"Fn::If":["Unknown",1,2]})", "Template error: unresolved condition dependency Unknown in Fn::If"},
      {R"({"Fn::Base64":[]})", "Template error: every Fn::Base64 object must have a String-typed value."},
      {R"({"Fn::Foo":1})", std::string(kUnsupported) + "Fn::Foo" + kSupported},
      {R"({"Fn::Length":["a"]})", std::string(kUnsupported) + "Fn::Length" + kSupported},
      {R"({"Fn::GetAZs":["a"]})", "Template error: every Fn::GetAZs object must have a String-typed value."},
      {R"({"Fn::Cidr":["10.0.0.0/24","x"]})",
       "Template error: every Fn::Cidr object requires an IP block, a count from 1 to 256 and, for blocks of IPv6, the "
       "number of subnet bits"},
  };
  for (const auto& [expression, expected] : cases) EXPECT_EQ(Text(expression), expected) << expression;
}

TEST_F(EvaluateTest, BoundsTheTextThatNestedFunctionsMultiply) {
  std::string sub = R"("0123456789")";
  std::string join = sub;
  for (int i = 0; i < 30; ++i) {
    sub = Concat(R"({"Fn::Sub":["${a}${a}",{"a":)", sub, "}]}");
    if (i < 12) join = Concat(R"({"Fn::Join":["0000000000",{"Fn::Split":["0",)", join, "]}]}");
  }
  EXPECT_EQ(Text(sub), "Template error: Fn::Sub gives a text of more than 1048576 bytes");
  EXPECT_EQ(Text(join), "Template error: the functions of one resource or output give more than 2097152 bytes");
}

TEST_F(EvaluateTest, DecidesConditionsWhateverTheirOrder) {
  const auto conditions = EvaluateConditions(context_);
  ASSERT_TRUE(conditions) << conditions.error().message;
  EXPECT_EQ(*conditions, (std::map<std::string, bool>{{"Top", true},
                                                      {"IsOne", true},
                                                      {"IsTwo", false},
                                                      {"InRegion", false},
                                                      {"Booleans", true},
                                                      {"Chosen", true}}));
}

TEST_F(EvaluateTest, ReportsWhatAConditionCannotCompare) {
  source_.conditions = {{"C", json::Object{{"Fn::Equals", json::Array{json::Object{{"Ref", "List"}}, "a"}}}}};
  auto conditions = EvaluateConditions(context_);
  ASSERT_FALSE(conditions);
  EXPECT_EQ(conditions.error().message,
            "Template error: every Fn::Equals object requires a list of 2 string parameters.");
  source_.conditions = {{"A", json::Object{{"Condition", "B"}}}, {"B", json::Object{{"Condition", "A"}}}};
  conditions = EvaluateConditions(context_);
  ASSERT_FALSE(conditions);
  EXPECT_THAT(conditions.error().message, testing::HasSubstr("Circular dependency between conditions"));
}

TEST_F(EvaluateTest, PropertiesAreAnObjectWithoutAbsentMembers) {
  const json::Object properties = {{"A", json::Object{{"Ref", "AWS::NoValue"}}}, {"B", json::Object{{"Ref", "Res"}}}};
  const auto evaluated = EvaluateProperties(properties, context_);
  ASSERT_TRUE(evaluated);
  EXPECT_EQ(*evaluated, (json::Object{{"B", "physical"}}));
}

TEST(StringifyScalars, KeepsSourceTextsAndStructure) {
  const auto value =
      json::Parse(R"({"n":1.10,"big":1e400,"t":true,"f":false,"s":"x","e":"","l":[1,[],{}],"null":null})");
  ASSERT_TRUE(value);
  EXPECT_EQ(json::Write(StringifyScalars(*value)),
            R"({"n":"1.10","big":"1e400","t":"true","f":"false","s":"x","e":"","l":["1",[],{}],"null":null})");
}

TEST(ImportsOf, CollectsLiteralNames) {
  const auto value = json::Parse(
      R"({"a":{"Fn::ImportValue":"one"},"b":[{"Fn::Sub":["${x}",{"x":{"Fn::ImportValue":"two"}}]}],"c":{"Fn::ImportValue":{"Ref":"P"}}})");
  ASSERT_TRUE(value);
  EXPECT_EQ(ImportsOf(*value), (std::vector<std::string>{"one", "two"}));
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
