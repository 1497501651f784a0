// SPDX-License-Identifier: Apache-2.0
// Texts made to hurt: each must be refused (or read) in little time and memory.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "base/text.h"
#include "yaml/load.h"

namespace genesys_cfn::yaml {
namespace {

std::string Repeat(std::string_view part, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += part;
  return out;
}

std::string ErrorOf(std::string_view text, const LoadOptions& options = {}) {
  const auto loaded = Load(text, options);
  const auto* error = std::get_if<SyntaxError>(&loaded);
  return error != nullptr ? error->message : "no error";
}

TEST(HostileYaml, DeepNestingIsRefusedWhileReading) {
  const auto start = std::chrono::steady_clock::now();
  std::string block;
  for (size_t i = 0; i < 1000; ++i) block += std::string(i, ' ') + "a:\n";
  const std::string texts[] = {
      std::string(100'000, '['),
      "a: " + std::string(100'000, '['),
      Repeat("{a: ", 100'000).insert(0, "# flow\n"),
      Repeat("- ", 100'000),
      block,
      Repeat("{\"a\":", 100'000),
      Repeat("!If [c, ", 100'000),
  };
  for (const std::string& text : texts) {
    EXPECT_EQ(ErrorOf(text), "nested more than 64 levels deep") << text.substr(0, 20);
  }
  EXPECT_EQ(ErrorOf(Repeat("? ", 100'000)), "a key must be a text, not a list or a mapping");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(HostileYaml, TheDepthLimitIsExact) {
  EXPECT_EQ(ErrorOf(std::string(64, '[') + std::string(64, ']')), "no error");
  EXPECT_EQ(ErrorOf(std::string(65, '[') + std::string(65, ']')), "nested more than 64 levels deep");
  EXPECT_EQ(ErrorOf(Repeat("{\"a\":", 64) + "1" + std::string(64, '}')), "no error");
  EXPECT_EQ(ErrorOf(Repeat("{\"a\":", 65) + "1" + std::string(65, '}')), "nested more than 64 levels deep");
}

TEST(HostileYaml, AnchorsAndManyKeysTakeLittleTime) {
  const auto start = std::chrono::steady_clock::now();
  const std::string refused = "Template error: YAML aliases are not allowed in CloudFormation templates";
  EXPECT_EQ(ErrorOf(Repeat("a: &a\n", 170'000)), refused);
  EXPECT_EQ(ErrorOf("a: &a [x]\nb: &b [" + Repeat("*a,", 100'000) + "]\n"), refused);
  EXPECT_NE(ErrorOf(Repeat("a: &a ", 170'000)), "no error");
  std::string keys;
  for (int i = 0; i < 50'000; ++i) keys += Concat('k', i, ": v\n");
  EXPECT_EQ(ErrorOf(keys), "no error");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(HostileYaml, LongNamesAboveManyValuesDoNotMultiply) {
  std::string text = "{\"" + std::string(1'000'000, 'k') + "\": [0";
  text += Repeat(",0", 500'000) + "]}";
  const auto loaded = Load(text);
  const auto* document = std::get_if<Document>(&loaded);
  ASSERT_NE(document, nullptr);
  EXPECT_LT(document->positions.values.size(), 100U);
  EXPECT_EQ(document->positions.Find(Concat('/', std::string(1'000'000, 'k'), "/400000")), (Mark{1, 2}));
}

TEST(HostileYaml, TheSizeIsBounded) {
  LoadOptions options;
  options.max_bytes = 10;
  EXPECT_EQ(ErrorOf("a: 1234567", options), "no error");
  EXPECT_EQ(ErrorOf("a: 12345678", options), "the text has 11 bytes, more than 10");
}

TEST(HostileYaml, EveryPrefixOfADocumentIsReadOrRefused) {
  const std::string text =
      "A: !If [c, \"x\\u00e9\", {k: 'v', l: [1, 2.5]}]\nB: |\n  text\n  \xC3\xA9\nC: >-\n  more\n# end\n";
  for (size_t size = 0; size <= text.size(); ++size) ErrorOf(text.substr(0, size));
  for (size_t i = 0; i < text.size(); ++i) {
    for (const char c : {'\0', '\t', '[', '"', '&', '!', ':', '\xff', '\n', '%', '?'}) {
      std::string changed = text;
      changed[i] = c;
      ErrorOf(changed);
    }
  }
}

}  // namespace
}  // namespace genesys_cfn::yaml
