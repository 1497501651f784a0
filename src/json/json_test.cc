// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "json/canonical.h"
#include "json/parse.h"
#include "json/pointer.h"
#include "json/write.h"

namespace genesys_cfn::json {
namespace {

Value MustParse(std::string_view text) {
  auto value = Parse(text);
  EXPECT_TRUE(value) << text << ": " << (value ? "" : value.error().message);
  return value ? *value : Value();
}

TEST(JsonParse, KeepsOrderAndNumberTexts) {
  const std::string text =
      R"({"z":1.10,"a":[123456789012345678901234567890,1e400,-0,1E+2,5.0],"":{"n":null,"t":true,"f":false},"e":{},"l":[]})";
  EXPECT_EQ(Write(MustParse(text)), text);
}

TEST(JsonParse, DecodesEscapes) {
  EXPECT_EQ(*MustParse(R"("a\"\\\/\b\f\n\r\tA\ud83d\ude00é")").AsString(), "a\"\\/\b\f\n\r\tA\xF0\x9F\x98\x80é");
}

TEST(JsonParse, NamesThePlaceOfEachMistake) {
  const std::pair<std::string, std::string> cases[] = {
      {"{\n  \"a\": 1,\n  \"a\": 2\n}", "line 4, column 1: the object that ends here has the name \"a\" twice"},
      {"{\"a\" 1}", "line 1, column 6: unexpected '1': this is not JSON"},
      {"[1,\n 2", "line 2, column 3: the text ends in the middle of a value"},
      {"", "line 1, column 1: the text ends in the middle of a value"},
      {"{} x", "line 1, column 4: there is text after the end of the document"},
      {"[1 2]", "line 1, column 4: unexpected '2': this is not JSON"},
      {"{a: 1}", "line 1, column 2: unexpected 'a': this is not JSON"},
  };
  for (const auto& [text, message] : cases) {
    const auto value = Parse(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().message, message);
    EXPECT_EQ(value.error().code, ErrorCode::kInvalidInput);
  }
}

TEST(JsonParse, FindsANameThatIsTwiceInALargeObjectToo) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i) text += "\"name" + std::to_string(i) + "\":0,";
  EXPECT_TRUE(Parse(text + "\"other\":0}"));
  const auto twice = Parse(text + "\"name7\":0}");
  ASSERT_FALSE(twice);
  EXPECT_NE(twice.error().message.find("has the name \"name7\" twice"), std::string::npos);
  EXPECT_FALSE(Parse(R"({"":1,"":2})"));
}

TEST(JsonParse, KeepsWhatIsNestedInItsPlace) {
  const std::string text = R"({"a":{"b":[{"c":[]},[1,{"d":{}}],"e"],"f":{"g":2}},"h":[[3],4],"i":5})";
  EXPECT_EQ(Write(MustParse(text)), text);
}

TEST(JsonParse, RefusesWhatIsNotJson) {
  for (const char* text : {"nul",         "01",
                           "1.",          ".5",
                           "+1",          "'a'",
                           "[1,]",        "{\"a\":1,}",
                           "\"\n\"",      "\"\\x\"",
                           "\"\\ud800\"", "\"\xC0\xAF\"",
                           "\"\xff\"",    "\xEF\xBB\xBF{}",
                           "// c\n1",     "NaN",
                           "-",           "1e",
                           "[",           "\"a"}) {
    EXPECT_FALSE(Parse(text)) << text;
  }
}

TEST(JsonParse, BoundsTheDepth) {
  const std::string deep(100, '[');
  EXPECT_TRUE(Parse(deep + std::string(100, ']')));
  const auto too_deep = Parse(std::string(101, '[') + std::string(101, ']'));
  ASSERT_FALSE(too_deep);
  EXPECT_NE(too_deep.error().message.find("nested more than 100 levels deep"), std::string::npos);
  EXPECT_FALSE(Parse(std::string(1'000'000, '[')));
}

TEST(JsonWrite, FindsWhatNeedsAnEscapeAtEachPlace) {
  for (int byte = 0; byte < 0x80; ++byte) {
    for (size_t length = 1; length < 20; ++length) {
      for (size_t at = 0; at < length; ++at) {
        std::string text(length, ' ');
        text[at] = static_cast<char>(byte);
        const std::string quoted = Quote(text);
        const bool is_escaped = byte < 0x20 || byte == '"' || byte == '\\';
        EXPECT_EQ(quoted.size() > length + 2, is_escaped) << byte;
        EXPECT_EQ(*MustParse(quoted).AsString(), text);
      }
    }
  }
}

