// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_values.h"

#include <gtest/gtest.h>

#include "cli/plan_in_making.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

json::Object Object(std::string_view text) {
  return *json::Parse(text)->AsObject();
}

std::string Joined(const std::vector<definition::FieldDifference>& differences) {
  std::string text;
  for (const auto& one : differences) text += one.field + ": " + one.before + " -> " + one.after + "\n";
  return text;
}

TEST(PlannedValues, APlainReferenceGivesTheIdThatIsKnown) {
  const json::Object expressions = Object(R"({
    "A": {"Ref": "Crm"}, "B": {"Fn::GetAtt": ["Crm", "Id"]}, "C": {"Fn::GetAtt": "Crm.DataActionId"},
    "Slots": {"basicAuth": {"Ref": "Login"}}, "List": [{"Ref": "Crm"}],
    "Name": {"Fn::GetAtt": ["Crm", "Name"]}, "Sub": {"Fn::Sub": "${Crm}"}, "Other": {"Ref": "Bucket"}})");
  json::Object properties = Object(R"({
    "A": "{{changeSet:KNOWN_AFTER_APPLY}}", "B": "{{changeSet:KNOWN_AFTER_APPLY}}",
    "C": "{{changeSet:KNOWN_AFTER_APPLY}}", "Slots": {"basicAuth": "{{changeSet:KNOWN_AFTER_APPLY}}"},
    "List": ["{{changeSet:KNOWN_AFTER_APPLY}}"], "Name": "{{changeSet:KNOWN_AFTER_APPLY}}",
    "Sub": "{{changeSet:KNOWN_AFTER_APPLY}}", "Other": "{{changeSet:KNOWN_AFTER_APPLY}}"})");
  ResolveReferences(expressions, {{"Crm", "c-1"}, {"Login", NewIdOf("Login")}}, properties);
  const json::Object expected = Object(R"json({
    "A": "c-1", "B": "c-1", "C": "c-1", "Slots": {"basicAuth": "(the new id of Login)"},
    "List": ["c-1"], "Name": "{{changeSet:KNOWN_AFTER_APPLY}}",
    "Sub": "{{changeSet:KNOWN_AFTER_APPLY}}", "Other": "{{changeSet:KNOWN_AFTER_APPLY}}"})json");
  EXPECT_EQ(json::Write(properties), json::Write(expected));
  EXPECT_TRUE(IsNewId(*properties.Find("Slots")->FindString("basicAuth")));
}

TEST(PlannedValues, WhatIsKnownAlreadyIsNotTouched) {
  json::Object properties = Object(R"({"A": "c-0"})");
  ResolveReferences(Object(R"({"A": {"Ref": "Crm"}})"), {{"Crm", "c-1"}}, properties);
  EXPECT_EQ(json::Write(properties), R"({"A":"c-0"})");
}

TEST(PlannedValues, StandInsAreTakenOutAndAMaskedValueIsNotShown) {
  json::Object desired =
      Object(R"({"p": {"key": "****", "a": 1}, "id": "{{changeSet:KNOWN_AFTER_APPLY}}", "new": "****"})");
  json::Object recorded = Object(R"({"p": {"key": "****", "a": 1}, "id": "x"})");
  json::Object live = Object(R"({"p": {"key": "the-live-canary", "a": 2}, "id": "x"})");
  EXPECT_EQ(Joined(TakeOutStandIns(desired, recorded, live)),
            "id: \"x\" -> (known at the deployment)\nnew: (none) -> ***\np.key: *** -> ***\n");
  EXPECT_EQ(json::Write(desired), R"({"p":{"a":1}})");
  EXPECT_EQ(json::Write(recorded), R"({"p":{"a":1}})");
  EXPECT_EQ(json::Write(live), R"({"p":{"a":2}})");
}

TEST(PlannedValues, OnlyACertainProblemRefuses) {
  const json::Object properties = Object(R"({"Zip": {"Bucket": "{{changeSet:KNOWN_AFTER_APPLY}}"}, "Name": ""})");
  PlannedResource open;
  open.effect = Effect::kUpdate;
  EXPECT_FALSE(RefuseFor({{"/Zip", "no bucket's name"}, {"/Zip/Bucket/deeper", "wrong"}}, properties, open));
  EXPECT_EQ(open.effect, Effect::kUpdate);
  ASSERT_EQ(open.notes.size(), 1U);
  PlannedResource wrong;
  EXPECT_TRUE(RefuseFor({{"/Zip", "no bucket's name"}, {"/Name", "must not be empty"}}, properties, wrong));
  EXPECT_EQ(wrong.effect, Effect::kRefused);
  EXPECT_EQ(wrong.notes, std::vector<std::string>{"/Name: must not be empty"});
  PlannedResource missing;
  EXPECT_TRUE(RefuseFor({{"", "no integration"}}, properties, missing));
  PlannedResource fine;
  EXPECT_FALSE(RefuseFor({}, properties, fine));
  EXPECT_TRUE(fine.notes.empty());
}

}  // namespace
}  // namespace genesys_cfn::cli
