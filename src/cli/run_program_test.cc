// SPDX-License-Identifier: Apache-2.0
#include "cli/run_program.h"

#include <gtest/gtest.h>

#include <csignal>

namespace genesys_cfn::cli {
namespace {

TEST(RunProgram, GivesWhatItWrote) {
  const auto text = RunProgram("printf 'a %s' \"b c\"");
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(*text, "a b c");
}

TEST(RunProgram, AFailureHasItsReason) {
  EXPECT_EQ(RunProgram("exit 3").error().message, "it ended with exit code 3");
  EXPECT_EQ(RunProgram("kill -9 $$").error().message, "it was ended by signal 9");
  EXPECT_FALSE(RunProgram("/does/not/exist 2>&-"));
}

TEST(RunProgram, HearsTheSignalsThatAreBlockedHere) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  EXPECT_EQ(RunProgram("kill -TERM $$; echo alive").error().message, "it was ended by signal 15");
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(RunProgram, MuchOutputIsCutAndDoesNotBlock) {
  const auto text = RunProgram("head -c 3000000 /dev/zero");
  ASSERT_TRUE(text);
  EXPECT_LT(text->size(), size_t{2} << 20);
}

}  // namespace
}  // namespace genesys_cfn::cli
