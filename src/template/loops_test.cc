// SPDX-License-Identifier: Apache-2.0
#include "template/loops.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kHead = R"(
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList, Default: 'One, Two'}, Unknown: {Type: CommaDelimitedList}}
Mappings: {M: {k: {l: [x, y]}}}
)";

// "id: properties" of each resource, one a line, or the diagnostics.
std::string Resources(std::string_view rest, const std::map<std::string, std::string>& parameters = {}) {
  const LoadResult loaded = LoadTemplate(Concat(kHead, rest), parameters);
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    lines.push_back(Concat(diagnostic.mark.line, ": ", diagnostic.message));
  }
  if (!loaded.value) return Join(lines, "\n");
  EXPECT_TRUE(loaded.value->has_loops);
  for (const ResourceDeclaration& resource : loaded.value->resources) {
    lines.push_back(Concat(resource.logical_id, ": ", json::Write(resource.properties)));
  }
  return Join(lines, "\n");
}

TEST(Loops, AreWrittenOutForListsAndParameters) {
  EXPECT_EQ(Resources(R"(
Resources:
  Fn::ForEach::Actions:
    - Name
    - !Ref Names
    - Action${Name}: {Type: Custom::X, Properties: {N: !Ref Name, S: !Sub '${Name}-${AWS::Region}', T: 'a ${Name}'}}
)"),
            "ActionOne: {\"N\":\"One\",\"S\":{\"Fn::Sub\":\"One-${AWS::Region}\"},\"T\":\"a One\"}\n"
            "ActionTwo: {\"N\":\"Two\",\"S\":{\"Fn::Sub\":\"Two-${AWS::Region}\"},\"T\":\"a Two\"}");
  const std::string simple = "Resources: {'Fn::ForEach::L': [I, !Ref Names, {'A${I}': {Type: 'Custom::X'}}]}";
  EXPECT_EQ(Resources(simple, {{"Names", "a,b,c"}}), "Aa: {}\nAb: {}\nAc: {}");
  EXPECT_EQ(Resources("Resources: {'Fn::ForEach::L': [I, [10.0.0.1, b-c], {'A&{I}': {Type: 'Custom::X', "
                      "Properties: {P: '${I}'}}}]}"),
            "A10001: {\"P\":\"10.0.0.1\"}\nAbc: {\"P\":\"b-c\"}");
  EXPECT_EQ(Resources("Resources: {'Fn::ForEach::L': [I, !FindInMap [M, k, l], {'A${I}': {Type: 'Custom::X'}}]}"),
            "Ax: {}\nAy: {}");
}

TEST(Loops, NestAndStandInPropertiesConditionsAndOutputs) {
  EXPECT_EQ(Resources(R"(
Conditions: {'Fn::ForEach::C': [I, [a, b], {'Is${I}': !Equals ['${I}', a]}]}
Resources:
  Fn::ForEach::Outer:
    - O
    - [a, b]
    - Fn::ForEach::Inner:
        - I
        - ['1', '2']
        - R${O}${I}: {Type: 'Custom::X', Condition: 'Is${O}', Properties: {'Fn::ForEach::P': [K, [x, y], {'${K}': '${O}${I}${K}'}]}}
Outputs: {'Fn::ForEach::Out': [I, [a1, b2], {'Id${I}': {Value: !Ref 'R${I}'}}]}
)"),
            "Ra1: {\"x\":\"a1x\",\"y\":\"a1y\"}\nRa2: {\"x\":\"a2x\",\"y\":\"a2y\"}\n"
            "Rb1: {\"x\":\"b1x\",\"y\":\"b1y\"}\nRb2: {\"x\":\"b2x\",\"y\":\"b2y\"}");
}

TEST(Loops, OverUnknownParametersWaitForTheirValues) {
  const std::string text =
      "Resources: {'Fn::ForEach::L': [I, !Ref Unknown, {'A${I}': {Type: 'Custom::X'}}], "
      "B: {Type: 'Custom::X', Properties: {P: !Ref Aone}}}";
  EXPECT_EQ(Resources(text), "AX: {}\nB: {\"P\":{\"Ref\":\"Aone\"}}");
  EXPECT_EQ(Resources(text, {{"Unknown", "one"}}), "Aone: {}\nB: {\"P\":{\"Ref\":\"Aone\"}}");
  EXPECT_EQ(Resources(text, {{"Unknown", "two"}}),
            "5: Template format error: Unresolved resource dependencies [Aone] in the Resources block of the template");
}

TEST(Loops, OverDefaultsLeaveTheNamesUnchecked) {
  const std::string text =
      "Resources: {'Fn::ForEach::L': [I, !Ref Names, {'A${I}': {Type: 'Custom::X'}}], "
      "B: {Type: 'Custom::X', Properties: {P: !Ref Aother}}}";
  EXPECT_EQ(Resources(text), "AOne: {}\nATwo: {}\nB: {\"P\":{\"Ref\":\"Aother\"}}");
  EXPECT_EQ(Resources(text, {{"Names", "other"}}), "Aother: {}\nB: {\"P\":{\"Ref\":\"Aother\"}}");
  EXPECT_EQ(
      Resources(text, {{"Names", "One"}}),
      "5: Template format error: Unresolved resource dependencies [Aother] in the Resources block of the template");
}

TEST(Loops, MistakesStandWhereTheLoopStands) {
  const std::string failed = "6: Transform AWS::LanguageExtensions failed with: ";
  const auto loop = [](std::string_view value) { return Resources(Concat("Resources:\n  'Fn::ForEach::L': ", value)); };
  EXPECT_EQ(loop("[I, [a]]"), failed + "Fn::ForEach layout is incorrect");
  EXPECT_EQ(loop("[I, text, {}]"), failed + "Fn::ForEach layout is incorrect");
  EXPECT_EQ(loop("[I, [a, a], {'A${I}': {Type: 'Custom::X'}}]"),
            failed + "Duplicate key 'Aa' when merging keys to parent object in Fn::ForEach");
  EXPECT_EQ(loop("[I, [[a]], {'A${I}': {Type: 'Custom::X'}}]"),
            failed + "The collection of Fn::ForEach must be a list of strings");
  EXPECT_EQ(loop("[I, !Sub x, {'A${I}': {Type: 'Custom::X'}}]"),
            failed + "The collection of Fn::ForEach must be a list");
  EXPECT_EQ(loop("[I, [a-b], {'A${I}': {Type: 'Custom::X'}}]"),
            "6: Template format error: Resource name Aa-b is non alphanumeric.");
  EXPECT_EQ(loop("[I, [a], {'A${I}': {Typ: 'Custom::X'}}]").substr(0, 3), "6: ");
}

TEST(Loops, CountAgainstTheLimits) {
  std::string items;
  for (int i = 0; i < 501; ++i) items += Concat(i, ',');
  EXPECT_EQ(Resources(Concat("Resources: {'Fn::ForEach::L': [I, [", items, "], {'A${I}': {Type: 'Custom::X'}}]}")),
            "5: Template format error: Number of resources, 501, is greater than maximum allowed, 500");
}

TEST(Loops, NeedTheTransform) {
  const LoadResult loaded = LoadTemplate("Resources: {'Fn::ForEach::L': [I, [a], {'A${I}': {Type: 'Custom::X'}}]}");
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].message, "Template format error: Fn::ForEach::L cannot be used here");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
