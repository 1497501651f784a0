// SPDX-License-Identifier: Apache-2.0
#include "cli/state_lock.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "base/text.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::cli {
namespace {

bool WriteFileInPlace(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text;
  return file.good();
}

class StateLockTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "state-lock-XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }
  std::filesystem::path directory_;
  FakeClock clock_{FromEpochMilliseconds(0)};
};

TEST_F(StateLockTest, TheSecondLearnsWhoTheFirstIs) {
  auto first = StateLock::Acquire(directory_, "local", clock_);
  ASSERT_TRUE(first);
  ASSERT_TRUE(std::holds_alternative<StateLock>(*first));
  ASSERT_TRUE(std::get<StateLock>(*first).Publish("http://127.0.0.1:1"));
  const auto second = StateLock::Acquire(directory_, "deploy", clock_);
  ASSERT_TRUE(second);
  ASSERT_TRUE(std::holds_alternative<LockHolder>(*second));
  EXPECT_EQ(std::get<LockHolder>(*second).command, "local");
  EXPECT_EQ(std::get<LockHolder>(*second).origin, "http://127.0.0.1:1");
  EXPECT_EQ(std::get<LockHolder>(*second).process, getpid());
}

TEST_F(StateLockTest, ReleasedWithItsObject) {
  { ASSERT_TRUE(StateLock::Acquire(directory_ / "new" / "deep", "deploy", clock_)); }
  const auto again = StateLock::Acquire(directory_ / "new" / "deep", "deploy", clock_);
  ASSERT_TRUE(again);
  EXPECT_TRUE(std::holds_alternative<StateLock>(*again));
}

// A child between fork and exec still has the lock of a process that was killed.
TEST_F(StateLockTest, AHolderThatIsDeadIsWaitedFor) {
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  waitpid(gone, nullptr, 0);
  auto first = StateLock::Acquire(directory_, "deploy", clock_);
  ASSERT_TRUE(first && std::holds_alternative<StateLock>(*first));
  ASSERT_TRUE(WriteFileInPlace(directory_ / "local.lock", Concat(R"({"process":)", gone, R"(,"command":"deploy"})")));
  const auto second = StateLock::Acquire(directory_, "status", clock_);
  ASSERT_TRUE(second && std::holds_alternative<LockHolder>(*second));
  EXPECT_EQ(clock_.sleeps().size(), 100U) << "asked again before it gave up";
}

TEST_F(StateLockTest, ADirectoryThatCannotBeMadeIsNamed) {
  const auto lock = StateLock::Acquire("/proc/no-such-place", "deploy", clock_);
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().message.find("/proc/no-such-place"), std::string::npos);
  EXPECT_NE(lock.error().message.find("--state-dir"), std::string::npos);
}

}  // namespace
}  // namespace genesys_cfn::cli
