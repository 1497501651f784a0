// SPDX-License-Identifier: Apache-2.0
// Templates made to hurt: LoadTemplate must answer in little time and memory.
#include <gtest/gtest.h>

#include <chrono>

#include "base/text.h"
#include "template/evaluate.h"
#include "template/template.h"

namespace genesys_cfn::cloudformation {
namespace {

std::string Repeat(std::string_view part, size_t times) {
  std::string out;
  for (size_t i = 0; i < times; ++i) out += part;
  return out;
}

TEST(HostileTemplate, IsRefusedQuickly) {
  const auto start = std::chrono::steady_clock::now();
  const std::string texts[] = {
      std::string(100'000, '['),
      std::string(51'000, '['),
      Repeat("{\"Ref\":", 7'000),
      Repeat("!If [c, ", 6'000),
      Repeat("- ", 25'000),
      Repeat("a: &a\n", 8'000),
      Concat("Resources: {\"", std::string(25'000, '~'), "\": [", Repeat("~,", 12'000), "]}"),
      Concat("Resources: {A: {Type: T, Properties: {P: !Sub '", Repeat("${b}", 12'000), "'}}}"),
      Concat("Parameters: {P: {Type: String, AllowedPattern: '", Repeat("(a|", 16'000), "'}}"),
      std::string(51'000, '\0'),
  };
  for (const std::string& text : texts) {
    const LoadResult loaded = LoadTemplate(text);
    EXPECT_FALSE(loaded.value);
    EXPECT_FALSE(loaded.diagnostics.empty());
    EXPECT_LE(loaded.diagnostics.size(), 20U);
    for (const Diagnostic& diagnostic : loaded.diagnostics) EXPECT_LE(diagnostic.message.size(), 1000U);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(HostileTemplate, LongChainsOfConditionsAreDecided) {
  std::string text = "Resources: {A: {Type: T}}\nConditions:\n";
  constexpr int kCount = 1500;
  for (int i = 0; i < kCount; ++i) text += Concat(" C", i, ": {Condition: C", i + 1, "}\n");
  text += Concat(" C", kCount, ": {Fn::Equals: [a, a]}\n");
  const LoadResult loaded = LoadTemplate(text);
  ASSERT_TRUE(loaded.value) << loaded.diagnostics.front().message;
  EvaluationContext context;
  context.source = &*loaded.value;
  const auto conditions = EvaluateConditions(context);
  ASSERT_TRUE(conditions);
  EXPECT_EQ(conditions->size(), kCount + 1U);
  EXPECT_TRUE(conditions->at("C0"));
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
