// SPDX-License-Identifier: Apache-2.0
#include "cli/state_lock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::cli {
namespace {

Result<void> WriteHolder(int descriptor, const LockHolder& holder) {
  const std::string text =
      json::Write(json::Object{{"process", holder.process}, {"command", holder.command}, {"origin", holder.origin}});
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    return Error{ErrorCode::kIo, Concat("cannot write the lock of the state directory: ", std::strerror(errno))};
  }
  return {};
}

LockHolder ReadHolder(const std::filesystem::path& path) {
  LockHolder holder;
  const auto text = ReadFile(path, 4096);
  const auto parsed = text ? json::Parse(*text) : Result<json::Value>(text.error());
  if (!parsed) return holder;  // it is just being written
  holder.command = parsed->FindString("command").value_or("");
  holder.origin = parsed->FindString("origin").value_or("");
  const json::Value* process = parsed->Find("process");
  holder.process = process == nullptr ? 0 : process->AsInteger().value_or(0);
  return holder;
}

// False for a holder that has not written its name yet, and for one that was killed: a child process that it was just
// starting has the lock for some milliseconds more.
bool IsAlive(const LockHolder& holder) {
  return holder.process != 0 && (kill(static_cast<pid_t>(holder.process), 0) == 0 || errno != ESRCH);
}

}  // namespace

Result<std::variant<StateLock, LockHolder>> StateLock::Acquire(const std::filesystem::path& state_directory,
                                                               const std::string& command, Clock& clock) {
  std::error_code failure;
  std::filesystem::create_directories(state_directory, failure);
  if (failure) {
    return Error{ErrorCode::kIo, Concat("cannot make the state directory ", state_directory.string(), ": ",
                                        failure.message(), "; choose another with --state-dir")};
  }
  const std::filesystem::path path = state_directory / "local.lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) {
    return Error{ErrorCode::kIo, Concat("cannot write ", path.string(), ": ", std::strerror(errno),
                                        "; choose another place with --state-dir")};
  }
  StateLock lock(descriptor, command);
  constexpr Milliseconds kPause{20};
  constexpr int kRounds = 100;
  for (int round = 0; flock(descriptor, LOCK_EX | LOCK_NB) != 0; ++round) {
    if (errno != EWOULDBLOCK) {
      return Error{ErrorCode::kIo, Concat("cannot lock ", path.string(), ": ", std::strerror(errno))};
    }
    const LockHolder holder = ReadHolder(path);
    if (IsAlive(holder) || round == kRounds) return std::variant<StateLock, LockHolder>(holder);
    clock.SleepFor(kPause);
  }
  TRY(WriteHolder(descriptor, {getpid(), command, ""}));
  return std::variant<StateLock, LockHolder>(std::move(lock));
}

StateLock::StateLock(StateLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), command_(std::move(other.command_)) {}

StateLock::~StateLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<void> StateLock::Publish(const std::string& origin) {
  return WriteHolder(descriptor_, {getpid(), command_, origin});
}

}  // namespace genesys_cfn::cli
