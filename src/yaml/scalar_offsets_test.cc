// SPDX-License-Identifier: Apache-2.0
#include "yaml/scalar_offsets.h"

#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "json/pointer.h"
#include "yaml/load.h"

namespace genesys_cfn::yaml {
namespace {

constexpr LoadOptions kWithSpans{64, size_t{4} << 20, Places::kMarksAndSpans};

// The text with a "^" in front of the source of each byte of `part`, the first one in the value at `pointer`.
std::string Marked(std::string text, const std::string& pointer, const std::string& part) {
  const auto loaded = Load(text, kWithSpans);
  const auto* document = std::get_if<Document>(&loaded);
  if (document == nullptr) return std::get<SyntaxError>(loaded).message;
  const json::Value* value = json::Resolve(document->root, pointer);
  const std::string* string = value == nullptr ? nullptr : value->AsString();
  if (string == nullptr) return "no string at " + pointer;
  const size_t at = string->find(part);
  if (at == std::string::npos) return "no such part in: " + *string;
  const auto offsets = ScalarOffsets(text, document->spans.values.at(pointer), *string);
  EXPECT_EQ(offsets.size(), string->size() + 1);
  text.insert(offsets[at + part.size()], "]");
  text.insert(offsets[at], "[");
  return text;
}

TEST(ScalarOffsets, GoThroughTheEscapesOfJson) {
  EXPECT_EQ(Marked(R"({"a": "x\"y\u00e9\ud83d\ude00\/z"})", "/a", "z"), R"({"a": "x\"y\u00e9\ud83d\ude00\/[z]"})");
  EXPECT_EQ(Marked(R"({"a": "x\"y\u00e9\ud83d\ude00\/z"})", "/a", "\""), R"({"a": "x[\"]y\u00e9\ud83d\ude00\/z"})");
  EXPECT_EQ(Marked(R"({"a": "x\u00e9\ud83d\ude00z"})", "/a", "\xC3\xA9"), R"({"a": "x[\u00e9]\ud83d\ude00z"})");
  EXPECT_EQ(Marked(R"({"a": "x\u00e9\ud83d\ude00z"})", "/a", "\xF0\x9F\x98\x80"), R"({"a": "x\u00e9[\ud83d\ude00]z"})");
  EXPECT_EQ(Marked("{\"a\": \"\xC3\xA9 b\"}", "/a", "b"), "{\"a\": \"\xC3\xA9 [b]\"}");
}

TEST(ScalarOffsets, GoThroughYamlQuotes) {
  EXPECT_EQ(Marked("a: 'it''s ${x}'\n", "/a", "${x}"), "a: 'it''s [${x}]'\n");
  EXPECT_EQ(Marked("a: \"t\\tb\\x41\\u00e9 \\\"${x}\\\"\"\n", "/a", "${x}"),
            "a: \"t\\tb\\x41\\u00e9 \\\"[${x}]\\\"\"\n");
  EXPECT_EQ(Marked("a: \xC3\xA9 ${x}\n", "/a", "${x}"), "a: \xC3\xA9 [${x}]\n");
  EXPECT_EQ(Marked("a: !Sub 'x ${y}'\n", "/a/Fn::Sub", "${y}"), "a: !Sub 'x [${y}]'\n");
  EXPECT_EQ(Marked("a: !Sub # why\n  x ${y}\n", "/a/Fn::Sub", "${y}"), "a: !Sub # why\n  x [${y}]\n");
}

