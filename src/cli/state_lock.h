// SPDX-License-Identifier: Apache-2.0
// Who has the local cloud of a state directory: one process at a time, held by a file lock that the system drops with
// the process, however it ends. The lock file says who it is and, for `genesys-cfn local`, where it listens.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "base/result.h"

namespace genesys_cfn::cli {

struct LockHolder {
  int64_t process = 0;
  std::string command;  // "local", "deploy"
  std::string origin;   // "http://127.0.0.1:4566"; empty when the cloud is not served to others
};

class StateLock {
 public:
  // The lock, or who holds it. A holder that is no longer alive is waited for, two seconds at the most. kIo when the
  // directory cannot be made or written.
  static Result<std::variant<StateLock, LockHolder>> Acquire(const std::filesystem::path& state_directory,
                                                             const std::string& command, Clock& clock);

  StateLock(StateLock&& other) noexcept;
  StateLock& operator=(StateLock&&) = delete;
  ~StateLock();

  // Tells other commands where the cloud listens.
  Result<void> Publish(const std::string& origin);

 private:
  StateLock(int descriptor, std::string command) : descriptor_(descriptor), command_(std::move(command)) {}
  int descriptor_;
  std::string command_;
};

}  // namespace genesys_cfn::cli
