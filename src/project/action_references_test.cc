// SPDX-License-Identifier: Apache-2.0
#include "project/action_references.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/write.h"

namespace genesys_cfn::project {
namespace {

definition::DataAction Calling(const std::string& url) {
  definition::DataAction action;
  action.name = "a";
  action.config = json::Object{{"request", json::Object{{"requestUrlTemplate", url}, {"headers", json::Object{}}}}};
  return action;
}

TEST(ActionReferences, IdsAreFoundWhereverTheyStand) {
  EXPECT_THAT(ActionIdsIn(Calling("/api/v2/integrations/actions/custom_-_1f-2/execute?x=static_-_9&y=custom_-_")),
              testing::ElementsAre("custom_-_", "custom_-_1f-2", "static_-_9"));
  EXPECT_THAT(ActionIdsIn(Calling("/api/v2/xcustom_-_1/mystatic_1")), testing::IsEmpty());
}

TEST(ActionReferences, WhatWouldBecomeASubstitutionIsLeftAlone) {
  EXPECT_THAT(ActionIdsIn(Calling("/x/custom_-_1?@{a}")), testing::IsEmpty());
}

TEST(ActionReferences, AnIdThatBeginsAnotherOneIsNotTakenForIt) {
  const auto written =
      WithNames(Calling("/custom_-_1/custom_-_12").config, {{"custom_-_1", "A"}, {"custom_-_12", "B"}});
  EXPECT_THAT(json::Write(written), testing::HasSubstr("/@{A}/@{B}"));
}

TEST(ActionReferences, ACircleIsNotClosed) {
  ReferenceGraph graph;
  EXPECT_FALSE(graph.Add("a", "a"));
  EXPECT_TRUE(graph.Add("a", "b"));
  EXPECT_TRUE(graph.Add("b", "c"));
  EXPECT_FALSE(graph.Add("c", "a"));
  EXPECT_TRUE(graph.Add("a", "c"));
}

}  // namespace
}  // namespace genesys_cfn::project
