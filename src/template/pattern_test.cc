// SPDX-License-Identifier: Apache-2.0
#include "template/pattern.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

struct Case {
  std::string pattern;
  std::string value;
  bool matches;
};

TEST(Pattern, MatchesTheWholeValue) {
  const Case cases[] = {
      {"[a-z]+", "abc", true},
      {"[a-z]+", "abc1", false},
      {"a|b", "ab", false},
      {"a|ab", "ab", true},
      {"^abc$", "abc", true},
      {"", "", true},
      {"", "x", false},
      {"a.c", "abc", true},
      {"a.c", "a\nc", false},
      {"\\d{4}-\\d\\d", "2024-05", true},
      {"\\d{4}", "12a4", false},
      {"[\\w\\-.]+@[\\w.-]+", "a-b.c@d-e.f", true},
      {"[\\w\\-.]+", "a b", false},
      {"[^\\s]+", "a b", false},
      {"\\S+", "ab", true},
      {"\\D", "1", false},
      {"[\\]a]+", "a]a", true},
      {"[^\\]]", "]", false},
      {"[-^]+", "^-", true},
      {"[\\^]", "^", true},
      {"[\\^]", "a", false},
      {"[+--]", ",", true},
      {"[\\[\\]]+", "[]", true},
      {"(?:ab)+?", "abab", true},
      {"(a(b|c)){2}", "abac", true},
      {"a{2,}", "a", false},
      {"a{0,2}", "", true},
      {"https://[a-zA-Z0-9./-]+\\.example\\.com", "https://a-b.example.com", true},
      {"https://[a-z.]+", "https://a/b", false},
      {"\\$\\{x\\}", "${x}", true},
      {"\\<b\\>", "<b>", true},
      {"a\\tb", "a\tb", true},
      {"}", "}", true},
  };
  for (const auto& [pattern, value, matches] : cases) {
    const auto compiled = Pattern::Compile(pattern);
    ASSERT_TRUE(compiled) << pattern << ": " << compiled.error().message;
    EXPECT_EQ(compiled->MatchesWhole(value), matches) << pattern << " on " << value;
  }
  const auto any = Pattern::Compile("[^x]*");
  ASSERT_TRUE(any);
  EXPECT_FALSE(any->MatchesWhole(std::string("a\0x", 3)));
}

TEST(Pattern, RefusesWhatItWouldMisread) {
  const std::pair<std::string, std::string> cases[] = {
      {"(?=a)b", "the local cloud does not support (?= in a pattern"},
      {"(?i)a", "the local cloud does not support (?i in a pattern"},
      {"(a)\\1", "the local cloud does not support \\1 in a pattern"},
      {"\\bword", "the local cloud does not support \\b in a pattern"},
      {"\\p{L}", "the local cloud does not support \\p in a pattern"},
      {"a++", "the local cloud does not support ++ in a pattern"},
      {"[a-z&&[^b]]", "the local cloud does not support a class inside a class in a pattern"},
      {"[\xC3\xA9]", "the local cloud does not support a character beyond ASCII inside brackets in a pattern"},
      {"(a", "a group is not closed"},
      {"a)", "a ')' has no '('"},
      {"[a", "a '[' is not closed"},
      {"[]", "a class in brackets is empty"},
      {"[z-a]", "a range in brackets runs backwards"},
      {"*a", "there is nothing to repeat before *"},
      {"a**", "there is nothing to repeat before *"},
      {"a{x}", "{x} is no repetition"},
      {"a{3,2}", "{3,2} is no repetition"},
      {"a{2", "a '{' is not closed"},
      {"a\\", "it ends with a backslash"},
      {"((a{255}){255}){255}", "its repetitions are too large"},
      {std::string(60, '(') + std::string(60, ')'), "its groups are nested too deeply"},
  };
  for (const auto& [pattern, message] : cases) {
    const auto compiled = Pattern::Compile(pattern);
    ASSERT_FALSE(compiled) << pattern;
    EXPECT_EQ(compiled.error().message, message) << pattern;
    EXPECT_EQ(compiled.error().code, ErrorCode::kInvalidInput);
  }
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