TEST(JsonWrite, EscapesAndRepairsBytes) {
  EXPECT_EQ(Quote("a\"\\\n\x01é"), "\"a\\\"\\\\\\n\\u0001é\"");
  EXPECT_EQ(Quote("\b\f\r\t\x1f\x7f"), "\"\\b\\f\\r\\t\\u001f\x7f\"");
  EXPECT_EQ(Quote("a\xff\xE6z"), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
  EXPECT_EQ(WritePretty(MustParse(R"({"a":[1,{"b":[]}],"c":{}})")),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {}\n}");
}

TEST(JsonCanonical, ComparesNumbersByValue) {
  for (const auto& [a, b] : {std::pair{"1", "1.0"},
                             {"100", "1e2"},
                             {"-12.50", "-125E-1"},
                             {"0", "-0.0e5"},
                             {"123456789012345678901234567890", "1.2345678901234567890123456789e29"}}) {
    EXPECT_EQ(CanonicalNumber(a), CanonicalNumber(b)) << a << " " << b;
  }
  EXPECT_NE(CanonicalNumber("9007199254740993"), CanonicalNumber("9007199254740992"));
  EXPECT_NE(CanonicalNumber("1"), CanonicalNumber("-1"));
  EXPECT_NE(CanonicalNumber("1e99999999999"), CanonicalNumber("1e99999999998"));
}

TEST(JsonCanonical, OrderDoesNotCount) {
  EXPECT_TRUE(Equivalent(MustParse(R"({"a":1,"b":[1,2]})"), MustParse(R"({"b":[1.0,2],"a":1})")));
  EXPECT_FALSE(Equivalent(MustParse("[1,2]"), MustParse("[2,1]")));
  EXPECT_FALSE(Equivalent(MustParse("1"), MustParse("\"1\"")));
  EXPECT_FALSE(Equivalent(MustParse("[1,2]"), MustParse("[1]")));
  EXPECT_FALSE(Equivalent(MustParse("[]"), MustParse("{}")));
  EXPECT_FALSE(Equivalent(MustParse(R"({"a":1})"), MustParse(R"({"a":1,"b":2})")));
  EXPECT_FALSE(Equivalent(MustParse(R"({"a":1,"c":2})"), MustParse(R"({"a":1,"b":2})")));
  EXPECT_TRUE(Equivalent(MustParse(R"({"a":[{"b":1,"c":null}]})"), MustParse(R"({"a":[{"c":null,"b":1e0}]})")));
}

TEST(JsonDiff, NamesTheDeepestPlaces) {
  const Value before = MustParse(R"({"a":{"b":1,"x/y":2},"l":[1,2],"gone":0,"same":[{"k":1}]})");
  const Value after = MustParse(R"({"same":[{"k":1.0}],"a":{"b":2,"x/y":2},"l":[1,2,3],"new":0})");
  std::vector<std::string> pointers;
  for (const Difference& difference : Diff(before, after)) {
    pointers.push_back(difference.pointer);
    EXPECT_EQ(difference.before, Resolve(before, difference.pointer));
    EXPECT_EQ(difference.after, Resolve(after, difference.pointer));
  }
  EXPECT_EQ(pointers, (std::vector<std::string>{"/a/b", "/l", "/gone", "/new"}));
}

TEST(JsonPointer, EscapesAndResolves) {
  const Value document = MustParse(R"({"a/b":{"~":[10,20]}})");
  const std::string pointer = AppendIndex(AppendToken(AppendToken("", "a/b"), "~"), 1);
  EXPECT_EQ(pointer, "/a~1b/~0/1");
  EXPECT_EQ(Resolve(document, pointer)->AsInteger(), 20);
  EXPECT_EQ(Resolve(document, "/a~1b/~0/2"), nullptr);
  EXPECT_EQ(Resolve(document, "a"), nullptr);
  EXPECT_EQ(Resolve(document, ""), &document);
}

TEST(JsonValue, ObjectSetReplacesInPlace) {
  Object object{{"a", 1}, {"b", 2}};
  object.Set("a", 3);
  EXPECT_EQ(Write(object), R"({"a":3,"b":2})");
  EXPECT_TRUE(object.Remove("a"));
  EXPECT_FALSE(object.Remove("a"));
  EXPECT_EQ(object.Find("a"), nullptr);
}

}  // namespace
}  // namespace genesys_cfn::json
