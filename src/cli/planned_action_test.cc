// SPDX-License-Identifier: Apache-2.0
#include "cli/planned_action.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::cli {
namespace {

// Everything equal: a function action as it is live, recorded and wanted.
UpdateFacts Facts() {
  UpdateFacts facts;
  facts.wanted.action.name = "Score";
  facts.wanted.action.config = *json::Parse(R"({"request":{"requestType":"POST"},"response":{}})")->AsObject();
  facts.wanted.action.contract =
      *json::Parse(R"({"input":{"inputSchema":{"type":"object"}},"output":{"successSchema":{"type":"object"}}})")
           ->AsObject();
  facts.wanted.integration_id = facts.wanted_integration_id = "i-1";
  facts.wanted.function = provider::FunctionProperties{
      {"bucket", "score.zip", "v1"}, std::string("d1"), {"src/index.handler", "nodejs22.x", "", 15}};
  facts.recorded = {provider::OldProperties::State::kKnown, facts.wanted};
  facts.wanted_function = facts.live_function = {facts.wanted.function->settings, std::string("d1")};
  facts.live.emplace();
  facts.live->action = *json::Parse(
      R"({"name":"Score","integrationId":"i-1","secure":false,"contract":{"input":{"inputSchema":{"type":"object"}},
          "output":{"successSchema":{"type":"object"}}},"config":{"request":{"requestType":"POST"},"response":{}}})");
  return facts;
}

PlannedResource Plan(const UpdateFacts& facts) {
  PlannedResource planned;
  const auto done = PlanDataActionUpdate(facts, planned);
  EXPECT_TRUE(done) << done.error().message;
  return planned;
}

std::string Fields(const PlannedResource& planned) {
  std::string text;
  for (const auto& one : planned.differences) text += one.field + ": " + one.before + " -> " + one.after + "\n";
  return text;
}

TEST(PlannedAction, AFunctionAsItIsLiveIsNoChange) {
  const auto planned = Plan(Facts());
  EXPECT_EQ(planned.effect, Effect::kNoChange) << Fields(planned);
}

TEST(PlannedAction, EachSettingOfAFunctionIsNamed) {
  UpdateFacts facts = Facts();
  facts.wanted_function->settings = {"src/other.handler", "nodejs20.x", "Scores", 5};
  facts.wanted_function->digest = "d2";
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned),
            "function.handler: \"src/index.handler\" -> \"src/other.handler\"\n"
            "function.runtime: \"nodejs22.x\" -> \"nodejs20.x\"\n"
            "function.description: \"\" -> \"Scores\"\n"
            "function.timeoutSeconds: \"15\" -> \"5\"\n"
            "function.package: \"d1\" -> \"d2\"\n");
}

TEST(PlannedAction, AnotherAddressOfTheSamePackageIsNoChange) {
  UpdateFacts facts = Facts();
  facts.wanted.function->zip.version_id = "v2";
  facts.wanted.function->digest.reset();
  EXPECT_EQ(Plan(facts).effect, Effect::kNoChange);
}

TEST(PlannedAction, OfAPackageThatIsNotKnownTheAddressIsCompared) {
  UpdateFacts facts = Facts();
  facts.wanted.function->zip.version_id = "v2";
  facts.wanted.function->digest.reset();
  facts.wanted_function->digest.reset();
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned),
            "function.package: s3://bucket/score.zip?versionId=v1 -> s3://bucket/score.zip?versionId=v2\n");
}

TEST(PlannedAction, AFunctionThatSomebodyChangedIsDrift) {
  UpdateFacts facts = Facts();
  facts.live_function->settings.timeout_seconds = 3;
  facts.wanted_function->settings.description = "Scores";
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kDrifted);
  EXPECT_EQ(Fields(planned), "function.timeoutSeconds: \"15\" -> \"3\"\n");
}

TEST(PlannedAction, WithoutTheLiveOneTheRecordSaysWhatChanges) {
  UpdateFacts facts = Facts();
  facts.values_are_complete = false;
  facts.wanted.function->digest = "d2";
  EXPECT_EQ(Fields(Plan(facts)), "function.package: \"d1\" -> \"d2\"\n");
  facts.recorded.properties->function.reset();
  EXPECT_EQ(Fields(Plan(facts)), "function: (none) -> nodejs22.x, s3://bucket/score.zip?versionId=v1\n");
}

TEST(PlannedAction, AFunctionThatMayNotBeReadIsComparedWithTheRecord) {
  UpdateFacts facts = Facts();
  facts.live_function.reset();
  EXPECT_EQ(Plan(facts).effect, Effect::kNoChange);
  facts.wanted.function->settings.timeout_seconds = facts.wanted_function->settings.timeout_seconds = 5;
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kUpdate);
  EXPECT_EQ(Fields(planned), "function.timeoutSeconds: \"15\" -> \"5\"\n");
}

