// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace genesys_cfn::cli {
namespace {

using ::testing::HasSubstr;

std::string Why(const std::string& status) {
  aws::Stack stack;
  stack.name = "demo";
  stack.status = status;
  const auto why = WhyNoUpdate(stack, "genesys-cfn --target aws");
  return why ? why->message : std::string();
}

TEST(StackState, ARestingStackCanBeUpdated) {
  for (const char* status : {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS",
                             "IMPORT_COMPLETE", "CREATE_FAILED", "UPDATE_FAILED"}) {
    EXPECT_EQ(Why(status), "") << status;
  }
}

TEST(StackState, WhatHelpsIsNamed) {
  EXPECT_EQ(Why("ROLLBACK_COMPLETE"),
            "the stack demo is in ROLLBACK_COMPLETE: its creation failed, and such a stack can only be deleted. Run "
            "genesys-cfn --target aws delete demo and deploy again.");
  EXPECT_THAT(Why("DELETE_FAILED"), HasSubstr("genesys-cfn --target aws delete demo"));
  EXPECT_THAT(Why("ROLLBACK_FAILED"), HasSubstr("genesys-cfn --target aws events demo"));
  EXPECT_THAT(Why("UPDATE_ROLLBACK_FAILED"),
              HasSubstr("aws cloudformation continue-update-rollback --stack-name demo"));
  for (const char* status : {"UPDATE_IN_PROGRESS", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "DELETE_IN_PROGRESS"}) {
    EXPECT_THAT(Why(status), HasSubstr("wait for it to end")) << status;
  }
}

TEST(StackState, AProtectedStackSaysHowToUnprotectIt) {
  const Error error = WithDeletionRemedy(
      {ErrorCode::kInvalidInput, "Stack [demo] cannot be deleted while TerminationProtection is enabled"}, "demo");
  EXPECT_THAT(error.message, HasSubstr("--no-enable-termination-protection --stack-name demo"));
  EXPECT_EQ(WithDeletionRemedy({ErrorCode::kInvalidInput, "x"}, "demo").message, "x");
}

}  // namespace
}  // namespace genesys_cfn::cli
