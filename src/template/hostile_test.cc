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

// The error of evaluating the properties of resource A, whose parameter P has 4,096 bytes.
std::string EvaluationOf(std::string_view body) {
  const LoadResult loaded = LoadTemplate(body);
  if (!loaded.value) return loaded.diagnostics.front().message;
  EvaluationContext context;
  context.source = &*loaded.value;
  std::string list;
  while (list.size() < 4095) list += "x,";
  context.parameters = {{"P", std::string(4096, 'x')}, {"L", list}};
  const auto evaluated = EvaluateProperties(loaded.value->FindResource("A")->properties, context);
  return evaluated ? "no error" : evaluated.error().message;
}

TEST(HostileTemplate, WhatFunctionsMultiplyIsBounded) {
  const auto start = std::chrono::steady_clock::now();
  const std::string head =
      "Transform: AWS::LanguageExtensions\nParameters: {P: {Type: String}, L: {Type: CommaDelimitedList}}\n"
      "Mappings: {M: {k: {l: [" +
      Repeat("x,", 10'000) + "]}}}\nResources: {A: {Type: Custom::X, Properties: {P: ";
  const auto with = [&](std::string_view property) { return EvaluationOf(Concat(head, property, "}}}\n")); };
  std::string nested_join = "!Ref L";
  std::string nested_base64 = "!Ref P";
  for (int i = 0; i < 25; ++i) {
    nested_join = Concat("!Split [x, !Join ['xxxxxxxxxxxx', ", nested_join, "]]");
    nested_base64 = Concat("{Fn::Base64: ", nested_base64, "}");
  }
  const std::string properties[] = {
      Concat("!Sub '", Repeat("${P}", 1'000), "'"),
      Concat("[", Repeat("!Ref P,", 1'000), "]"),
      Concat("[", Repeat("!Sub '${P}',", 1'000), "]"),
      Concat("[", Repeat("!FindInMap [M, k, l],", 1'000), "]"),
      Concat("[", Repeat("!Ref L,", 10'000), "]"),
      Concat("[", Repeat("!Split [x, !Ref P],", 1'000), "]"),
      Concat("{Fn::ToJsonString: [", Repeat("!Ref P,", 1'000), "]}"),
      Concat("[", Repeat("!Cidr [10.0.0.0/8, 256],", 10'000), "]"),
      nested_join,
      nested_base64,
  };
  for (const std::string& property : properties) {
    const std::string error = with(property);
    const bool is_bounded = error.find("more than") != std::string::npos;
    EXPECT_TRUE(is_bounded) << property.substr(0, 60) << ": " << error.substr(0, 200);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(HostileTemplate, LoopsAreBounded) {
  const auto start = std::chrono::steady_clock::now();
  std::string nested = "{'A': {Type: 'Custom::X'}}";
  for (int i = 0; i < 15; ++i)
    nested = Concat("{'Fn::ForEach::L", i, "': [I", i, ", [a, b, c, d, e, f, g, h, i, j], ", nested, "]}");
  const std::string texts[] = {
      nested,
      Concat("{'Fn::ForEach::L': [I, [", Repeat("a,", 200'000), "], {}]}"),
      Concat("{'Fn::ForEach::L': [I, [", std::string(300'000, 'x'), "], {A: {Type: '${I}${I}${I}${I}'}}]}"),
      Concat("{'Fn::ForEach::L': [I, ['${I}${I}'], ", Repeat("{'Fn::ForEach::L': [I, ['${I}${I}'], ", 12),
             "{'${I}': 1}", Repeat("]}", 12), "]}"),
      Concat("{A: {Type: 'Custom::X', Properties: {'Fn::ForEach::L': [I, !FindInMap [M, k, l], {'${I}': x}]}}}"),
  };
  for (const std::string& text : texts) {
    const LoadResult loaded = LoadTemplate(Concat("Transform: AWS::LanguageExtensions\nMappings: {M: {k: {l: [",
                                                  Repeat("x,", 50'000), "]}}}\nResources: ", text));
    ASSERT_FALSE(loaded.value) << text.substr(0, 100);
    const std::string& message = loaded.diagnostics.front().message;
    EXPECT_TRUE(message.starts_with("Transform AWS::LanguageExtensions failed with: ")) << message;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

TEST(HostileTemplate, RulesAndReferencesAreJudgedQuickly) {
  const auto start = std::chrono::steady_clock::now();
  const std::string rules =
      Concat("Parameters: {P: {Type: String}}\nRules: {R: {Assertions: [",
             Repeat("{Assert: {Fn::Contains: [[a, b], !Ref P]}},", 10'000), "]}}\nResources: {A: {Type: T}}\n");
  const LoadResult loaded = LoadTemplate(rules);
  ASSERT_TRUE(loaded.value);
  const LoadResult references =
      LoadTemplate(Concat("Resources: {A: {Type: T, Properties: {P: '", Repeat("{{resolve:ssm:p}}", 40'000), "'}}}\n"));
  EXPECT_FALSE(references.value);
  const LoadResult open =
      LoadTemplate(Concat("Resources: {A: {Type: T, Properties: {P: '", Repeat("{{resolve:ssm:", 60'000), "'}}}\n"));
  EXPECT_TRUE(open.value);
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
