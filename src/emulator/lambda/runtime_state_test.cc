// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/runtime_state.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

using Phase = RuntimeState::Phase;

RuntimeState Running() {
  RuntimeState state;
  EXPECT_EQ(state.Next(), RuntimeVerdict::kAccepted);
  state.Deliver("id-1");
  return state;
}

TEST(RuntimeState, ARuntimeAsksAnswersAndAsksAgain) {
  RuntimeState state = Running();
  EXPECT_EQ(state.Answer("id-1"), RuntimeVerdict::kAccepted);
  EXPECT_EQ(state.phase(), Phase::kAnswered);
  EXPECT_EQ(state.Next(), RuntimeVerdict::kAccepted);
  EXPECT_EQ(state.phase(), Phase::kReady);
  state.Deliver("id-2");
  EXPECT_EQ(state.Answer("id-2"), RuntimeVerdict::kAccepted);
}

TEST(RuntimeState, ASecondAnswerIsAnInvalidTransition) {
  RuntimeState state = Running();
  EXPECT_EQ(state.Answer("id-1"), RuntimeVerdict::kAccepted);
  EXPECT_EQ(state.Answer("id-1"), RuntimeVerdict::kInvalidStateTransition);
}

TEST(RuntimeState, AnAnswerToAnotherInvocationIsAnInvalidRequestId) {
  RuntimeState state = Running();
  EXPECT_EQ(state.Answer("id-0"), RuntimeVerdict::kInvalidRequestId);
  EXPECT_EQ(state.Answer(""), RuntimeVerdict::kInvalidRequestId);
  EXPECT_EQ(state.phase(), Phase::kRunning);
}

TEST(RuntimeState, AnAnswerBeforeAnyInvocationIsAnInvalidRequestId) {
  RuntimeState state;
  EXPECT_EQ(state.Answer(""), RuntimeVerdict::kInvalidRequestId);
  EXPECT_EQ(state.Next(), RuntimeVerdict::kAccepted);
  EXPECT_EQ(state.Answer("id-1"), RuntimeVerdict::kInvalidRequestId);
}

TEST(RuntimeState, AskingAgainWhileRunningKeepsTheInvocation) {
  RuntimeState state = Running();
  EXPECT_EQ(state.Next(), RuntimeVerdict::kAccepted);
  EXPECT_EQ(state.phase(), Phase::kRunning);
  EXPECT_EQ(state.Answer("id-1"), RuntimeVerdict::kAccepted);
}

TEST(RuntimeState, AnInitErrorIsAllowedOnlyBeforeTheFirstNextAndOnlyOnce) {
  RuntimeState state;
  EXPECT_EQ(state.InitError(), RuntimeVerdict::kAccepted);
  EXPECT_EQ(state.InitError(), RuntimeVerdict::kInvalidStateTransition);
  EXPECT_EQ(state.Next(), RuntimeVerdict::kInvalidStateTransition);
  EXPECT_EQ(state.name(), "InitError");
  EXPECT_EQ(Running().InitError(), RuntimeVerdict::kInvalidStateTransition);
}

TEST(RuntimeState, NothingIsAcceptedAfterTheEnd) {
  RuntimeState state = Running();
  state.End();
  EXPECT_EQ(state.Next(), RuntimeVerdict::kStopping);
  EXPECT_EQ(state.Answer("id-1"), RuntimeVerdict::kStopping);
  EXPECT_EQ(state.InitError(), RuntimeVerdict::kStopping);
}

}  // namespace
}  // namespace genesys_cfn::emulator
