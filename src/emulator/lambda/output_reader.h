// SPDX-License-Identifier: Apache-2.0
// Reads what a process writes to a pipe: hands on whole lines, and keeps the end of what was written since the last
// event began.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"

namespace genesys_cfn::emulator {

class OutputReader {
 public:
  static constexpr size_t kTailBytes = 4096;  // what Lambda gives with an invocation
  // Longer lines are handed on in pieces.
  static constexpr size_t kMaxLineBytes = size_t{256} << 10;

  // `on_lines` is called with one or more whole lines, the last one perhaps without its end when the process has ended;
  // never by two threads at once. kIo when there is no pipe to be had.
  static Result<std::unique_ptr<OutputReader>> Start(std::function<void(std::string_view)> on_lines);

  OutputReader(const OutputReader&) = delete;
  OutputReader& operator=(const OutputReader&) = delete;
  // Reads what is there, and ends, whoever may still hold the other end.
  ~OutputReader();

  // For the process to write to; CloseWriting when it has it.
  [[nodiscard]] int writing_end() const { return writing_; }
  void CloseWriting();

  // Forgets the tail: an event begins.
  void Begin();
  // Everything written before this call is in it, up to kTailBytes.
  std::string Tail();

 private:
  OutputReader(std::function<void(std::string_view)> on_lines, int reading, int writing, int stop_reading,
               int stop_writing);
  void Run();
  // False at the end of the pipe.
  bool LockedDrain();
  void LockedFlush();

  const std::function<void(std::string_view)> on_lines_;
  const int reading_;
  int writing_;
  const int stop_reading_;
  const int stop_writing_;
  std::mutex mutex_;     // guards what follows, and the reading
  std::string pending_;  // not handed on yet
  std::string tail_;
  std::thread thread_;
};

}  // namespace genesys_cfn::emulator
