// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/fault_file.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

std::string MistakeOf(std::string_view text) {
  const auto faults = ParseFaultFile(text, "f.yaml");
  return faults ? "none" : faults.error().message;
}

TEST(FaultFile, ReadsFaultsInOrder) {
  const auto faults = ParseFaultFile(
      "faults:\n"
      "  - name: lost answer\n    method: POST\n    path: /api/v2/integrations/actions\n    do: reset\n    effect: "
      "done\n"
      "  - {do: delay, delayMilliseconds: 20, times: all}\n",
      "f.yaml");
  ASSERT_TRUE(faults) << faults.error().message;
  ASSERT_EQ(faults->size(), 2U);
  EXPECT_EQ((*faults)[0].name, "lost answer");
  EXPECT_EQ((*faults)[0].effect, FaultEffect::kDone);
  EXPECT_EQ((*faults)[1].times, 0);
  EXPECT_TRUE(ParseFaultFile(R"({"faults":[]})", "f.json"));
}

TEST(FaultFile, NamesEveryMistakeWithItsPlace) {
  EXPECT_EQ(MistakeOf("faults:\n  - do: rest\n  - do: reset\n    effcet: done\n  - reset\n"),
            "f.yaml:2:5: do is unknown: it is one of status, delay, hang, reset, torn, expired-token, stale-read\n"
            "f.yaml:4:5: effcet is no part of a fault; did you mean effect?\n"
            "f.yaml:5:5: a fault is an object, not string");
  EXPECT_EQ(MistakeOf("faults:\n  - path: /a\n"),
            "f.yaml:2:5: do is required: it is one of status, delay, hang, reset, torn, expired-token, stale-read");
  EXPECT_EQ(MistakeOf("fault: []\n"), "f.yaml:1:1: the file must have `faults`, a list");
  EXPECT_EQ(MistakeOf("faults: []\nmore: 1\n"), "f.yaml:2:1: more is unknown: only faults is");
  EXPECT_EQ(MistakeOf("faults: [\n").substr(0, 7), "f.yaml:");
}

TEST(FaultFile, NamesAFileThatIsNotThere) {
  const auto faults = ReadFaultFile("/nowhere/f.yaml");
  ASSERT_FALSE(faults);
  EXPECT_EQ(faults.error().code, ErrorCode::kIo);
  EXPECT_EQ(faults.error().message, "the file /nowhere/f.yaml cannot be read");
}

}  // namespace
}  // namespace genesys_cfn::emulator
