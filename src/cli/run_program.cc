// SPDX-License-Identifier: Apache-2.0
#include "cli/run_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/text.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kMaxOutput = size_t{1} << 20;

Error Failed(std::string_view what) {
  return {ErrorCode::kIo, Concat(what, ": ", std::strerror(errno))};
}

Result<pid_t> Start(const std::string& command, int output) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  const std::array<const char*, 4> arguments = {"sh", "-c", command.c_str(), nullptr};
  pid_t process = 0;
  errno = posix_spawn(&process, "/bin/sh", &files, &attributes, const_cast<char* const*>(arguments.data()), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (errno != 0) return Failed("cannot start /bin/sh");
  return process;
}

std::string ReadAll(int input) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (true) {
    const ssize_t count = read(input, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    // What is too much is still read: the program must not wait for ever.
    if (text.size() < kMaxOutput) text.append(buffer.data(), static_cast<size_t>(count));
  }
}

}  // namespace

Result<std::string> RunProgram(const std::string& command) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return Failed("cannot make a pipe");
  const auto process = Start(command, ends[1]);
  close(ends[1]);
  std::string text = process ? ReadAll(ends[0]) : std::string();
  close(ends[0]);
  if (!process) return process.error();
  int status = 0;
  while (waitpid(*process, &status, 0) < 0) {
    if (errno != EINTR) return Failed("cannot wait for the program");
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  return Error{ErrorCode::kIo, WIFEXITED(status) ? Concat("it ended with exit code ", WEXITSTATUS(status))
                                                 : Concat("it was ended by signal ", WTERMSIG(status))};
}

}  // namespace genesys_cfn::cli
