// SPDX-License-Identifier: Apache-2.0
#include "yaml/load.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::yaml {
namespace {

std::string AsJson(std::string_view text) {
  const auto loaded = Load(text);
  if (const auto* error = std::get_if<SyntaxError>(&loaded)) {
    return Concat(error->mark.line, ':', error->mark.column, ' ', error->message);
  }
  return json::Write(std::get<Document>(loaded).root);
}

struct Case {
  std::string text;
  std::string expected;
};

TEST(YamlLoad, ResolvesPlainScalarsAsTheServiceDoes) {
  const Case cases[] = {
      {"yes", "true"},
      {"On", "true"},
      {"TRUE", "true"},
      {"off", "false"},
      {"No", "false"},
      {"y", "\"y\""},
      {"n", "\"n\""},
      {"tRue", "\"tRue\""},
      {"14", "14"},
      {"-1.50e+3", "-1.50e+3"},
      {"1e999999999", "1e999999999"},
      {"1e-1000000000", "\"1e-1000000000\""},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"0128", "\"0128\""},
      {"012", "10"},
      {"000123456701", "21913025"},
      {"123456789012", "123456789012"},
      {"0o12", "\"0o12\""},
      {"0_1", "1"},
      {"1_000", "1000"},
      {"_1", "\"_1\""},
      {"0x1F", "31"},
      {"0x", "\"0x\""},
      {"0b101", "5"},
      {"0777777777777777777777777", "\"0777777777777777777777777\""},
      {"1:30", "90"},
      {"190:20:30", "685230"},
      {"1:60", "\"1:60\""},
      {"8080:80", "\"8080:80\""},
      {"1::2", "\"1::2\""},
      {"9999999999999999999:30", "\"9999999999999999999:30\""},
      {"+1", "1"},
      {"-012", "-10"},
      {"+-1", "\"+-1\""},
      {"-", "[null]"},
      {"'012'", "\"012\""},
      {".5", "\".5\""},
      {"1.", "\"1.\""},
      {".inf", "\".inf\""},
      {"2010-09-09", "\"2010-09-09\""},
      {"'yes'", "\"yes\""},
      {"\"14\"", "\"14\""},
      {"''", "\"\""},
      {"[~, null, ]", "[null,null]"},
      {"a:", R"({"a":null})"},
      {"|\n  true\n", "\"true\\n\""},
      {"!!str yes", "\"yes\""},
      {"!!int \"5\"", "5"},
      {"! 5", "\"5\""},
      {"1: on", R"({"1":true})"},
      {"on: 1", R"({"on":1})"},
      {"a: \"\\u00e9\\n\"", "{\"a\":\"\xC3\xA9\\n\"}"},
      {"\xEF\xBB\xBF"
       "a: 1",
       R"({"a":1})"},
      {"# only then\n{a: 1}", R"({"a":1})"},
  };
  for (const Case& c : cases) EXPECT_EQ(AsJson(c.text), c.expected) << c.text;
}

TEST(YamlLoad, WritesShortTagsInTheirLongForm) {
  const Case cases[] = {
      {"!Ref A", R"({"Ref":"A"})"},
      {"!Ref on", R"({"Ref":"on"})"},
      {"!Condition A", R"({"Condition":"A"})"},
      {"!Sub 5", R"({"Fn::Sub":"5"})"},
      {"!Sub '${A}'", R"({"Fn::Sub":"${A}"})"},
      {"!GetAtt A.B.C", R"({"Fn::GetAtt":["A","B.C"]})"},
      {"!GetAtt [A, B]", R"({"Fn::GetAtt":["A","B"]})"},
      {"!GetAtt A", R"({"Fn::GetAtt":"A"})"},
      {"!GetAZs", R"({"Fn::GetAZs":""})"},
      {"!Join ['', [a, !Ref B, 1, yes]]", R"({"Fn::Join":["",["a",{"Ref":"B"},1,true]]})"},
      {"!If [C, !Ref AWS::NoValue, x]", R"({"Fn::If":["C",{"Ref":"AWS::NoValue"},"x"]})"},
      {"!Transform {Name: X}", R"({"Fn::Transform":{"Name":"X"}})"},
      {"!Select\n- 0\n- !Split [',', a]", R"({"Fn::Select":[0,{"Fn::Split":[",","a"]}]})"},
      {"Fn::Base64: !Sub x", R"({"Fn::Base64":{"Fn::Sub":"x"}})"},
      {"!Sub\n- '${a}'\n- a: !Ref B", R"({"Fn::Sub":["${a}",{"a":{"Ref":"B"}}]})"},
  };
  for (const Case& c : cases) EXPECT_EQ(AsJson(c.text), c.expected) << c.text;
}

