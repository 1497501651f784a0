// SPDX-License-Identifier: Apache-2.0
#include "template/dependencies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cloudformation {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

TEST(DependenciesOf, FollowsEveryKindOfReference) {
  const LoadResult loaded = LoadTemplate(R"(
Parameters: {P: {Type: String}}
Conditions: {Always: !Equals [a, a]}
Resources:
  A: {Type: Custom::X}
  B: {Type: Custom::X, Properties: {V: !Ref A, W: !Ref P, R: !Ref AWS::Region}}
  C: {Type: Custom::X, Properties: {V: [{Deep: !GetAtt B.X.Y}]}}
  D: {Type: Custom::X, Properties: {V: !Sub '${A}-${B.X}-${!C}-${AWS::Region}'}}
  E: {Type: Custom::X, Properties: {V: !Sub ['${A} ${x}', {A: one, x: !Ref C}]}}
  F: {Type: Custom::X, Properties: {V: !If [Always, !Ref A, !GetAtt B.Z]}}
  G: {Type: Custom::X, DependsOn: [A, B]}
  H: {Type: Custom::X, DependsOn: C, Properties: {V: {Fn::GetAtt: D.X}}}
  I: {Type: Custom::X, Metadata: {V: !Ref A}}
)");
  ASSERT_TRUE(loaded.value) << loaded.diagnostics.front().message;
  const DependencyGraph expected = {{"A", {}},         {"B", {"A"}},      {"C", {"B"}},
                                    {"D", {"A", "B"}}, {"E", {"C"}},      {"F", {"A", "B"}},
                                    {"G", {"A", "B"}}, {"H", {"C", "D"}}, {"I", {}}};
  EXPECT_EQ(DependenciesOf(*loaded.value), expected);
}

TEST(DependenciesOf, IgnoresWhatIsNoResource) {
  Template source;
  source.resources.push_back(
      {.logical_id = "A", .type = "Custom::X", .properties = {}, .depends_on = {"Gone"}, .condition = std::nullopt});
  EXPECT_EQ(DependenciesOf(source), (DependencyGraph{{"A", {}}}));
}

TEST(FindCycle, FindsAShortestOne) {
  EXPECT_FALSE(FindCycle({}));
  EXPECT_FALSE(FindCycle({{"A", {"B", "C"}}, {"B", {"C"}}, {"C", {}}}));
  EXPECT_THAT(*FindCycle({{"A", {"A"}}}), ElementsAre("A", "A"));
  EXPECT_THAT(*FindCycle({{"A", {"B"}}, {"B", {"A"}}}), ElementsAre("A", "B", "A"));
  EXPECT_THAT(*FindCycle({{"A", {"B"}}, {"B", {"C"}}, {"C", {"A", "D"}}, {"D", {"C"}}, {"Above", {"A"}}}),
              ElementsAre("C", "D", "C"));
  EXPECT_FALSE(FindCycle({{"A", {"Unknown"}}}));
}

TEST(FindCycle, HandlesLongChains) {
  DependencyGraph graph;
  for (int i = 0; i < 3000; ++i) graph[Concat('N', i)] = {Concat('N', i + 1)};
  EXPECT_FALSE(FindCycle(graph));
  graph["N3000"] = {"N0"};
  EXPECT_EQ(FindCycle(graph)->size(), 3002U);
}

}  // namespace
}  // namespace genesys_cfn::cloudformation
