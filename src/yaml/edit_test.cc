// SPDX-License-Identifier: Apache-2.0
#include "yaml/edit.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::yaml {
namespace {

std::string Edited(std::string_view text, const std::string& pointer, const std::optional<json::Value>& value,
                   Functions functions = Functions::kRefused) {
  const auto edited = ApplyEdits(text, {{pointer, value}}, functions);
  if (const auto* error = std::get_if<EditError>(&edited)) {
    return Concat(error->mark.line, ":", error->mark.column, ": ", error->pointer, " ", error->message);
  }
  return std::get<std::string>(edited);
}

json::Value Json(std::string_view text) {
  return json::Parse(text).value();
}

struct Case {
  const char* name;
  const char* before;
  const char* pointer;
  const char* value;  // JSON; "" removes
  const char* after;
};

std::string NameOf(const ::testing::TestParamInfo<Case>& one) {
  return one.param.name;
}

class EditText : public ::testing::TestWithParam<Case> {};

TEST_P(EditText, ChangesOneValueAndNothingElse) {
  const Case& one = GetParam();
  const std::string_view value = one.value;
  EXPECT_EQ(Edited(one.before, one.pointer, value.empty() ? std::nullopt : std::optional(Json(value))), one.after);
}

// Quotes and numbers, as they stand.
const Case kScalars[] = {
    {"Plain", "a: x # why\nb: 1\n", "/a", R"("y z")", "a: y z # why\nb: 1\n"},
    {"PlainUrl", "a: https://a/b\n", "/a", R"("https://a/c?d=${e}")", "a: https://a/c?d=${e}\n"},
    {"PlainThatCannotHoldIt", "a: x\n", "/a", R"("it's: so")", "a: 'it''s: so'\n"},
    {"PlainThatWouldBeANumber", "a: x\n", "/a", R"("12")", "a: '12'\n"},
    {"PlainThatWouldBeTrue", "a: x\n", "/a", R"("yes")", "a: 'yes'\n"},
    {"PlainThatWouldBeADate", "a: x\n", "/a", R"("2024-01-02")", "a: '2024-01-02'\n"},
    {"PlainToEmpty", "a: x\n", "/a", R"("")", "a: ''\n"},
    {"PlainOverLines", "a: one\n  two\nb: 1\n", "/a", R"("three")", "a: three\nb: 1\n"},
    {"Single", "a: 'x'   # why\n", "/a", R"("it's")", "a: 'it''s'   # why\n"},
    {"SingleThatCannotHoldIt", "a: 'x'\n", "/a", R"("a\tb")", "a: \"a\\tb\"\n"},
    {"Double", "a: \"x\"\n", "/a", R"("say \"hi\" \\ \n end")", "a: \"say \\\"hi\\\" \\\\ \\n end\"\n"},
    {"DoubleWithControl", "a: \"x\"\n", "/a", R"("\u0007\u2028\u00e9")", "a: \"\\u0007\\u2028\xC3\xA9\"\n"},
    {"Number", "a: 5 # seconds\n", "/a", "9", "a: 9 # seconds\n"},
    {"NumberToText", "a: 5\n", "/a", R"("x")", "a: x\n"},
    {"Boolean", "a: yes\n", "/a", "false", "a: false\n"},
    {"Null", "a:\nb: 1\n", "/a", R"("x")", "a: x\nb: 1\n"},
    {"NullAtTheEnd", "b: 1\na:", "/a", R"("x")", "b: 1\na: x"},
    {"Utf8", "\xC3\xA9: \xC3\xBC # \xE2\x82\xAC\nb: 1\n", "/\xC3\xA9", R"("gr\u00fcn")",
     "\xC3\xA9: gr\xC3\xBCn # \xE2\x82\xAC\nb: 1\n"},
    {"Flow", "a: {b: x, c: [1, y]} # why\n", "/a/c/1", R"("z, z")", "a: {b: x, c: [1, 'z, z']} # why\n"},
    {"FlowUrl", "a: {b: https://a/b, c: 1}\n", "/a/b", R"("https://a/c")", "a: {b: https://a/c, c: 1}\n"},
    {"Item", "a:\n  - x\n  - y # why\n", "/a/1", R"("z")", "a:\n  - x\n  - z # why\n"},
    {"InItem", "- a: 1\n  b: x\n- c: 2\n", "/0/b", R"("y")", "- a: 1\n  b: y\n- c: 2\n"},
    {"Crlf", "a: x\r\nb: 'y'\r\n", "/b", R"("z")", "a: x\r\nb: 'z'\r\n"},
    {"EscapedName", "a/b~c: x\n", "/a~1b~0c", R"("y")", "a/b~c: y\n"},
    {"LongTagOfAText", "a: !!str 5\n", "/a", R"("6")", "a: !!str '6'\n"},
};
INSTANTIATE_TEST_SUITE_P(Scalars, EditText, ::testing::ValuesIn(kScalars), NameOf);

const Case kBlocks[] = {
    {"Literal", "a:\n  b: |\n    one\n      two\n  c: 1\n", "/a/b", R"("three\n\n  four\n")",
     "a:\n  b: |\n    three\n\n      four\n  c: 1\n"},
    {"LiteralLosesItsLastBreak", "a: |\n  one\nb: 1\n", "/a", R"("two\nthree")", "a: |-\n  two\n  three\nb: 1\n"},
    {"LiteralGetsALastBreak", "a: |-\n  one\nb: 1\n", "/a", R"("two\n")", "a: |\n  two\nb: 1\n"},
    {"LiteralKeepsBreaks", "a: |\n  one\nb: 1\n", "/a", R"("two\n\n")", "a: |+\n  two\n\nb: 1\n"},
    {"LiteralWithComment", "a: |-  # Velocity\n   one\n\nb: 1\n", "/a", R"("two")",
     "a: |-  # Velocity\n   two\n\nb: 1\n"},
    {"LiteralAtTheEnd", "a: |\n  one", "/a", R"("two")", "a: |-\n  two"},
    {"LiteralThatCannotHoldIt", "a: |\n  one\nb: 1\n", "/a", R"("  two\n")", "a: \"  two\\n\"\nb: 1\n"},
    {"LiteralWithCarriageReturn", "a: |\n  one\nb: 1\n", "/a", R"("two\r\n")", "a: \"two\\r\\n\"\nb: 1\n"},
    {"LiteralToEmpty", "a: |\n  one\nb: 1\n", "/a", R"("")", "a: ''\nb: 1\n"},
    {"LiteralWithTab", "a: |\n  one\n", "/a", R"("if\n\tx\n")", "a: |\n  if\n  \tx\n"},
    {"LiteralWithTrailingBlanks", "a: |\n  one\n", "/a", R"("one  \ntwo\n")", "a: |\n  one  \n  two\n"},
    {"LiteralCrlf", "a: |\r\n  one\r\nb: 1\r\n", "/a", R"("two\nthree\n")", "a: |\r\n  two\r\n  three\r\nb: 1\r\n"},
    {"LiteralFirst", "- |\n one\n- 2\n", "/0", R"("two\n")", "- |\n two\n- 2\n"},
    {"Folded", "a: >-\n  one\n  two\nb: 1\n", "/a", R"("one three")", "a: >-\n  one three\nb: 1\n"},
    {"FoldedThatCannotHoldIt", "a: >\n  one\n  two\nb: 1\n", "/a", R"("one\ntwo\n")", "a: |\n  one\n  two\nb: 1\n"},
    {"PlainToLines", "a:\n  b: x\n  c: 1\n", "/a/b", R"("one\ntwo\n")", "a:\n  b: |\n    one\n    two\n  c: 1\n"},
    {"SingleToLines", "a:\n    b: 'x'\n", "/a/b", R"("one\ntwo")", "a:\n    b: |-\n        one\n        two\n"},
    {"PlainWithCommentToLines", "a: x # why\nb: 1\n", "/a", R"("one\ntwo")", "a: \"one\\ntwo\" # why\nb: 1\n"},
    {"DoubleStaysDouble", "a: \"x\"\n", "/a", R"("one\ntwo\n")", "a: \"one\\ntwo\\n\"\n"},
    {"FlowToLines", "a: {b: x}\n", "/a/b", R"("one\ntwo")", "a: {b: \"one\\ntwo\"}\n"},
};
INSTANTIATE_TEST_SUITE_P(Blocks, EditText, ::testing::ValuesIn(kBlocks), NameOf);

const Case kMembers[] = {
    {"AddToBlock", "a:\n  b: x # why\n\nc: 1\n", "/a/n", R"("y")", "a:\n  b: x # why\n  n: y\n\nc: 1\n"},
    {"AddToQuoted", "a:\n  'b': 'x'\n", "/a/n", R"("y")", "a:\n  'b': 'x'\n  'n': 'y'\n"},
    {"AddAtTheEnd", "a:\n  b: x", "/a/n", R"("y")", "a:\n  b: x\n  n: y\n"},
    {"AddBehindLiteral", "a:\n  b: |\n    x\n\nc: 1\n", "/a/n", "3", "a:\n  b: |\n    x\n  n: 3\n\nc: 1\n"},
    {"AddLines", "a:\n  b: x\n", "/a/n", R"("y\nz\n")", "a:\n  b: x\n  n: |\n    y\n    z\n"},
    {"AddObject", "a:\n  b:\n    c: 1\nd: 1\n", "/a/n", R"({"x": {"y": "z"}, "e": []})",
     "a:\n  b:\n    c: 1\n  n:\n    x:\n      y: z\n    e: []\nd: 1\n"},
    {"AddObjectBesideFlow", "a:\n  b: {c: 1}\n", "/a/n", R"({"x": "y"})", "a:\n  b: {c: 1}\n  n: {x: y}\n"},
    {"AddInItem", "- a: 1\n- b: 2\n", "/0/n", "3", "- a: 1\n  n: 3\n- b: 2\n"},
    {"AddCrlf", "a:\r\n  b: x\r\n", "/a/n", R"("y")", "a:\r\n  b: x\r\n  n: y\r\n"},
    {"AddToFlow", "a: {b: x}\n", "/a/n", R"("y")", "a: {b: x, n: y}\n"},
    {"AddToFlowOverLines", "a: {\n  b: x, # one\n  c: y  # two\n}\n", "/a/n", R"("z")",
     "a: {\n  b: x, # one\n  c: y,  # two\n  n: z\n}\n"},
    {"AddToFlowWithComma", "a: {b: x,}\n", "/a/n", R"("y")", "a: {b: x, n: y}\n"},
    {"AddToEmpty", "a: {}\n", "/a/n", R"("y")", "a: {n: y}\n"},
    {"AddToNull", "a:\nb: 1\n", "/a/n", R"("y")", "a: {n: y}\nb: 1\n"},
    {"AddWithObjectsAbove", "a:\n  b: 1\n", "/a/n/m/k", R"("y")", "a:\n  b: 1\n  n:\n    m:\n      k: y\n"},
    {"AddNameThatNeedsQuotes", "a:\n  b: x\n", "/a/yes", R"("y z")", "a:\n  b: x\n  'yes': y z\n"},
    {"RemoveFirst", "a:\n  b: x\n  c: y\nd: 1\n", "/a/b", "", "a:\n  c: y\nd: 1\n"},
    {"RemoveLast", "a:\n  b: x\n  c: |\n    y\nd: 1\n", "/a/c", "", "a:\n  b: x\nd: 1\n"},
    {"RemoveWithItsComment", "a:\n  b: x\n  c: y # why\n  e: z\n", "/a/c", "", "a:\n  b: x\n  e: z\n"},
    {"RemoveObject", "a:\n  b:\n    x: 1\n    y: 2\n  c: 3\n", "/a/b", "", "a:\n  c: 3\n"},
    {"RemoveOnly", "a:\n  b: x\nd: 1\n", "/a/b", "", "a: {}\nd: 1\n"},
    {"RemoveOnlyBelowComment", "a: # why\n  b: x\nd: 1\n", "/a/b", "", "a: # why\n  {}\nd: 1\n"},
    {"RemoveInItem", "- a: 1\n  b: 2\n", "/0/a", "", "- b: 2\n"},
    {"RemoveAtTheEnd", "a:\n  b: x\n  c: y", "/a/c", "", "a:\n  b: x\n"},
    {"RemoveFromFlow", "a: {b: x, c: y, d: z}\n", "/a/c", "", "a: {b: x, d: z}\n"},
    {"RemoveFirstFromFlow", "a: {b: x, c: y}\n", "/a/b", "", "a: {c: y}\n"},
    {"RemoveOnlyFromFlow", "a: {b: x}\n", "/a/b", "", "a: {}\n"},
    {"RemoveWhatIsNotThere", "a: {b: x}\n", "/a/c", "", "a: {b: x}\n"},
    {"ObjectsMeetMemberByMember", "a:\n  b: x # keep\n  c: y\n", "/a", R"({"b": "x", "d": "z"})",
     "a:\n  b: x # keep\n  d: z\n"},
    {"ListsOfOneLengthItemByItem", "a: [x, y] # keep\n", "/a", R"(["x", "z"])", "a: [x, z] # keep\n"},
    {"ListOverLines", "a:\n  - x\n  - y\nb: 1\n", "/a", R"(["x", "y", "z"])", "a:\n  - x\n  - y\n  - z\nb: 1\n"},
    {"FlowList", "a: [x, y]\n", "/a", R"(["x"])", "a: [x]\n"},
    {"ListToEmpty", "a:\n  - x\nb: 1\n", "/a", "[]", "a: []\nb: 1\n"},
    {"ObjectToText", "a:\n  b: 1\nc: 1\n", "/a", R"("x")", "a: x\nc: 1\n"},
    {"TextToObject", "a: x # why\n", "/a", R"({"b": ["c", 1]})", "a: {b: [c, 1]} # why\n"},
};
INSTANTIATE_TEST_SUITE_P(Members, EditText, ::testing::ValuesIn(kMembers), NameOf);

const Case kJson[] = {
    {"Text", R"({"a": "x", "b": 1})", "/a", R"("say \"hi\"\n")", R"({"a": "say \"hi\"\n", "b": 1})"},
    {"Number", R"({"a": 1.0,"b": 1})", "/a", "2", R"({"a": 2,"b": 1})"},
    {"NumberThatMeansTheSame", R"({"a": 1.0})", "/a", "1", R"({"a": 1.0})"},
    {"AsciiStays", R"({"a": "gr\u00fcn"})", "/a", "\"\xC3\xA4 \xF0\x9F\x98\x80\"", R"({"a": "\u00e4 \ud83d\ude00"})"},
    {"Utf8Stays", "{\"a\": \"gr\xC3\xBCn\"}", "/a", "\"\xC3\xA4\"", "{\"a\": \"\xC3\xA4\"}"},
    {"SlashesStay", R"({"a": "x\/y"})", "/a", R"("x/z")", R"({"a": "x\/z"})"},
    {"Add", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", "/a/n", "2",
     "{\n  \"a\": {\n    \"b\": 1,\n    \"n\": 2\n  }\n}\n"},
    {"AddTabs", "{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}\r\n", "/a/n", "2",
     "{\r\n\t\"a\": {\r\n\t\t\"b\": 1,\r\n\t\t\"n\": 2\r\n\t}\r\n}\r\n"},
    {"AddCompact", R"({"a":1,"b":2})", "/n", R"("y")", R"({"a":1,"b":2,"n":"y"})"},
    {"AddOnOneLine", R"({"a": 1, "b": 2})", "/n", R"("y")", R"({"a": 1, "b": 2, "n": "y"})"},
    {"AddToEmpty", "{\n  \"a\": {}\n}\n", "/a/n", "2", "{\n  \"a\": {\n    \"n\": 2\n  }\n}\n"},
    {"AddObject", "{\n    \"a\": {\n        \"b\": {\n            \"c\": 1\n        }\n    }\n}", "/a/n",
     R"({"x": [1, 2]})",
     "{\n    \"a\": {\n        \"b\": {\n            \"c\": 1\n        },\n        \"n\": {\n            \"x\": [\n"
     "                1,\n                2\n            ]\n        }\n    }\n}"},
    {"RemoveLast", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "/b", "", "{\n  \"a\": 1\n}\n"},
    {"RemoveFirst", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "/a", "", "{\n  \"b\": 2\n}\n"},
    {"RemoveOnly", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", "/a/b", "", "{\n  \"a\": {}\n}\n"},
    {"FunctionNamesInside", R"({"a": {"Ref": "$.x"}})", "/b", "1", R"({"a": {"Ref": "$.x"}, "b": 1})"},
};
INSTANTIATE_TEST_SUITE_P(Json, EditText, ::testing::ValuesIn(kJson), NameOf);

TEST(Edit, WhatAFunctionComputesIsRefusedWithItsPlace) {
  EXPECT_EQ(Edited("a:\n  b: !Sub x${y}\n", "/a/b", "z"),
            "2:3: /a/b is written with Fn::Sub, so its text cannot be changed in place");
  EXPECT_EQ(Edited("a:\n  b: !If [c, {d: 1}, {d: 2}]\n", "/a/b/d", "z"),
            "2:3: /a/b is written with Fn::If, so its text cannot be changed in place");
  EXPECT_EQ(Edited(R"({"a": {"Ref": "B"}})", "/a", "z"),
            "1:2: /a is written with Ref, so its text cannot be changed in place");
  EXPECT_EQ(Edited("a: !GetAtt A.B\n", "/a", "z"),
            "1:1: /a is written with Fn::GetAtt, so its text cannot be changed in place");
}

TEST(Edit, FunctionsBesideAreLeftAlone) {
  EXPECT_EQ(Edited("a:\n  b: !Sub x${y}\n  c: x\n", "/a/c", "z"), "a:\n  b: !Sub x${y}\n  c: z\n");
  EXPECT_EQ(Edited("a:\n  c: x\n  b: !If\n    - q\n    - {d: 1}\n    - !Ref R\n", "/a/n", "z"),
            "a:\n  c: x\n  b: !If\n    - q\n    - {d: 1}\n    - !Ref R\n  n: z\n");
  EXPECT_EQ(Edited("a: {b: !Ref X, c: [!Sub 'y]', 1]}\n", "/a/n", "z"), "a: {b: !Ref X, c: [!Sub 'y]', 1], n: z}\n");
}

TEST(Edit, WithoutFunctionsRefIsAName) {
  EXPECT_EQ(Edited(R"({"a": {"Ref": "B"}})", "/a/Ref", "C", Functions::kNone), R"({"a": {"Ref": "C"}})");
}

TEST(Edit, WrongPlacesAndTextsAreErrors) {
  EXPECT_EQ(Edited("a: x\n", "/a/b", "z"), "1:1: /a is no object that could take a member");
  EXPECT_EQ(Edited("a: [1]\n", "/a/3", "z"), "1:1: /a is no object that could take a member");
  EXPECT_EQ(Edited("a: [1]\n", "/a/0", std::nullopt), "1:5: /a/0 cannot be changed there");
  EXPECT_TRUE(Edited("a: [\n", "/a", "z").starts_with("2:1: "));
}

TEST(Edit, SeveralEditsOrNone) {
  const auto edited =
      ApplyEdits("a: 1\nb: !Ref C\n", {{"/a", json::Value(2)}, {"/b", json::Value(3)}}, Functions::kRefused);
  EXPECT_EQ(std::get<EditError>(edited).pointer, "/b");
  const auto both = ApplyEdits("a: 1\nb: 2\n", {{"/a", json::Value("x")}, {"/b", std::nullopt}}, Functions::kRefused);
  EXPECT_EQ(std::get<std::string>(both), "a: x\n");
}

}  // namespace
}  // namespace genesys_cfn::yaml
