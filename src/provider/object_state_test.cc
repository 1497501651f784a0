// SPDX-License-Identifier: Apache-2.0
#include "provider/object_state.h"

#include <gtest/gtest.h>

#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::provider {
namespace {

json::Object Object(std::string_view text) {
  return *json::Parse(text)->AsObject();
}

ObjectRules Rules(OnDrift on_drift, StackDirection direction = StackDirection::kForward) {
  ObjectRules rules;
  rules.on_drift = on_drift;
  rules.direction = direction;
  return rules;
}

ObjectPlan Plan(std::string_view recorded, std::string_view desired, std::string_view live, ObjectRules rules = {}) {
  ObjectStates states{Object(desired), std::nullopt, Object(live)};
  if (!recorded.empty()) states.recorded = Object(recorded);
  rules.replacing = {"type"};
  return PlanObject(states, rules);
}

std::string Target(std::string_view recorded, std::string_view desired, std::string_view live,
                   StackDirection direction = StackDirection::kForward) {
  return json::Write(Plan(recorded, desired, live, Rules(OnDrift::kOverwrite, direction)).target);
}

TEST(ObjectState, WhereLiveIsNotWhatWasRecordedAsValues) {
  std::string shown;
  for (const auto& one : CompareStates(Object(R"({"a":"1","p":{"b/c":"x","on":"true"},"gone":"y","same":{}})"),
                                       Object(R"({"a":1,"p":{"b/c":"z","on":false,"more":1},"same":{"q":1}})"))) {
    shown += one.pointer + ": " + json::Write(*one.before) + " -> " + (one.after ? json::Write(*one.after) : "") + "\n";
  }
  EXPECT_EQ(shown, "/p/b~1c: \"x\" -> \"z\"\n/p/on: \"true\" -> false\n/gone: \"y\" -> \n");
}

TEST(ObjectState, MergesMemberByMember) {
  EXPECT_EQ(Target(R"({"p":{"a":1,"b":1}})", R"({"p":{"a":2}})", R"({"p":{"a":1,"b":1,"c":1},"other":1})"),
            R"({"p":{"a":2,"c":1},"other":1})");
  EXPECT_EQ(Target(R"({"notes":"x"})", "{}", R"({"notes":"x","name":"n"})"), R"({"name":"n"})");
  EXPECT_EQ(Target(R"({"p":{"a":1}})", "{}", R"({"p":{}})"), R"({"p":{}})") << "nothing to take out";
  EXPECT_EQ(Target("", R"({"p":[1,2]})", R"({"p":[1]})"), R"({"p":[1,2]})");
}

TEST(ObjectState, WhatIsLikeTheLiveValueIsEqual) {
  EXPECT_EQ(Plan("", R"({"p":{"a":"5","b":"true","c":"x"}})", R"({"p":{"a":5,"b":true,"c":"x","d":1}})").step,
            ObjectStep::kNothing);
  EXPECT_EQ(Plan("", R"({"p":{"a":"6"}})", R"({"p":{"a":5}})").step, ObjectStep::kWrite);
}

TEST(ObjectState, DriftIsWhatIsNeitherRecordedNorDesired) {
  const auto plan =
      Plan(R"({"p":{"a":1,"b":1,"c":1}})", R"({"p":{"a":2,"b":2,"c":2}})", R"({"p":{"a":9,"b":2,"c":1}})");
  EXPECT_EQ(plan.step, ObjectStep::kDrifted);
  ASSERT_EQ(plan.drift.size(), 1U);
  EXPECT_EQ(plan.drift[0].field, "p.a");
  EXPECT_EQ(plan.drift[0].before, "1");
  EXPECT_EQ(plan.drift[0].after, "9");
  EXPECT_EQ(Plan(R"({"a":1})", R"({"a":9})", R"({"a":9})").step, ObjectStep::kNothing) << "whoever wrote it";
  EXPECT_EQ(Plan(R"({"p":{"a":1}})", R"({"p":{"a":2}})", "{}").step, ObjectStep::kDrifted) << "it was taken out";
}

TEST(ObjectState, ARollbackKeepsEditsAndPutsBackTheRest) {
  EXPECT_EQ(Target(R"({"a":2,"b":2,"c":2})", R"({"a":1,"b":1,"c":1})", R"({"a":2,"b":9,"c":1})",
                   StackDirection::kRollingBack),
            R"({"a":1,"b":9,"c":1})");
  EXPECT_EQ(Plan("", R"({"a":1})", R"({"a":2})", Rules(OnDrift::kFail, StackDirection::kRollingBack)).step,
            ObjectStep::kNothing)
      << "what was refused wrote nothing";
}

TEST(ObjectState, OnlyWhatTheTemplateChangesReplaces) {
  EXPECT_EQ(Plan(R"({"type":"a"})", R"({"type":"b"})", R"({"type":"a"})").step, ObjectStep::kReplace);
  EXPECT_EQ(Plan(R"({"type":"a"})", R"({"type":"b"})", R"({"type":"b"})").step, ObjectStep::kNothing);
  EXPECT_EQ(Plan(R"({"type":"a"})", R"({"type":"a"})", R"({"type":"z"})", Rules(OnDrift::kOverwrite)).step,
            ObjectStep::kDrifted)
      << "what cannot be written back is drift";
  EXPECT_EQ(Plan(R"({"a":1})", R"({"a":2})", R"({"a":9})", Rules(OnDrift::kRecreate)).step, ObjectStep::kReplace);
}

TEST(ObjectState, TheWayFromOneToAnotherNamesEachMember) {
  std::string shown;
  for (const auto& one : CompareObjects(Object(R"({"a":1,"p":{"b":1,"same":1},"gone":{"c":"x"},"empty":{}})"),
                                        Object(R"({"a":"1","p":{"same":1.0,"new":{"d":true}}})"))) {
    shown += one.field + ": " + one.before + " -> " + one.after + "\n";
  }
  EXPECT_EQ(shown,
            "a: 1 -> \"1\"\np.b: 1 -> (none)\np.new.d: (none) -> true\ngone.c: \"x\" -> (none)\n"
            "empty: {} -> (none)\n");
}

TEST(ObjectState, NobodyIsShownACredential) {
  const json::Object before{{"properties", json::Object{{"apiKey", "one12345"}, {"url", "https://bot:one1@x.test/a"}}},
                            {"credentials", json::Object{{"loginToken", "6b1f7a52"}}}};
  const json::Object after{{"properties", json::Object{{"apiKey", "two12345"}, {"url", "https://bot:one1@x.test/b"}}},
                           {"credentials", json::Object{{"loginToken", "0d6e4a38"}}}};
  const auto differences = CompareObjects(before, after);
  EXPECT_EQ(definition::Describe(differences, 1'000),
            "properties.apiKey: \"*** (differs)\" -> \"*** (differs)\"; "
            "properties.url: \"https://bot:***@x.test/a\" -> \"https://bot:***@x.test/b\"; "
            "credentials.loginToken: \"6b1f7a52\" -> \"0d6e4a38\"");
}

TEST(ObjectState, AHiddenChangeIsWrittenAlthoughNothingDiffers) {
  ObjectRules hidden;
  hidden.hidden_change = true;
  EXPECT_EQ(Plan(R"({"a":1})", R"({"a":1})", R"({"a":1})", hidden).step, ObjectStep::kWrite);
  EXPECT_EQ(Plan(R"({"a":1})", R"({"a":1})", R"({"a":1})").step, ObjectStep::kNothing);
}

}  // namespace
}  // namespace genesys_cfn::provider
