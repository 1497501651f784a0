// SPDX-License-Identifier: Apache-2.0
#include "cli/object_drift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/lookup_drift.h"
#include "cli/revert_drift.h"
#include "cli/unknown_values.h"
#include "json/parse.h"
#include "provider/integration_table.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

json::Object Parsed(std::string_view text) {
  return *json::Parse(text)->AsObject();
}

ResourceDrift Integration(std::string_view recorded, std::string_view live) {
  ResourceDrift drift;
  drift.type = provider::kIntegrationTable.type;
  drift.sides = ObjectSides{Parsed(recorded), provider::LiveObject{"i1", Parsed(live), {}, {}, {}}};
  return drift;
}

TEST(ObjectDrift, WhatTheTemplateDoesNotStateIsNotCompared) {
  ResourceDrift drift = Integration(R"({"name": "CRM", "properties": {"retries": "3", "on": "true"}})",
                                    R"({"name": "CRM", "properties": {"retries": 3, "on": true, "more": 1},
                                        "notes": "of somebody", "state": "ENABLED", "credentials": {"a": "b"}})");
  JudgeObjectDrift({}, drift);
  EXPECT_EQ(drift.state, DriftState::kInSync);
  EXPECT_EQ(drift.name, "CRM");
  EXPECT_THAT(drift.notes, IsEmpty());
}

