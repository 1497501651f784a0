// SPDX-License-Identifier: Apache-2.0
#include "cli/state_lock.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace genesys_cfn::cli {
namespace {

class StateLockTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "state-lock-XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::filesystem::path directory_;
};

TEST_F(StateLockTest, TheSecondLearnsWhoTheFirstIs) {
  auto first = StateLock::Acquire(directory_, "local");
  ASSERT_TRUE(first);
  ASSERT_TRUE(std::holds_alternative<StateLock>(*first));
  ASSERT_TRUE(std::get<StateLock>(*first).Publish("http://127.0.0.1:1"));
  const auto second = StateLock::Acquire(directory_, "deploy");
  ASSERT_TRUE(second);
  ASSERT_TRUE(std::holds_alternative<LockHolder>(*second));
  EXPECT_EQ(std::get<LockHolder>(*second).command, "local");
  EXPECT_EQ(std::get<LockHolder>(*second).origin, "http://127.0.0.1:1");
  EXPECT_EQ(std::get<LockHolder>(*second).process, getpid());
}

TEST_F(StateLockTest, ReleasedWithItsObject) {
  { ASSERT_TRUE(StateLock::Acquire(directory_ / "new" / "deep", "deploy")); }
  const auto again = StateLock::Acquire(directory_ / "new" / "deep", "deploy");
  ASSERT_TRUE(again);
  EXPECT_TRUE(std::holds_alternative<StateLock>(*again));
}

TEST_F(StateLockTest, ADirectoryThatCannotBeMadeIsNamed) {
  const auto lock = StateLock::Acquire("/proc/no-such-place", "deploy");
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().message.find("/proc/no-such-place"), std::string::npos);
  EXPECT_NE(lock.error().message.find("--state-dir"), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::cli
