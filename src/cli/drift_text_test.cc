// SPDX-License-Identifier: Apache-2.0
#include "cli/drift_text.h"

#include <gtest/gtest.h>

#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

std::vector<StackDrift> Example() {
  ResourceDrift drifted;
  drifted.logical_id = "LookUp";
  drifted.physical_id = "custom_-_1";
  drifted.type = "Custom::GenesysDataAction";
  drifted.name = "Look up";
  drifted.state = DriftState::kDrifted;
  drifted.differences = {{"config.timeoutSeconds", "5", "9"}};
  drifted.notes = {"at template.yaml:3:3"};
  ResourceDrift gone;
  gone.logical_id = "Close";
  gone.physical_id = "2";
  gone.type = "Custom::GenesysIntegration";
  gone.state = DriftState::kGone;
  StackDrift stack{"demo", "arn:1", "UPDATE_COMPLETE", {drifted, gone}};
  return {stack, {"empty", "arn:2", "CREATE_COMPLETE", {}}};
}

TEST(DriftText, PeopleSeeEachFieldAndASummary) {
  std::string text;
  for (const ToneLine& line : DriftText(Example())) text += line.text + "\n";
  EXPECT_EQ(text,
            "Stack demo (UPDATE_COMPLETE)\n"
            "~  LookUp  drifted  \"Look up\"    custom_-_1\n"
            "     config.timeoutSeconds: 5 -> 9\n"
            "     at template.yaml:3:3\n"
            "-  Close   gone     integration  2\n"
            "\n"
            "Drift: 1 drifted, 1 gone (recorded -> live).\n");
}

TEST(DriftText, AfterARevertOnlyWhatWasOrIsOtherwiseIsShown) {
  std::vector<StackDrift> before = Example();
  ResourceDrift in_sync = before[0].resources[0];
  in_sync.logical_id = "Same";
  in_sync.state = DriftState::kInSync;
  in_sync.differences.clear();
  in_sync.notes.clear();
  before[0].resources.push_back(in_sync);
  std::vector<StackDrift> now = before;
  now[0].resources[0] = in_sync;
  now[0].resources[0].logical_id = "LookUp";
  std::string text;
  for (const ToneLine& line : RevertText(before, now)) text += line.text + "\n";
  EXPECT_EQ(text,
            "Stack demo\n"
            "=  LookUp  in sync  \"Look up\"    custom_-_1\n"
            "-  Close   gone     integration  2\n"
            "Drift: 1 gone, 2 in sync.\n");
}

TEST(DriftText, NothingToShowIsSaid) {
  EXPECT_EQ(DriftText({}).back().text, "Drift: no resources of Genesys Cloud.");
}

TEST(DriftText, ProgramsGetADocument) {
  EXPECT_EQ(
      json::Write(DriftDocument({Example()[0]})),
      R"({"drifted":true,"stacks":[{"stackName":"demo","stackId":"arn:1","status":"UPDATE_COMPLETE","resources":[)"
      R"({"logicalId":"LookUp","type":"Custom::GenesysDataAction","physicalId":"custom_-_1","name":"Look up","state":"drifted","differences":[)"
      R"({"field":"config.timeoutSeconds","recorded":"5","live":"9"}],"notes":["at template.yaml:3:3"]},)"
      R"({"logicalId":"Close","type":"Custom::GenesysIntegration","physicalId":"2","name":"","state":"gone","differences":[],"notes":[]}]}]})");
}

}  // namespace
}  // namespace genesys_cfn::cli