TEST(ObjectDrift, EachMemberThatDiffersIsNamed) {
  ResourceDrift drift = Integration(
      R"({"name": "CRM", "notes": "ours", "properties": {"a/b": "3"}, "credentials": {"basicAuth": "c1"}, "state": "ENABLED"})",
      R"({"name": "CRM 2", "properties": {"a/b": 4}, "credentials": {"basicAuth": "c2"}, "state": "DISABLED"})");
  JudgeObjectDrift({}, drift);
  EXPECT_EQ(drift.state, DriftState::kDrifted);
  EXPECT_EQ(definition::Describe(drift.differences, 1'000),
            R"(name: "CRM" -> "CRM 2"; notes: "ours" -> (none); properties.a/b: "3" -> 4; )"
            R"(credentials.basicAuth: "c1" -> "c2"; state: "ENABLED" -> "DISABLED")");
  std::vector<std::string> pointers;
  for (const auto& value : drift.values) pointers.push_back(value.pointer);
  EXPECT_THAT(pointers, ElementsAre("/name", "/notes", "/properties/a~1b", "/credentials/basicAuth", "/state"));
  EXPECT_FALSE(drift.values[1].after);
  EXPECT_EQ(WhyNotReverted(drift), "");
}

TEST(ObjectDrift, WhatIsNotKnownIsNotComparedAndNotWrittenBack) {
  ResourceDrift drift = Integration("{}", R"({"name": "CRM", "notes": "n", "state": "DISABLED"})");
  json::Object properties{{"Name", UnknownValue("!Ref Secret")}, {"State", UnknownValue("!Ref State")}, {"Notes", "x"}};
  EXPECT_THAT(TakeOutUnknown(provider::kIntegrationTable.properties, properties), ElementsAre("!Ref State"));
  EXPECT_TRUE(properties.Contains("Name"));
  EXPECT_FALSE(properties.Contains("State"));
  std::get<ObjectSides>(drift.sides).recorded = {{"name", UnknownValue("!Ref Secret")}, {"notes", "x"}};
  JudgeObjectDrift({"!Ref State"}, drift);
  EXPECT_EQ(definition::Describe(drift.differences, 1'000), R"(notes: "x" -> "n")");
  EXPECT_EQ(drift.name, "CRM");
  EXPECT_EQ(drift.notes.at(0), "not compared, because CloudFormation does not tell it: !Ref Secret, !Ref State");
  EXPECT_THAT(WhyNotReverted(drift), HasSubstr("not all of what the stack recorded is known"));
}

TEST(ObjectDrift, WhatIsGone) {
  ResourceDrift drift = Integration("{}", "{}");
  std::get<ObjectSides>(drift.sides).live.reset();
  JudgeObjectDrift({}, drift);
  EXPECT_EQ(drift.state, DriftState::kGone);
}

TEST(ObjectDrift, WhatIsNotWrittenBackSaysWhy) {
  ResourceDrift drift = Integration(R"({"integrationType": "a"})", R"({"integrationType": "b"})");
  JudgeObjectDrift({}, drift);
  EXPECT_THAT(WhyNotReverted(drift), HasSubstr("only a new integration"));
  drift.type = "Custom::GenesysCredential";
  EXPECT_THAT(WhyNotReverted(drift), HasSubstr("with its values"));
  drift.sides = std::monostate();
  EXPECT_THAT(WhyNotReverted(drift), HasSubstr("look-up"));
  drift.sides.emplace<ActionSides>().recorded.function.emplace();
  EXPECT_THAT(WhyNotReverted(drift), HasSubstr("draft"));
}

TEST(UnknownValues, DynamicReferencesAreNotKnown) {
  const json::Value value(json::Array{"a-{{resolve:ssm:/path:1}}", UnknownValue("!Ref A") + UnknownValue("!Ref B")});
  EXPECT_THAT(UnknownParts(value), ElementsAre("{{resolve:ssm:/path:1}}", "!Ref A", "!Ref B"));
  EXPECT_FALSE(IsUnknown("{{mustache}} ${input.x}"));
}

LookupFacts Lookup() {
  return {{"Look up", "i1", std::nullopt, "CRM"}, {"i1"}, {}, {}};
}

ResourceDrift Judged(const LookupFacts& facts) {
  ResourceDrift drift;
  drift.type = "Custom::GenesysDataActionLookup";
  drift.physical_id = "a1";
  JudgeLookupDrift(facts, drift);
  return drift;
}

TEST(LookupDrift, TheSameActionIsInSync) {
  LookupFacts facts = Lookup();
  facts.meant = {{"a1", "Look up", "i1", "CRM"}};
  EXPECT_EQ(Judged(facts).state, DriftState::kInSync);
}

TEST(LookupDrift, AnotherActionHasTheName) {
  LookupFacts facts = Lookup();
  facts.meant = {{"a2", "Look up", "i1", "CRM"}};
  const ResourceDrift drift = Judged(facts);
  EXPECT_EQ(drift.state, DriftState::kDrifted);
  EXPECT_EQ(definition::Describe(drift.differences, 1'000), "id: a1 -> a2");
}

TEST(LookupDrift, SeveralHaveIt) {
  LookupFacts facts = Lookup();
  facts.meant = {{"a1", "Look up", "i1", "CRM"}, {"a2", "Look up", "i1", "CRM"}};
  const ResourceDrift drift = Judged(facts);
  EXPECT_EQ(drift.state, DriftState::kDrifted);
  EXPECT_THAT(drift.notes.at(0), HasSubstr("ambiguous: a1, a2. Give Category"));
}

TEST(LookupDrift, NotExactlyOneIntegrationHasItsName) {
  LookupFacts facts = Lookup();
  facts.integrations = {};
  facts.there = {"a1", "Look up", "i1", "CRM"};
  EXPECT_EQ(definition::Describe(Judged(facts).differences, 1'000), "integrations of this name: 1 -> 0");
}

TEST(LookupDrift, ItIsCalledOtherwiseOrGone) {
  LookupFacts facts = Lookup();
  EXPECT_EQ(Judged(facts).state, DriftState::kGone);
  facts.there = {"a1", "Look up 2", "i2", "CRM"};
  const ResourceDrift drift = Judged(facts);
  EXPECT_EQ(definition::Describe(drift.differences, 1'000),
            R"(name: "Look up" -> "Look up 2"; integrationId: "i1" -> "i2")");
  EXPECT_EQ(drift.values.size(), 1U);
  facts.there = {"a1", "Look up", "i1", "CRM"};  // the list lagged
  EXPECT_EQ(Judged(facts).state, DriftState::kInSync);
}

}  // namespace
}  // namespace genesys_cfn::cli
