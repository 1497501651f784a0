// SPDX-License-Identifier: Apache-2.0
#include "action_runtime/velocity_parser.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::action_runtime {
namespace {

TEST(VelocityParser, ErrorsSayWhereWhatAndWhatToDo) {
  const struct {
    std::string text;
    std::string error;
  } cases[] = {
      {"a\n${input.x",
       "line 2, column 10: expected '}' behind the reference, found the end. "
       "Names have letters, digits, '_' and '-'; close it with }"},
      {"#if($x)a", "line 1, column 1: #if is not closed. Add #end behind what belongs to it"},
      {"a#end",
       "line 1, column 2: #end without an #if or #foreach in front of it. Remove it, or write \\#end if it is text"},
      {"#if($x = 1)a#end",
       "line 1, column 8: expected ')' behind the condition, found '='. "
       "Close it with ). Comparisons are ==, !=, <, <=, > and >="},
      {"#set($a = null)",
       "line 1, column 11: expected a value, found 'n'. There is no null in templates; leave the name unset"},
      {"#set($a = name)",
       "line 1, column 11: expected a value, found 'n'. Text stands in quotes, a reference begins with $: $name"},
      {"#set($a = 7-2)",
       "line 1, column 12: a '-' directly in front of a digit makes a negative number, not a difference. "
       "Put a blank behind the '-'"},
      {"$x.concat(\"a\\\"b\")",
       "line 1, column 15: expected ')' behind the argument, found 'b'. "
       "Arguments are literals and references; compute others with #set first"},
      {"$x.concat(\"abc)",
       "line 1, column 11: the string is not closed. Close it with \"; "
       "a quote inside it is written twice, not with a backslash"},
      {"$x[abc]",
       "line 1, column 4: expected an index, found 'a'. Text stands in quotes, a reference begins with $: $abc"},
      {"#macro(x)a#end",
       "line 1, column 1: #macro is not supported. Supported are #set, #if, #elseif, #else, #foreach, #break, "
       "#stop and #end; write \\#macro if it is text"},
      // Inside a string, behind a doubled quote and an escape: the bytes of the template.
      {"#set($a = \"\"\"\\u0041${x\")",
       "line 1, column 23: expected '}' behind the reference, found the end. "
       "Names have letters, digits, '_' and '-'; close it with }"},
      {"\xC3\xA4\xC3\xA4 #foreach(x in $y)a#end",
       "line 1, column 13: #foreach needs a name for the item, and this is 'x'. "
       "Write #foreach($item in $list)"},
      {"#foreach($i in $l)a#{else}b#end",
       "line 1, column 20: #foreach has no #else. "
       "Put an #if around it: #if($list.isEmpty())"},
      {"#[[ a", "line 1, column 1: #[[ is not closed. Add ]]# where the literal text ends"},
      {"#set($a = 99999999999999999999)",
       "line 1, column 11: the number 99999999999999999999 is too large. Integers have 64 bits"},
  };
  for (const auto& test : cases) {
    const auto parsed = ParseVelocity(test.text);
    const TextError* error = std::get_if<TextError>(&parsed);
    ASSERT_NE(error, nullptr) << test.text;
    EXPECT_EQ(Describe(test.text, *error), test.error) << test.text;
  }
}

TEST(VelocityParser, SpansCoverWhatWasWritten) {
  const std::string text = "a ${input.x.replace(\"a\", '$b')}c";
  const auto parsed = ParseVelocity(text);
  const auto& body = std::get<VelocityTemplate>(parsed).body;
  ASSERT_EQ(body.size(), 3u);
  const auto& reference = std::get<Reference>(body[1].value);
  EXPECT_EQ(text.substr(reference.span.offset, reference.span.length), "${input.x.replace(\"a\", '$b')}");
  ASSERT_EQ(reference.steps.size(), 2u);
  const Span& method = reference.steps[1].span;
  EXPECT_EQ(text.substr(method.offset, method.length), ".replace(\"a\", '$b')");
}

TEST(VelocityParser, DeepAndLargeTemplatesAreRefused) {
  std::string nested;
  for (int i = 0; i < 1000; ++i) nested += "#if($x)";
  std::string parentheses = "#if" + std::string(1000, '(');
  std::string lists = "#set($a = " + std::string(1000, '[');
  std::string calls;
  for (int i = 0; i < 1000; ++i) calls += "$x.concat(";
  std::string negations = "#if(" + std::string(100'000, '!') + "$x)a#end";
  for (const std::string& text : {nested, parentheses, lists, calls, negations}) {
    const auto parsed = ParseVelocity(text);
    ASSERT_TRUE(std::holds_alternative<TextError>(parsed));
    EXPECT_EQ(std::get<TextError>(parsed).message, "more than 50 levels inside each other") << text.substr(0, 20);
  }
  EXPECT_TRUE(std::holds_alternative<TextError>(ParseVelocity(std::string(kMaxTemplateBytes + 1, 'a'))));
}

TEST(VelocityParser, ALongSumIsNotADeepOne) {
  std::string text = "#set($a = 1";
  for (int i = 0; i < 100'000; ++i) text += " + 1";
  EXPECT_TRUE(std::holds_alternative<VelocityTemplate>(ParseVelocity(text + ")")));
}

TEST(TextPosition, CountsLinesAndCharacters) {
  EXPECT_EQ(LineAndColumn("a\r\nb\rc\nd", 8), (LineColumn{4, 2}));
  EXPECT_EQ(LineAndColumn("\xE2\x82\xACx", 3), (LineColumn{1, 2}));
  EXPECT_EQ(LineAndColumn("ab", 99), (LineColumn{1, 3}));
}

}  // namespace
}  // namespace genesys_cfn::action_runtime
