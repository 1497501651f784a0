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

ActionDrift Recorded(const std::string& url = "https://a") {
  ActionDrift drift;
  drift.physical_id = "custom_-_1";
  drift.recorded.emplace();
  drift.recorded->action = definition::Load(Definition(url, 5), {}).action.value();
  return drift;
}

genesys::LiveAction Live(const std::string& url, int timeout) {
  genesys::LiveAction live{Definition(url, timeout), std::nullopt, std::nullopt};
  live.action.AsObject()->Set("integrationId", "i1");
  live.action.AsObject()->Set("version", 3);
  return live;
}

TEST(ActionDrift, EqualIsInSync) {
  ActionDrift drift = Recorded();
  drift.live = Live("https://a", 5);
  ASSERT_TRUE(JudgeDrift("i1", drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_EQ(drift.name, "Look up");
  EXPECT_TRUE(drift.notes.empty());
}

TEST(ActionDrift, EachFieldThatDiffersIsNamed) {
  ActionDrift drift = Recorded();
  drift.live = Live("https://b", 9);
  ASSERT_TRUE(JudgeDrift("i2", drift));
  EXPECT_EQ(drift.state, DriftState::kDrifted);
  EXPECT_EQ(definition::Describe(drift.differences, 1'000),
            "config.timeoutSeconds: 5 -> 9; config.request.requestUrlTemplate: \"https://a\" -> \"https://b\"; "
            "integrationId: i2 -> i1");
  EXPECT_EQ(drift.values.size(), 2U);
  EXPECT_TRUE(IsUnpatchable(drift.differences[2]));
  EXPECT_FALSE(IsUnpatchable(drift.differences[0]));
}

TEST(ActionDrift, WhatIsNotKnownIsNotCompared) {
  ActionDrift drift = Recorded(Concat(kUnknown, "/cases"));
  drift.live = Live("https://b", 5);
  ASSERT_TRUE(JudgeDrift("", drift));
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_TRUE(drift.has_unknown);
  EXPECT_EQ(drift.notes.at(0), "not compared, because CloudFormation does not tell it: !GetAtt Api.Url");
  drift.notes.clear();
  drift.live = Live("https://b", 9);
  ASSERT_TRUE(JudgeDrift("", drift));
  EXPECT_EQ(definition::Describe(drift.differences, 1'000), "config.timeoutSeconds: 5 -> 9");
}

TEST(ActionDrift, ConfidentialValuesAreMasked) {
  ActionDrift drift = Recorded();
  drift.recorded->confidential = true;
  drift.live = Live("https://b", 5);
  ASSERT_TRUE(JudgeDrift("", drift));
  EXPECT_EQ(definition::Describe(drift.differences, 1'000), "config.request.requestUrlTemplate: *** -> ***");
}

TEST(ActionDrift, GoneIsNoError) {
  ActionDrift drift = Recorded();
  ASSERT_TRUE(JudgeDrift("", drift));
  EXPECT_EQ(drift.state, DriftState::kGone);
  drift.live = genesys::LiveAction{json::Object{}, std::nullopt, std::nullopt};
  EXPECT_FALSE(JudgeDrift("", drift));
}

}  // namespace
}  // namespace genesys_cfn::cli
