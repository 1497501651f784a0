// SPDX-License-Identifier: Apache-2.0
#include "cli/plan_text.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

Plan Example() {
  PlannedResource update;
  update.logical_id = "LookUp";
  update.type = "Custom::GenesysDataAction";
  update.physical_id = "custom_-_1";
  update.name = "Look up";
  update.effect = Effect::kUpdate;
  update.differences = {{"config.request.requestUrlTemplate", "\"/a|b\"", "\"/`c\""}};
  PlannedResource deletion;
  deletion.logical_id = "Close";
  deletion.type = "Custom::GenesysDataAction";
  deletion.physical_id = "custom_-_2";
  deletion.effect = Effect::kDelete;
  deletion.flows = {"Main menu (INBOUNDCALLFLOW)"};
  return {"demo", "update", {update, deletion}, {}, false};
}

std::string Joined(const std::vector<ToneLine>& lines) {
  std::string text;
  for (const ToneLine& line : lines) text += line.text + "\n";
  return text;
}

TEST(PlanText, PeopleSeeEachChangeAndASummary) {
  EXPECT_EQ(Joined(PlanText(Example())),
            "~   LookUp  Custom::GenesysDataAction  update  \"Look up\"  custom_-_1\n"
            "      config.request.requestUrlTemplate: \"/a|b\" -> \"/`c\"\n"
            "-   Close   Custom::GenesysDataAction  delete             custom_-_2\n"
            "      used by published flows: Main menu (INBOUNDCALLFLOW)\n"
            "\n"
            "Stack demo (update): 1 to update, 1 to delete.\n");
  EXPECT_EQ(PlanText(Example())[0].tone, Tone::kChanged);
  EXPECT_EQ(PlanText(Example())[2].tone, Tone::kRemoved);
}

TEST(PlanText, AnAdoptionThatDeletesLooksLikeAReplacement) {
  Plan plan = Example();
  plan.resources[0].effect = Effect::kAdopt;
  EXPECT_TRUE(PlanText(plan)[0].text.starts_with("+ "));
  plan.resources[0].former = Former::kDeleted;
  EXPECT_TRUE(PlanText(plan)[0].text.starts_with("-/+ LookUp  Custom::GenesysDataAction  adopt"));
  EXPECT_EQ(PlanText(plan)[0].tone, Tone::kRemoved);
}

TEST(PlanText, OutputsAndTagsAloneAreAChangeToo) {
  Plan plan{"demo", "update", {}, {}, true};
  EXPECT_TRUE(plan.HasChanges());
  EXPECT_EQ(Joined(PlanText(plan)), "Stack demo (update): only outputs or tags of the stack change.\n");
}

TEST(PlanText, WarningsComeFirst) {
  Plan plan = Example();
  plan.warnings = {"is it the right stack?"};
  EXPECT_EQ(PlanText(plan)[0].text, "warning: is it the right stack?");
  EXPECT_NE(PlanMarkdown(plan).find("\n\n**Warning:** is it the right stack?\n\n|"), std::string::npos);
}

TEST(PlanText, NothingInAValueEndsTheTableOfMarkdown) {
  EXPECT_EQ(
      PlanMarkdown(Example()),
      "### Plan for the stack `demo` (update)\n"
      "\n"
      "1 to update, 1 to delete\n"
      "\n"
      "| | resource | in Genesys Cloud | details |\n"
      "| --- | --- | --- | --- |\n"
      "| `~` | `LookUp` Custom::GenesysDataAction | update `Look up` | `config.request.requestUrlTemplate: \"/a\\|b\" "
      "-> \"/'c\"` |\n"
      "| `-` | `Close` Custom::GenesysDataAction | delete | `used by published flows: Main menu "
      "(INBOUNDCALLFLOW)` |\n");
}

TEST(PlanText, ProgramsSeeWhetherThereAreChanges) {
  Plan plan = Example();
  EXPECT_TRUE(plan.HasChanges());
  EXPECT_FALSE(plan.WouldFail());
  plan.resources = {plan.resources[0]};
  plan.resources[0].effect = Effect::kNoChange;
  EXPECT_FALSE(plan.HasChanges());
  plan.resources[0].effect = Effect::kDrifted;
  EXPECT_TRUE(plan.WouldFail());
  EXPECT_NE(json::Write(PlanDocument(plan)).find("\"effect\":\"drifted\""), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::cli
