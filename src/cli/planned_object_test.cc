// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_object.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::cli {
namespace {

json::Object Object(std::string_view text) {
  return *json::Parse(text)->AsObject();
}

std::string Fields(const PlannedResource& planned) {
  std::string text;
  for (const auto& one : planned.differences) text += one.field + ": " + one.before + " -> " + one.after + "\n";
  return text;
}

ObjectFacts Integration(std::string_view recorded, std::string_view desired, std::string_view live) {
  ObjectFacts facts{"integration", "IntegrationType", {}, Object(live), {}};
  facts.wishes.desired = Object(desired);
  facts.wishes.recorded = Object(recorded);
  facts.wishes.replacing = {"integrationType"};
  return facts;
}

PlannedResource Plan(const ObjectFacts& facts) {
  PlannedResource planned;
  planned.physical_id = "i-1";
  PlanObjectUpdate(facts, planned);
  return planned;
}

TEST(PlannedObject, AnUpdateNamesEachMember) {
  const auto planned = Plan(Integration(R"({"name":"CRM","state":"DISABLED","properties":{"timeout":"5"}})",
                                        R"({"name":"CRM","state":"ENABLED","properties":{"timeout":"9"}})",
                                        R"({"name":"CRM","state":"DISABLED","properties":{"timeout":5,"own":1}})"));
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned), "state: \"DISABLED\" -> \"ENABLED\"\nproperties.timeout: 5 -> \"9\"\n");
  EXPECT_TRUE(planned.notes.empty());
}

TEST(PlannedObject, WhatStandsAlreadyIsNoChange) {
  EXPECT_EQ(Plan(Integration(R"({"name":"a"})", R"({"name":"b"})", R"({"name":"b"})")).effect, Effect::kNoChange);
}

TEST(PlannedObject, AnotherTypeIsAReplacementThatNamesTheProperty) {
  const auto planned = Plan(Integration(R"({"integrationType":"custom-rest-actions"})",
                                        R"({"integrationType":"purecloud-data-actions"})",
                                        R"({"integrationType":"custom-rest-actions"})"));
  EXPECT_EQ(planned.effect, Effect::kReplace);
  EXPECT_EQ(Fields(planned), "integrationType: \"custom-rest-actions\" -> \"purecloud-data-actions\"\n");
  ASSERT_EQ(planned.notes.size(), 1U);
  EXPECT_NE(planned.notes[0].find("only a new integration can have another IntegrationType; the id changes"),
            std::string::npos);
  EXPECT_NE(planned.notes[0].find("i-1"), std::string::npos);
}

TEST(PlannedObject, DriftWouldFailUnlessThePolicyIsAnother) {
  auto facts = Integration(R"({"notes":"a"})", R"({"notes":"b"})", R"({"notes":"by hand"})");
  const auto drifted = Plan(facts);
  EXPECT_EQ(drifted.effect, Effect::kDrifted);
  EXPECT_EQ(Fields(drifted), "notes: \"a\" -> \"by hand\"\n");
  facts.wishes.on_drift = provider::OnDrift::kOverwrite;
  EXPECT_EQ(Plan(facts).effect, Effect::kUpdate);
  facts.wishes.on_drift = provider::OnDrift::kRecreate;
  const auto replaced = Plan(facts);
  EXPECT_EQ(replaced.effect, Effect::kReplace);
  EXPECT_NE(replaced.notes[0].find("OnDrift is Recreate"), std::string::npos);
}

TEST(PlannedObject, DriftBesideAnotherTypeIsNotTheReason) {
  auto facts = Integration(R"({"integrationType":"a","notes":"x"})", R"({"integrationType":"b","notes":"y"})",
                           R"({"integrationType":"a","notes":"by hand"})");
  facts.wishes.on_drift = provider::OnDrift::kOverwrite;
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kReplace);
  EXPECT_NE(planned.notes[0].find("another IntegrationType"), std::string::npos);
}

TEST(PlannedObject, WhatIsGoneIsMadeAgain) {
  auto facts = Integration("{}", "{}", "{}");
  facts.live.reset();
  EXPECT_EQ(Plan(facts).effect, Effect::kCreate);
}

TEST(PlannedObject, AReferenceToSomethingNewIsAnUpdate) {
  const auto planned = Plan(Integration(R"({"credentials":{"basicAuth":"c-1"}})",
                                        R"json({"credentials":{"basicAuth":"(the new id of Login)"}})json",
                                        R"({"credentials":{"basicAuth":"c-1"}})"));
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned), "credentials.basicAuth: \"c-1\" -> \"(the new id of Login)\"\n");
}

TEST(PlannedObject, AMaskedValueIsNeitherDriftNorShown) {
  const auto planned = Plan(Integration(R"({"properties":{"key":"****"}})", R"({"properties":{"key":"****"}})",
                                        R"({"properties":{"key":"live-canary"}})"));
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned), "properties.key: *** -> ***\n");
  EXPECT_EQ(planned.notes.size(), 1U);
}

TEST(PlannedObject, ARotationIsAnUpdateAlthoughNoReadShowsIt) {
  ObjectFacts facts{"credential", "CredentialType", {}, Object(R"({"name":"n","type":"basicAuth"})"), {}};
  facts.wishes.desired = facts.wishes.recorded.emplace(*facts.live);
  facts.wishes.replacing = {"type"};
  EXPECT_EQ(Plan(facts).effect, Effect::kNoChange);
  facts.hidden = CompareSecretReferences(Object(R"({"SecretId":"s","SecretVersion":"v1","Fields":{"password":"a"}})"),
                                         Object(R"({"SecretId":"s","SecretVersion":"v2","Fields":{"password":"b"}})"));
  facts.wishes.hidden_change = true;
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned), "SecretVersion: \"v1\" -> \"v2\"\nFields.password: *** -> ***\n");
  EXPECT_NE(planned.notes[0].find("written anew"), std::string::npos);
}

TEST(PlannedObject, KeysAndDigestsAreNotShown) {
  PlannedResource planned;
  planned.differences = CompareSecretReferences(
      Object(R"({"Name":"a","SecretVersion":"****","SecretDigest":"d1-canary","Fields":{"a":"canary-1"}})"),
      Object(R"({"Name":"b","SecretVersion":"****","SecretDigest":"d2-canary","Fields":{"b":"canary-2"}})"));
  EXPECT_EQ(Fields(planned),
            "SecretVersion: *** -> ***\nSecretDigest: *** -> ***\nFields.a: *** -> (none)\nFields.b: (none) -> ***\n");
}

}  // namespace
}  // namespace genesys_cfn::cli