TEST(ScalarOffsets, GoThroughFoldedLines) {
  EXPECT_EQ(Marked("a: one\n  two\n\n  three\n", "/a", "two"), "a: one\n  [two]\n\n  three\n");
  EXPECT_EQ(Marked("a: one\n  two\n\n  three\n", "/a", "three"), "a: one\n  two\n\n  [three]\n");
  EXPECT_EQ(Marked("a: \"one\n  two \\\n   three\\n\n\n\n  four\"\n", "/a", "three"),
            "a: \"one\n  two \\\n   [three]\\n\n\n\n  four\"\n");
  EXPECT_EQ(Marked("a: \"one\n  two \\\n   three\\n\n\n\n  four\"\n", "/a", "four"),
            "a: \"one\n  two \\\n   three\\n\n\n\n  [four]\"\n");
  EXPECT_EQ(Marked("a: 'one\r\n  two'\r\n", "/a", "two"), "a: 'one\r\n  [two]'\r\n");
}

TEST(ScalarOffsets, GoThroughBlocks) {
  EXPECT_EQ(Marked("a:\n  b: |\n    one\n      two\n\n    three\n", "/a/b", "two"),
            "a:\n  b: |\n    one\n      [two]\n\n    three\n");
  EXPECT_EQ(Marked("a:\n  b: |\n    one\n      two\n\n    three\n", "/a/b", "three"),
            "a:\n  b: |\n    one\n      two\n\n    [three]\n");
  EXPECT_EQ(Marked("a:\n  b: |2-\n      one\n     two\n\n", "/a/b", "two"), "a:\n  b: |2-\n      one\n     [two]\n\n");
  EXPECT_EQ(Marked("a: >-  # why\n\n  one\n  two\n\n  three\n   four\n  five\n", "/a", "three"),
            "a: >-  # why\n\n  one\n  two\n\n  [three]\n   four\n  five\n");
  EXPECT_EQ(Marked("a: >-\n  one\n  two\n\n  three\n   four\n  five\n", "/a", "five"),
            "a: >-\n  one\n  two\n\n  three\n   four\n  [five]\n");
  EXPECT_EQ(Marked("a: >+\n  one\n\n\nb: 1\n", "/a", "one"), "a: >+\n  [one]\n\n\nb: 1\n");
  EXPECT_EQ(Marked("a: !Sub |\r\n  one\r\n  ${two}\r\n", "/a/Fn::Sub", "${two}"),
            "a: !Sub |\r\n  one\r\n  [${two}]\r\n");
  EXPECT_EQ(Marked("- |\n one\n- >\n two\n", "/1", "two"), "- |\n one\n- >\n [two]\n");
}

TEST(ScalarOffsets, OfWhatIsNotUnderstoodAreItsStart) {
  // U+0085 is a line break to libyaml.
  EXPECT_EQ(Marked("a: |\n  one\xC2\x85  two\n", "/a", "two"), "a: []|\n  one\xC2\x85  two\n");
  EXPECT_EQ(ScalarOffsets("abc", {1, 1}, "xy"), (std::vector<size_t>{1, 1, 1}));
  EXPECT_EQ(ScalarOffsets("abc", {1, 9, TokenStyle::kPlain}, "x"), (std::vector<size_t>{1, 1}));
}

TEST(ScalarOffsets, SpansAreThoseOfTokens) {
  const std::string text = "a: !If [c, \"x\", {k: v}]\nb: 12\n";
  const auto loaded = Load(text, kWithSpans);
  const auto& spans = std::get<Document>(loaded).spans;
  const auto token = [&](const std::string& pointer) {
    const Span& span = spans.values.at(pointer);
    return text.substr(span.begin, span.end - span.begin);
  };
  EXPECT_EQ(token("/a/Fn::If/0"), "c");
  EXPECT_EQ(token("/a/Fn::If/1"), "\"x\"");
  EXPECT_EQ(token("/a/Fn::If/2"), "{");
  EXPECT_EQ(token("/a/Fn::If/2/k"), "v");
  EXPECT_EQ(token("/b"), "12");
  EXPECT_EQ(spans.names.at("/b").end, spans.names.at("/b").begin + 1);
  const auto without = Load(text);
  EXPECT_TRUE(std::get<Document>(without).spans.values.empty());
}

}  // namespace
}  // namespace genesys_cfn::yaml
