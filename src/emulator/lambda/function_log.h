// SPDX-License-Identifier: Apache-2.0
// What functions write, kept in files: <function>.log, and <function>.log.1 with what is older. A line is the time, a
// blank and the text. Both files together are bounded; the oldest lines go.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace genesys_cfn::emulator {

// Safe to use from several threads.
class FunctionLogs {
 public:
  static constexpr uint64_t kMaxFileBytes = uint64_t{4} << 20;

  // The clock must outlive this.
  FunctionLogs(std::filesystem::path directory, const Clock& clock, uint64_t max_file_bytes = kMaxFileBytes)
      : directory_(std::move(directory)), clock_(clock), max_file_bytes_(max_file_bytes) {}

  // `text` is whole lines, with or without the last line end. kIo when it cannot be written.
  Result<void> Append(std::string_view function, std::string_view text);
  [[nodiscard]] std::filesystem::path FileOf(std::string_view function) const;

 private:
  const std::filesystem::path directory_;
  const Clock& clock_;
  const uint64_t max_file_bytes_;
  std::mutex mutex_;
};

}  // namespace genesys_cfn::emulator
