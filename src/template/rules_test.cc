// SPDX-License-Identifier: Apache-2.0
#include "template/rules.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

constexpr std::string_view kParameters =
    "Parameters: {P: {Type: String}, Q: {Type: String}, L: {Type: CommaDelimitedList}, N: {Type: Number}}\n";

LoadResult Load(std::string_view rules) {
  return LoadTemplate(Concat(kParameters, "Rules:\n  R: ", rules, "\nResources: {A: {Type: Custom::X}}\n"));
}

// "" when every assertion holds.
std::string Judge(std::string_view rules, std::string_view p = "a", std::string_view l = "a, b") {
  const LoadResult loaded = Load(rules);
  if (!loaded.value) return loaded.diagnostics.front().message;
  EvaluationContext context;
  context.source = &*loaded.value;
  context.pseudo.region = "eu-west-1";
  context.parameters = {{"P", std::string(p)}, {"Q", "a"}, {"L", std::string(l)}, {"N", "5"}};
  const auto judged = EvaluateRules(context);
  return judged ? "" : judged.error().message;
}

std::string Asserting(std::string_view assertion) {
  return Concat("{Assertions: [{Assert: ", assertion, ", AssertDescription: why}]}");
}

TEST(Rules, DecideEachFunction) {
  const std::pair<std::string, bool> cases[] = {
      {"{Fn::Equals: [!Ref P, a]}", true},
      {"{Fn::Equals: [!Ref AWS::Region, us-east-1]}", false},
      {"{Fn::Equals: [!Ref N, 5]}", true},
      {"{Fn::Contains: [[x, a], !Ref P]}", true},
      {"{Fn::Contains: [[x, y], !Ref P]}", false},
      {"{Fn::Contains: [!Ref L, b]}", true},
      {"{Fn::EachMemberIn: [!Ref L, [a, b, c]]}", true},
      {"{Fn::EachMemberIn: [!Ref L, [a, c]]}", false},
      {"{Fn::EachMemberEquals: [{Fn::RefAll: String}, a]}", true},
      {"{Fn::EachMemberEquals: [!Ref L, a]}", false},
      {"{Fn::EachMemberEquals: [[], a]}", true},
      {"{Fn::Not: [{Fn::Equals: [!Ref P, b]}]}", true},
      {"{Fn::And: [{Fn::Equals: [!Ref P, a]}, {Fn::Equals: [!Ref P, b]}]}", false},
      {"{Fn::Or: [{Fn::Equals: [!Ref P, b]}, {Fn::Equals: [!Ref P, a]}]}", true},
      {"!Not [!Equals [!Ref P, a]]", false},
  };
  for (const auto& [assertion, holds] : cases) {
    EXPECT_EQ(Judge(Asserting(assertion)), holds ? "" : "Template error: Rule R failed: why") << assertion;
  }
}

TEST(Rules, OfCdkRefusesAnOldBootstrapStack) {
  const std::string rule = R"({Assertions: [{Assert: {Fn::Not: [{Fn::Contains: [['1', '2', '3', '4', '5'], !Ref P]}]},
      AssertDescription: CDK bootstrap stack version 6 required.}]})";
  EXPECT_EQ(Judge(rule, "21"), "");
  EXPECT_EQ(Judge(rule, "5"), "Template error: Rule R failed: CDK bootstrap stack version 6 required.");
}

TEST(Rules, ApplyOnlyUnderTheirCondition) {
  const std::string rule =
      "{RuleCondition: {Fn::Equals: [!Ref P, live]}, Assertions: [{Assert: {Fn::Contains: [!Ref L, x]}}]}";
  EXPECT_EQ(Judge(rule, "dev"), "");
  EXPECT_EQ(Judge(rule, "live"), "Template error: Rule R failed: an assertion does not hold");
  EXPECT_EQ(Judge(rule, "live", "x,y"), "");
}

TEST(Rules, ReportMistakes) {
  const std::pair<std::string, std::string> cases[] = {
      {"text", "Template format error: Any Rules member must be an object."},
      {"{}", "Template format error: Every Rules object must contain a list of Assertions."},
      {"{Assertions: []}", "Template format error: Every Rules object must contain a list of Assertions."},
      {"{Assertions: [{AssertDescription: x}]}",
       "Template format error: Every member of Assertions must contain an Assert member."},
      {"{Assertion: [], Assertions: [{Assert: !Equals [a, a]}]}", "Invalid template rule property 'Assertion'"},
      {Asserting("true"), "Template format error: Rules can only be boolean operations on parameters"},
      {Asserting("!Ref P"), "Template format error: Rules can only be boolean operations on parameters"},
      {Asserting("{Condition: C}"), "Template format error: Rules can only be boolean operations on parameters"},
      {Asserting("{Fn::Contains: [[a]]}"),
       "Template error: every Fn::Contains object requires a list of 2 parameters."},
      {Asserting("!Not [!Equals [a, a], !Equals [a, a]]"),
       "Template error: every Fn::Not object requires a list of one boolean parameter."},
      {Asserting("!Equals [!Ref A, a]"),
       "Template format error: Unresolved dependencies [A]. Cannot reference resources in the Rules block of the "
       "template"},
      {Asserting("!Equals [{Fn::ValueOf: [P, Tags.x]}, a]"),
       "Template format error: Fn::ValueOf is not supported by the local cloud"},
      {Asserting("!Equals [{a: b}, a]"), "Template format error: Rules compare strings and lists of strings"},
  };
  for (const auto& [rule, expected] : cases) EXPECT_EQ(Judge(rule), expected) << rule;
}

TEST(Rules, MistakesHaveTheirPlace) {
  const LoadResult loaded = Load("{Assertions: [{Assert: !Equals [!Ref Pp, a]}]}");
  ASSERT_EQ(loaded.diagnostics.size(), 1U);
  EXPECT_EQ(loaded.diagnostics[0].mark, (yaml::Mark{3, 38}));
  EXPECT_EQ(loaded.diagnostics[0].hint, "Did you mean P?");
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
