// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/child_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "base/files.h"

namespace genesys_cfn::emulator {
namespace {

class ChildProcessTest : public testing::Test {
 protected:
  ChildProcessTest() {
    std::string path = testing::TempDir() + "child_process_XXXXXX";
    directory_ = mkdtemp(path.data());
  }
  ~ChildProcessTest() override {
    if (log_ >= 0) close(log_);
    std::filesystem::remove_all(directory_);
  }

  // A shell script as the child.
  Result<std::unique_ptr<ChildProcess>> StartScript(const std::string& text) {
    std::ofstream(directory_ / "script") << "#!/bin/sh\n" << text << "\n";
    std::filesystem::permissions(directory_ / "script", std::filesystem::perms::owner_all);
    return ChildProcess::Start(Specification("script"));
  }
  ChildSpecification Specification(const std::string& program) {
    if (log_ < 0) log_ = open((directory_ / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return {.program = directory_ / program,
            .environment = {"NAME=value"},
            .working_directory = directory_,
            .output = log_};
  }
  std::string Log() { return ReadFile(directory_ / "log").value(); }

  std::filesystem::path directory_;
  int log_ = -1;
};

TEST_F(ChildProcessTest, ReportsTheExitStatusAndKeepsBothOutputs) {
  auto child = StartScript("echo out; echo err >&2; exit 5");
  ASSERT_TRUE(child.has_value());
  const ChildExit exit = (*child)->Wait();
  EXPECT_FALSE(exit.signaled);
  EXPECT_EQ(exit.number, 5);
  EXPECT_EQ(Log(), "out\nerr\n");
}

TEST_F(ChildProcessTest, StandardInputIsEmptyAndTheWorkingDirectoryIsSet) {
  (*StartScript("cat; pwd -P; echo $NAME"))->Wait();
  EXPECT_EQ(Log(), std::filesystem::canonical(directory_).native() + "\nvalue\n");
}

TEST_F(ChildProcessTest, KillEndsAHungChild) {
  auto child = StartScript("kill -STOP $$");
  ASSERT_TRUE(child.has_value());
  (*child)->Kill();
  const ChildExit exit = (*child)->Wait();
  EXPECT_TRUE(exit.signaled);
  EXPECT_EQ(exit.number, SIGKILL);
  (*child)->Kill();
}

TEST_F(ChildProcessTest, TheDestructorLeavesNoZombie) {
  pid_t pid = 0;
  {
    auto child = StartScript("kill -STOP $$");
    ASSERT_TRUE(child.has_value());
    pid = (*child)->pid();
  }
  errno = 0;
  EXPECT_EQ(waitpid(pid, nullptr, 0), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(ChildProcessTest, TheChildDiesWithAHostThatIsKilled) {
  const std::filesystem::path fifo = directory_ / "fifo";
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  ASSERT_EQ(mkfifo((directory_ / "never").c_str(), 0600), 0);
  const pid_t host = fork();
  if (host == 0) {
    const auto child = StartScript("exec 9>fifo; read line <never");
    while (true) pause();
  }
  const int descriptor = open(fifo.c_str(), O_RDONLY | O_CLOEXEC);  // until the script has opened it, too
  ASSERT_GE(descriptor, 0);
  kill(host, SIGKILL);
  pollfd watched{.fd = descriptor, .events = 0, .revents = 0};
  EXPECT_EQ(poll(&watched, 1, 20'000), 1) << "the child still holds the FIFO open";
  close(descriptor);
  EXPECT_EQ(waitpid(host, nullptr, 0), host);
}

TEST_F(ChildProcessTest, AMissingProgramIsAnErrorNamingIt) {
  const auto child = ChildProcess::Start(Specification("missing"));
  ASSERT_FALSE(child.has_value());
  EXPECT_EQ(child.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(child.error().message, (directory_ / "missing").native() + ": No such file or directory");
  errno = 0;
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "the failed child is still there";
  EXPECT_EQ(errno, ECHILD);
}

TEST_F(ChildProcessTest, AnOutputThatIsNoneIsAnError) {
  ChildSpecification specification = Specification("script");
  specification.output = -1;
  const auto child = ChildProcess::Start(specification);
  ASSERT_FALSE(child.has_value());
  EXPECT_EQ(child.error().code, ErrorCode::kIo);
}

}  // namespace
}  // namespace genesys_cfn::emulator
