// SPDX-License-Identifier: Apache-2.0
#include "cli/action_drift.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::cli {
namespace {

constexpr std::string_view kUnknown = "{{genesys-cfn:unknown !GetAtt Api.Url}}";

json::Value Definition(const std::string& url, int timeout) {
  return json::Parse(Concat(R"({"name": "Look up", "secure": false, "category": "Web", "config": {"timeoutSeconds": )",
                            timeout, R"(, "request": {"requestType": "POST", "headers": {"key": "secret"},
    "requestUrlTemplate": ")",
                            url, R"("}, "response": {}}, "contract": {
    "input": {"inputSchema": {"type": "object"}}, "output": {"successSchema": {"type": "object"}}}})"))
      .value();
}

ResourceDrift Recorded(const std::string& url = "https://a") {
  ResourceDrift drift;
  drift.physical_id = "custom_-_1";
  drift.sides.emplace<ActionSides>().recorded.action = definition::Load(Definition(url, 5), {}).action.value();
  return drift;
}

ActionSides& Sides(ResourceDrift& drift) {
  return std::get<ActionSides>(drift.sides);
}

genesys::LiveAction Live(const std::string& url, int timeout) {
  genesys::LiveAction live{Definition(url, timeout), std::nullopt, std::nullopt};
  live.action.AsObject()->Set("integrationId", "i1");
  live.action.AsObject()->Set("version", 3);
  return live;
}

TEST(ActionDrift, EqualIsInSync) {
  ResourceDrift drift = Recorded();
  Sides(drift).live = Live("https://a", 5);
  ASSERT_TRUE(JudgeActionDrift("i1", drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_EQ(drift.name, "Look up");
  EXPECT_TRUE(drift.notes.empty());
}

TEST(ActionDrift, EachFieldThatDiffersIsNamed) {
  ResourceDrift drift = Recorded();
  Sides(drift).live = Live("https://b", 9);
  ASSERT_TRUE(JudgeActionDrift("i2", drift));
  EXPECT_EQ(drift.state, DriftState::kDrifted);
  EXPECT_EQ(definition::Describe(drift.differences, 1'000),
            "config.timeoutSeconds: 5 -> 9; config.request.requestUrlTemplate: \"https://a\" -> \"https://b\"; "
            "integrationId: i2 -> i1");
  EXPECT_EQ(drift.values.size(), 2U);
  EXPECT_TRUE(IsUnpatchable(drift.differences[2]));
  EXPECT_FALSE(IsUnpatchable(drift.differences[0]));
}

TEST(ActionDrift, WhatIsNotKnownIsNotCompared) {
  ResourceDrift drift = Recorded(Concat(kUnknown, "/cases"));
  Sides(drift).live = Live("https://b", 5);
  ASSERT_TRUE(JudgeActionDrift("", drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_TRUE(drift.has_unknown);
  EXPECT_EQ(drift.notes.at(0), "not compared, because CloudFormation does not tell it: !GetAtt Api.Url");
  drift.notes.clear();
  Sides(drift).live = Live("https://b", 9);
  ASSERT_TRUE(JudgeActionDrift("", drift));
  EXPECT_EQ(definition::Describe(drift.differences, 1'000), "config.timeoutSeconds: 5 -> 9");
}

TEST(ActionDrift, ConfidentialValuesAreMasked) {
  ResourceDrift drift = Recorded();
  Sides(drift).recorded.confidential = true;
  Sides(drift).live = Live("https://b", 5);
  ASSERT_TRUE(JudgeActionDrift("", drift));
  EXPECT_EQ(definition::Describe(drift.differences, 1'000), "config.request.requestUrlTemplate: *** -> ***");
}

TEST(ActionDrift, GoneIsNoError) {
  ResourceDrift drift = Recorded();
  ASSERT_TRUE(JudgeActionDrift("", drift));
  EXPECT_EQ(drift.state, DriftState::kGone);
  Sides(drift).live = genesys::LiveAction{json::Object{}, std::nullopt, std::nullopt};
  EXPECT_FALSE(JudgeActionDrift("", drift));
}

provider::FunctionState Function(const std::string& handler, std::optional<std::string> digest) {
  return {{handler, "nodejs22.x", "", 15}, std::move(digest)};
}

ResourceDrift WithFunction(const provider::FunctionState& recorded, const provider::FunctionState& live) {
  ResourceDrift drift = Recorded();
  Sides(drift).recorded.function = provider::FunctionProperties{{}, recorded.digest, recorded.settings};
  Sides(drift).live = Live("https://a", 5);
  Sides(drift).live_function = live;
  return drift;
}

TEST(ActionDrift, AFunctionIsComparedBySettingsAndPackage) {
  ResourceDrift drift = WithFunction(Function("a.handler", "11"), Function("b.handler", "22"));
  ASSERT_TRUE(JudgeActionDrift("", drift));
  EXPECT_EQ(definition::Describe(drift.differences, 1'000),
            R"(function.handler: "a.handler" -> "b.handler"; function.package: "11" -> "22")");
  ASSERT_EQ(drift.values.size(), 1U);
  EXPECT_EQ(drift.values[0].pointer, "/function/handler");
}

TEST(ActionDrift, APackageOfSomebodyElseIsNotCompared) {
  ResourceDrift drift = WithFunction(Function("a.handler", "11"), Function("a.handler", std::nullopt));
  ASSERT_TRUE(JudgeActionDrift("", drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_EQ(drift.notes.at(0), "the package of the function is not compared: it was not uploaded by the provider");
}

ResourceDrift Authentication(const std::string& recorded_url) {
  ResourceDrift drift;
  auto& sides = drift.sides.emplace<AuthActionSides>();
  sides.recorded.config = definition::Load(Definition(recorded_url, 5), {}).action.value().config;
  sides.live = Live("https://a", 5);
  return drift;
}

TEST(AuthActionDrift, TheConfigurationAloneIsCompared) {
  ResourceDrift drift = Authentication("https://a");
  ASSERT_TRUE(JudgeAuthActionDrift(drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_EQ(drift.name, "Look up");
  drift = Authentication("https://b");
  ASSERT_TRUE(JudgeAuthActionDrift(drift));
  EXPECT_EQ(definition::Describe(drift.differences, 1'000),
            "config.request.requestUrlTemplate: \"https://b\" -> \"https://a\"");
  EXPECT_EQ(drift.values.at(0).pointer, "/config/request/requestUrlTemplate");
  drift = Authentication(std::string(kUnknown));
  ASSERT_TRUE(JudgeAuthActionDrift(drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_TRUE(drift.has_unknown);
}

TEST(AuthActionDrift, ThePlatformTakesItAway) {
  ResourceDrift drift = Authentication("https://a");
  std::get<AuthActionSides>(drift.sides).live.reset();
  ASSERT_TRUE(JudgeAuthActionDrift(drift));
  EXPECT_EQ(drift.state, DriftState::kGone);
}

}  // namespace
}  // namespace genesys_cfn::cli
