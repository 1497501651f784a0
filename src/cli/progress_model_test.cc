// SPDX-License-Identifier: Apache-2.0
#include "cli/progress_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr SteadyTime kStart{Milliseconds(1'000'000)};
constexpr std::string_view kType = "Custom::GenesysDataAction";

SteadyTime At(int64_t milliseconds) {
  return kStart + Milliseconds(milliseconds);
}

aws::StackEvent Event(std::string_view id, std::string_view status, int64_t milliseconds,
                      std::string_view reason = "") {
  const bool is_stack = id == "demo";
  return {"e",
          "demo",
          std::string(id),
          "physical",
          std::string(is_stack ? "AWS::CloudFormation::Stack" : kType),
          FormatIso8601(FromEpochMilliseconds(1'767'323'045'000 + milliseconds)),
          std::string(status),
          std::string(reason)};
}

class ProgressModelTest : public ::testing::Test {
 protected:
  std::vector<std::string> Take(const aws::StackEvent& event, int64_t milliseconds = 0) {
    return Texts(model_.Take(event, At(milliseconds), {80, 24}));
  }
  std::vector<std::string> Live(int64_t milliseconds, TerminalSize size = {80, 24}) {
    return Texts(model_.Live(At(milliseconds), size));
  }
  static std::vector<std::string> Texts(const std::vector<ToneLine>& lines) {
    std::vector<std::string> texts;
    for (const ToneLine& line : lines) texts.push_back(line.text);
    return texts;
  }
  ProgressModel model_{"demo", kStart};
};

