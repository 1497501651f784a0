// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/output_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::emulator {

Result<std::unique_ptr<OutputReader>> OutputReader::Start(std::function<void(std::string_view)> on_lines) {
  int output[2];
  int stop[2];
  const auto failed = [] {
    return Error{ErrorCode::kIo, Concat("making a pipe: ", std::generic_category().message(errno))};
  };
  if (pipe2(output, O_CLOEXEC) != 0) return failed();
  if (pipe2(stop, O_CLOEXEC) != 0) {
    const Error error = failed();
    close(output[0]);
    close(output[1]);
    return error;
  }
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  std::unique_ptr<OutputReader> reader(new OutputReader(std::move(on_lines), output[0], output[1], stop[0], stop[1]));
  reader->thread_ = std::thread([&started = *reader] { started.Run(); });
  return reader;
}

OutputReader::OutputReader(std::function<void(std::string_view)> on_lines, int reading, int writing, int stop_reading,
                           int stop_writing)
    : on_lines_(std::move(on_lines)),
      reading_(reading),
      writing_(writing),
      stop_reading_(stop_reading),
      stop_writing_(stop_writing) {}

OutputReader::~OutputReader() {
  CloseWriting();
  close(stop_writing_);
  if (thread_.joinable()) thread_.join();
  close(reading_);
  close(stop_reading_);
}

void OutputReader::CloseWriting() {
  if (writing_ >= 0) close(std::exchange(writing_, -1));
}

void OutputReader::Begin() {
  const std::lock_guard lock(mutex_);
  LockedDrain();
  tail_.clear();
}

std::string OutputReader::Tail() {
  const std::lock_guard lock(mutex_);
  LockedDrain();
  return tail_;
}

void OutputReader::Run() {
  bool open = true;
  while (open) {
    std::array<pollfd, 2> watched{{{reading_, POLLIN, 0}, {stop_reading_, 0, 0}}};
    if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
    const std::lock_guard lock(mutex_);
    open = LockedDrain() && watched[1].revents == 0;
  }
  const std::lock_guard lock(mutex_);
  if (!pending_.empty()) on_lines_(std::exchange(pending_, {}));
}

bool OutputReader::LockedDrain() {
  std::array<char, 65'536> buffer;
  while (true) {
    const ssize_t count = read(reading_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 && errno == EAGAIN;
    const std::string_view text(buffer.data(), static_cast<size_t>(count));
    pending_ += text;
    tail_ += text;
    if (tail_.size() > kTailBytes) tail_.erase(0, tail_.size() - kTailBytes);
    LockedFlush();
  }
}

void OutputReader::LockedFlush() {
  const size_t end = pending_.rfind('\n');
  if (end != std::string::npos) {
    on_lines_(std::string_view(pending_).substr(0, end + 1));
    pending_.erase(0, end + 1);
  }
  if (pending_.size() < kMaxLineBytes) return;
  on_lines_(std::exchange(pending_, {}));
}

}  // namespace genesys_cfn::emulator
