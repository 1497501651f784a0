// SPDX-License-Identifier: Apache-2.0
// One child process that cannot outlive its owner: killed and reaped by the destructor, and killed by the kernel when
// the thread that started it ends (PR_SET_PDEATHSIG), so it dies with its host even after kill -9. What it has started
// itself ends with it, but not with a host that is killed.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace genesys_cfn::emulator {

struct ChildSpecification {
  std::filesystem::path program;
  std::vector<std::string> arguments = {};  // after the program's own name
  std::vector<std::string> environment;     // "NAME=value"; the child has these variables and no others
  std::filesystem::path working_directory;
  int output = -1;  // descriptor for standard output and error; the caller keeps it
  // What the process may allocate, its stacks and writable mappings included; 0: no limit. Allocations fail beyond it.
  uint64_t data_bytes = 0;
  // Of `environment`, and together in that of no other process: what the child starts is known by them when it has left
  // the child's group (descendants.h). Empty: only the group ends with the child.
  std::vector<std::string> marks = {};
};

struct ChildExit {
  bool signaled = false;
  int number = 0;  // exit status, or the signal
};

class ChildProcess {
 public:
  // Must be called on a thread that lives as long as the child may. The child leads its own process group, has
  // an empty standard input, and inherits no file descriptor, signal mask or signal disposition. kInvalidInput when
  // the program cannot be executed, kIo for anything else.
  static Result<std::unique_ptr<ChildProcess>> Start(const ChildSpecification& specification);

  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  // SIGKILL to the child and to what it has started. Harmless when the child has ended. Safe to call from any thread.
  void Kill();
  // Blocks until the child has ended, kills what it has left behind, and reaps it. To be called once at a time.
  ChildExit Wait();
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  ChildProcess(pid_t pid, std::vector<std::string> marks) : pid_(pid), marks_(std::move(marks)) {}
  void KillLeftBehind() const;

  const pid_t pid_;
  const std::vector<std::string> marks_;
  std::mutex mutex_;  // a process id may be signalled only until it is reaped
  bool reaped_ = false;
  ChildExit exit_;
};

}  // namespace genesys_cfn::emulator