TEST_F(ProgressModelTest, AResourceIsALineThatMovesAndThenOneThatStays) {
  EXPECT_THAT(Live(0), ElementsAre("Stack demo: waiting, 0 done, 0 s"));
  EXPECT_THAT(Take(Event("demo", "CREATE_IN_PROGRESS", 0, "User Initiated")), IsEmpty());
  EXPECT_THAT(Take(Event("LookupCase", "CREATE_IN_PROGRESS", 100), 200), IsEmpty());
  EXPECT_THAT(Take(Event("LookupCase", "CREATE_IN_PROGRESS", 900, "Resource creation Initiated"), 1'000), IsEmpty());
  EXPECT_THAT(Live(3'500), ElementsAre("  creating      LookupCase                3 s",
                                       "Stack demo: creating, 0 done, 1 in progress, 3 s"));
  EXPECT_THAT(Take(Event("LookupCase", "CREATE_COMPLETE", 4'350)),
              ElementsAre("  created       LookupCase                4.2 s"));
  EXPECT_THAT(Live(65'000), ElementsAre("Stack demo: creating, 1 done, 1 min 5 s"));
  EXPECT_THAT(Take(Event("demo", "CREATE_COMPLETE", 4'400)), IsEmpty());
  EXPECT_EQ(model_.Summary(At(4'410)).text, "Stack demo: CREATE_COMPLETE, 1 done, 4.4 s");
}

TEST_F(ProgressModelTest, AFailureHasItsReasonAndCancelledOnesAreCounted) {
  for (const char* id : {"A", "B", "C"}) Take(Event(id, "CREATE_IN_PROGRESS", 0));
  const auto failed = model_.Take(Event("B", "CREATE_FAILED", 500, "no permission"), At(0), {16, 24});
  EXPECT_THAT(Texts(failed), ElementsAre("  failed        B                         0.5 s", "    no permiss…"));
  EXPECT_EQ(failed[0].tone, Tone::kRemoved);
  EXPECT_THAT(Take(Event("A", "CREATE_FAILED", 600, "Resource creation cancelled")), IsEmpty());
  EXPECT_THAT(Take(Event("C", "CREATE_FAILED", 600, "Resource creation cancelled")), IsEmpty());
  EXPECT_THAT(Take(Event("demo", "ROLLBACK_IN_PROGRESS", 700, "The following resource(s) failed to create: [B].")),
              ElementsAre("  rolling back"));
  EXPECT_THAT(Live(1'000), ElementsAre("Stack demo: rolling back, 0 done, 1 failed, 2 cancelled, 1 s"));
}

TEST_F(ProgressModelTest, TheSameResourceMayBeWorkedOnAgain) {
  Take(Event("A", "UPDATE_IN_PROGRESS", 0));
  Take(Event("A", "UPDATE_IN_PROGRESS", 10,
             "Requested update requires the creation of a new physical resource; hence creating one."));
  EXPECT_EQ(Live(0)[0], "  replacing     A                         0 s");
  EXPECT_THAT(Take(Event("A", "UPDATE_COMPLETE", 1'000)),
              ElementsAre("  updated       A                         1.0 s"));
  Take(Event("A", "DELETE_IN_PROGRESS", 2'000));
  EXPECT_THAT(Take(Event("A", "DELETE_COMPLETE", 2'300)),
              ElementsAre("  deleted       A                         0.3 s"));
  EXPECT_THAT(Take(Event("B", "DELETE_SKIPPED", 2'300)), ElementsAre("  kept          B                         "));
}

TEST_F(ProgressModelTest, WhatTheCleanUpCannotDeleteIsCountedOnceAndIsNoFailure) {
  Take(Event("A", "UPDATE_COMPLETE", 0));
  Take(Event("demo", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", 0));
  for (const char* reason : {"flows use it", "attempt 2 of 3: for the same reason"}) {
    Take(Event("A", "DELETE_IN_PROGRESS", 1'000));
    EXPECT_THAT(Take(Event("A", "DELETE_FAILED", 1'500, reason)),
                ElementsAre("  not deleted   A                         0.5 s", std::string("    ") + reason));
  }
  EXPECT_THAT(Live(2'000), ElementsAre("Stack demo: updating, 1 done, 1 not deleted, 2 s"));
  Take(Event("A", "DELETE_COMPLETE", 3'000));
  EXPECT_THAT(Live(3'000), ElementsAre("Stack demo: updating, 2 done, 3 s"));
}

TEST_F(ProgressModelTest, ATerminalIsNeverOverfilled) {
  for (int i = 0; i < 30; ++i) Take(Event(Concat("Resource", i), "CREATE_IN_PROGRESS", 0));
  EXPECT_THAT(Live(0, {80, 6}), ElementsAre("  creating      Resource0                 0 s",
                                            "  creating      Resource1                 0 s",
                                            "  creating      Resource2                 0 s", "  and 27 more",
                                            "Stack demo: waiting, 0 done, 30 in progress, 0 s"));
  EXPECT_EQ(Live(0, {80, 33}).size(), 31U);
  EXPECT_EQ(Live(0, {80, 32}).size(), 31U);
  EXPECT_EQ(Live(0, {80, 31}).size(), 30U);
  for (const std::string& line : Live(0, {20, 1})) EXPECT_LE(line.size(), 21U) << line;
  EXPECT_EQ(Live(0, {20, 3}).back(), "Stack demo: waitin…");
}

TEST(FitColumns, CountsCharacters) {
  EXPECT_EQ(FitColumns("abc", 3), "abc");
  EXPECT_EQ(FitColumns("abcd", 3), "ab…");
  EXPECT_EQ(FitColumns("\xC3\xA9\xC3\xA9\xC3\xA9", 3), "\xC3\xA9\xC3\xA9\xC3\xA9");
  EXPECT_EQ(FitColumns("\xC3\xA9\xC3\xA9\xC3\xA9", 2), "\xC3\xA9…");
  EXPECT_EQ(FitColumns("a\tb", 9), "a\\x09b");
  EXPECT_EQ(FitColumns("abc", 0), "");
}

TEST(ElapsedText, IsShort) {
  EXPECT_EQ(ElapsedText(Milliseconds(-5)), "0.0 s");
  EXPECT_EQ(ElapsedText(Milliseconds(9'990)), "9.9 s");
  EXPECT_EQ(ElapsedText(Milliseconds(59'999)), "59 s");
  EXPECT_EQ(ElapsedText(Milliseconds(185'000)), "3 min 5 s");
}

}  // namespace
}  // namespace genesys_cfn::cli