TEST(PlannedAction, AnActionOnAReplacedIntegrationIsReplaced) {
  UpdateFacts facts = Facts();
  facts.wanted.integration_id = facts.wanted_integration_id = "(the new id of Functions)";
  const auto planned = Plan(facts);
  EXPECT_EQ(planned.effect, Effect::kReplace);
  EXPECT_NE(planned.notes[0].find("another integration"), std::string::npos);
}

// As Facts, to be adopted.
UpdateFacts AdoptionFacts() {
  UpdateFacts facts = Facts();
  facts.wanted.adopt_action_id = "a-1";
  facts.recorded = {};
  return facts;
}

PlannedResource PlanAdoption(const UpdateFacts& facts) {
  PlannedResource planned;
  EXPECT_TRUE(PlanDataActionAdoption(facts, planned));
  return planned;
}

TEST(PlannedAdoption, WhatIsEqualIsTakenAsItIs) {
  const auto planned = PlanAdoption(AdoptionFacts());
  EXPECT_EQ(planned.effect, Effect::kAdopt);
  EXPECT_EQ(Fields(planned), "");
  EXPECT_TRUE(planned.notes.empty());
}

TEST(PlannedAdoption, WhatIsNotThereIsRefusedAlsoWithOpenValues) {
  UpdateFacts facts = AdoptionFacts();
  facts.live.reset();
  facts.values_are_complete = false;
  const auto planned = PlanAdoption(facts);
  EXPECT_EQ(planned.effect, Effect::kRefused);
  EXPECT_EQ(planned.notes, std::vector<std::string>{provider::NoActionToAdopt("a-1").message});
}

TEST(PlannedAdoption, OpenValuesAreNotCompared) {
  UpdateFacts facts = AdoptionFacts();
  facts.values_are_complete = false;
  facts.wanted_integration_id = "i-2";
  const auto planned = PlanAdoption(facts);
  EXPECT_EQ(planned.effect, Effect::kAdopt);
  EXPECT_NE(planned.notes.at(0).find("not compared with the live action"), std::string::npos);
}

TEST(PlannedAdoption, WhatThePatchWritesIsShown) {
  UpdateFacts facts = AdoptionFacts();
  facts.live->action.AsObject()->Set("name", "By hand");
  facts.live->action.AsObject()->Set(
      "config", *json::Parse(R"({"request":{"requestType":"POST","headers":{"X-Key":"canary"}},"response":{}})"));
  facts.wanted_function->settings.timeout_seconds = 5;
  const auto planned = PlanAdoption(facts);
  EXPECT_EQ(planned.effect, Effect::kAdopt);
  EXPECT_EQ(Fields(planned),
            "name: \"By hand\" -> \"Score\"\n"
            "config.request.headers.X-Key: *** -> (none)\n"
            "function.timeoutSeconds: \"15\" -> \"5\"\n");
}

TEST(PlannedAdoption, APackageOfSomebodyElseIsReplaced) {
  UpdateFacts facts = AdoptionFacts();
  facts.live_function->digest.reset();
  EXPECT_EQ(Fields(PlanAdoption(facts)), "function.package: (not known) -> s3://bucket/score.zip?versionId=v1\n");
}

TEST(PlannedAdoption, AnotherIntegrationIsRefused) {
  UpdateFacts facts = AdoptionFacts();
  facts.wanted_integration_id = "i-2";
  const auto planned = PlanAdoption(facts);
  EXPECT_EQ(planned.effect, Effect::kRefused);
  EXPECT_NE(planned.notes.at(0).find("a-1 cannot be adopted: it differs from the properties in integration,"),
            std::string::npos);
}

TEST(PlannedAdoption, WithoutAdoptActionIdANewActionIsMade) {
  UpdateFacts facts = Facts();
  facts.recorded.properties->adopt_action_id = "a-1";
  PlannedResource planned;
  planned.physical_id = "a-1";
  ASSERT_TRUE(PlanDataActionUpdate(facts, planned));
  EXPECT_EQ(planned.effect, Effect::kReplace);
  EXPECT_NE(planned.notes.at(0).find("AdoptActionId was removed"), std::string::npos);
  facts.live.reset();
  ASSERT_TRUE(PlanDataActionUpdate(facts, planned));
  EXPECT_EQ(planned.effect, Effect::kCreate);
}

TEST(PlannedAction, TheGateIsNamedWhereSomethingGoesLive) {
  provider::DataActionProperties wanted;
  wanted.publish = provider::Publishing::kValidated;
  wanted.tests.resize(1);
  PlannedResource planned;
  planned.effect = Effect::kNoChange;
  ExplainGate(wanted, planned);
  EXPECT_TRUE(planned.notes.empty());
  planned.effect = Effect::kUpdate;
  ExplainGate(wanted, planned);
  EXPECT_EQ(planned.notes,
            std::vector<std::string>{"goes live by a draft that the platform validates, and 1 test runs on"});
  wanted.publish = provider::Publishing::kDirect;
  planned.notes.clear();
  ExplainGate(wanted, planned);
  EXPECT_TRUE(planned.notes.empty());
}

}  // namespace
}  // namespace genesys_cfn::cli