TEST(YamlLoad, NamesThePlaceAndReasonOfEachMistake) {
  const std::string aliases = "Template error: YAML aliases are not allowed in CloudFormation templates";
  const Case cases[] = {
      {"", "1:1 the document is empty"},
      {"# nothing\n", "1:1 the document is empty"},
      {"---\n", "1:1 the document is empty"},
      {"a: 1\nb: 2\na: 3\n", "3:1 the key \"a\" is here a second time; it was first on line 1"},
      {"x:\n  b: {c: 1, 'c': 2}\n", "2:13 the key \"c\" is here a second time; it was first on line 2"},
      {"a: &x 1\n", "1:4 " + aliases},
      {"a: *x\n", "1:4 " + aliases},
      {"a:\n  <<: {b: 1}\n", "2:3 " + aliases},
      {"&k a: 1\n", "1:1 " + aliases},
      {"a: !Subs x\n", "1:4 unknown tag !Subs: did you mean !Sub?"},
      {"a: !Fn::Sub x\n", "1:4 unknown tag !Fn::Sub: a short tag has no Fn::, write !Sub"},
      {"a: !!binary aGk=\n", "1:4 the YAML tag !!binary is not supported here"},
      {"a: !!seq x\n", "1:4 the value is not of the kind that its tag says (tag:yaml.org,2002:seq)"},
      {"a: 1\n---\nb: 2\n", "2:1 a second document starts here: a file holds one"},
      {"? [a]\n: 1\n", "1:3 a key must be a text, not a list or a mapping"},
      {"!Ref a: 1\n", "1:1 a key must be a text: the tag !Ref is not possible here"},
      {"?\n: 1\n", "1:2 a key is missing before the colon"},
      {"a:\n\tb: 1\n",
       "2:1 while scanning for the next token that starts at line 2, column 1: found character that cannot start any "
       "token: a tab cannot be used for indentation"},
      {"a: \"b\nc: d\n",
       "3:1 while scanning a quoted scalar that starts at line 1, column 4: found unexpected end of stream"},
      {"a: 'b", "1:6 while scanning a quoted scalar that starts at line 1, column 4: found unexpected end of stream"},
      {"a: !Base64 !Sub x\n",
       "1:12 while parsing a block mapping that starts at line 1, column 1: did not find expected key"},
      {"a: \xff\n", "1:4 invalid leading UTF-8 octet: the text must be valid UTF-8 without control characters"},
      {"a: \x01\n", "1:4 control characters are not allowed: the text must be valid UTF-8 without control characters"},
      {"{\"a\": 1,\n \"b\": x}", "2:7 unexpected 'x': this is not JSON"},
      {" {a: 1}", "1:3 unexpected 'a': this is not JSON"},
      {"{\"a\": 1,\n\"a\": 2}", "2:7 the object that ends here has the name \"a\" twice"},
  };
  for (const Case& c : cases) EXPECT_EQ(AsJson(c.text), c.expected) << c.text;
}

TEST(YamlLoad, MarksWhatTheServiceRefusesAlthoughItIsYaml) {
  const auto refused = Load("a: &x 1\nb: *x\n");
  ASSERT_TRUE(std::holds_alternative<SyntaxError>(refused));
  EXPECT_EQ(std::get<SyntaxError>(refused).kind, SyntaxErrorKind::kUnsupported);
  const auto malformed = Load("a: [");
  ASSERT_TRUE(std::holds_alternative<SyntaxError>(malformed));
  EXPECT_EQ(std::get<SyntaxError>(malformed).kind, SyntaxErrorKind::kMalformed);
}

}  // namespace
}  // namespace genesys_cfn::yaml
