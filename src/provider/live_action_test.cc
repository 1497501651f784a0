// SPDX-License-Identifier: Apache-2.0
#include "provider/live_action.h"

#include <gtest/gtest.h>

#include "definition/ownership_tag.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

DataActionProperties Wanted(const char* members) {
  json::Object bag = {{"IntegrationId", "i"}};
  bag.Set("Definition", *json::Parse(members));
  auto parsed = ParseProperties(bag);
  EXPECT_TRUE(parsed.properties) << members;
  return *std::move(parsed.properties);
}

constexpr const char* kDefinition =
    R"({"name":"n","config":{"request":{"requestType":"GET","requestUrlTemplate":"/x"},"response":{}},)"
    R"("contract":{"input":{"inputSchema":{"type":"object","properties":{}}},)"
    R"("output":{"successSchema":{"type":"object"}}}})";

std::string At(const json::Object& config, const char* section, const char* member) {
  const json::Value* value = config.Find(section)->Find(member);
  return value == nullptr ? "absent" : json::Write(*value);
}

TEST(WholeConfig, StatesThePlatformsDefaults) {
  const json::Object config = WholeConfig(Wanted(kDefinition).action);
  EXPECT_EQ(At(config, "request", "requestUrlTemplate"), R"("/x")");
  EXPECT_EQ(At(config, "request", "headers"), "{}");
  EXPECT_EQ(At(config, "request", "requestTemplate"), R"("${input.rawRequest}")");
  EXPECT_EQ(At(config, "response", "successTemplate"), R"("${rawResult}")");
  EXPECT_EQ(At(config, "response", "translationMap"), "{}");
}

TEST(WholeConfig, KeepsWhatIsStatedAsItIsWritten) {
  std::string definition = kDefinition;
  definition.replace(definition.find(R"("requestUrlTemplate":"/x")"), 25,
                     R"("requestUrlTemplate":"/x","headers":{"b":"1","a":"2"},"requestTemplate":"line \r\n ")");
  const json::Object config = WholeConfig(Wanted(definition.c_str()).action);
  EXPECT_EQ(At(config, "request", "headers"), R"({"b":"1","a":"2"})");
  EXPECT_EQ(At(config, "request", "requestTemplate"), R"("line \r\n ")");
}

TEST(PatchBody, HasTheVersionThatWasReadAndNothingThatAPatchCannotChange) {
  const json::Object body =
      PatchBody(Wanted(kDefinition), *json::Parse(R"({"id":"1","category":"Live","version":12,"secure":true})"));
  std::string names;
  for (const auto& [name, value] : body) names += name + " ";
  EXPECT_EQ(names, "name category config version ");
  EXPECT_EQ(json::Write(*body.Find("version")), "12");
  EXPECT_EQ(*body.Find("category")->AsString(), "Live") << "stated nowhere, the live one stands";
}

TEST(PatchBody, AStatedCategoryWins) {
  DataActionProperties properties = Wanted(kDefinition);
  properties.action.category = "Stated";
  const json::Object body = PatchBody(properties, *json::Parse(R"({"category":"Live"})"));
  EXPECT_EQ(*body.Find("category")->AsString(), "Stated");
}

TEST(StateOf, IsTheActionWithoutItsTag) {
  const std::string tag =
      definition::FormatTag({"1111111111111111", "2222222222222222", "3333333333333333", "6957e4a5"});
  const auto live = json::Parse(
      R"({"id":"1","name":"n","category":"c","integrationId":"i","secure":false,"version":1,"config":{"request":)"
      R"({"requestType":"GET","requestUrlTemplate":"/x"},"response":{}},"contract":{"input":{"inputSchema":)"
      R"({"type":"object","description":"Text)" +
      tag + R"(","properties":{}}},"output":{"successSchema":{"type":"object"}}}})");
  ASSERT_TRUE(live) << live.error().message;
  const auto state = StateOf({*live, "request", "success"});
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(state->integration_id, "i");
  EXPECT_EQ(json::Write(state->action.contract).find("genesys-cfn"), std::string::npos);
  EXPECT_NE(json::Write(state->action.contract).find("Text"), std::string::npos);
  EXPECT_EQ(At(state->action.config, "request", "requestTemplate"), R"("request")");
}

TEST(StateOf, WhatIsNoActionSaysWhatWasBeingRead) {
  const auto state = StateOf({*json::Parse(R"({"id":"1","name":7})"), std::nullopt, std::nullopt});
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().message.find("reading the action back"), 0U) << state.error().message;
}

}  // namespace
}  // namespace genesys_cfn::provider
