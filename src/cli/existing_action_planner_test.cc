// SPDX-License-Identifier: Apache-2.0
#include "cli/existing_action_planner.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::cli {
namespace {

provider::CustomAuthProperties Properties(std::string_view url, std::string_view key) {
  provider::CustomAuthProperties properties;
  properties.integration_id = "i-1";
  properties.config = json::Object{
      {"request",
       json::Object{{"requestType", "POST"}, {"requestUrlTemplate", url}, {"headers", json::Object{{"X-Key", key}}}}},
      {"response", json::Object()}};
  return properties;
}

genesys::LiveAction Live(const provider::CustomAuthProperties& properties) {
  genesys::LiveAction live;
  live.action = *json::Parse(
      R"({"name":"auth","integrationId":"i-1","contract":{"input":{"inputSchema":{"type":"object"}},
          "output":{"successSchema":{"type":"object"}}}})");
  live.action.AsObject()->Set("config", properties.config);
  return live;
}

PlannedResource Plan(const provider::CustomAuthProperties& wanted,
                     const std::optional<provider::CustomAuthProperties>& recorded, const genesys::LiveAction& live) {
  PlannedResource planned;
  EXPECT_TRUE(PlanCustomAuth(wanted, recorded, live, planned));
  return planned;
}

std::string Fields(const PlannedResource& planned) {
  std::string text;
  for (const auto& one : planned.differences) text += one.field + ": " + one.before + " -> " + one.after + "\n";
  return text;
}

TEST(PlannedCustomAuth, EachFieldIsNamedAndHeadersAreMasked) {
  const auto before = Properties("https://a", "canary-1");
  const auto planned = Plan(Properties("https://b", "canary-2"), before, Live(before));
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned),
            "config.request.requestUrlTemplate: \"https://a\" -> \"https://b\"\n"
            "config.request.headers.X-Key: *** -> ***\n");
}

TEST(PlannedCustomAuth, WhatIsLiveAlreadyIsNoChange) {
  const auto wanted = Properties("https://a", "k");
  EXPECT_EQ(Plan(wanted, Properties("https://z", "k"), Live(wanted)).effect, Effect::kNoChange);
  EXPECT_EQ(Plan(wanted, std::nullopt, Live(wanted)).effect, Effect::kNoChange);
}

TEST(PlannedCustomAuth, WhatSomebodyChangedIsDriftUnlessItIsToBeOverwritten) {
  const auto recorded = Properties("https://a", "k");
  auto wanted = Properties("https://b", "k");
  const auto live = Live(Properties("https://by-hand", "k"));
  const auto drifted = Plan(wanted, recorded, live);
  EXPECT_EQ(drifted.effect, Effect::kDrifted);
  EXPECT_EQ(Fields(drifted), "config.request.requestUrlTemplate: \"https://a\" -> \"https://by-hand\"\n");
  wanted.on_drift = provider::OnDrift::kOverwrite;
  EXPECT_EQ(Plan(wanted, recorded, live).effect, Effect::kUpdate);
  EXPECT_EQ(Plan(wanted, std::nullopt, live).effect, Effect::kUpdate) << "what the platform made is no drift";
}

}  // namespace
}  // namespace genesys_cfn::cli
