// SPDX-License-Identifier: Apache-2.0
// What functions of a local cloud have written, from the files below its state directory: whether or not the cloud is
// running (emulator/lambda/function_log.h has the form of the files).
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace genesys_cfn::emulator {

struct LogLine {
  std::string time;  // "2026-01-02T03:04:05.678Z"
  std::string function;
  std::string text;
};

class LogReader {
 public:
  // Without a function: of all.
  LogReader(const std::filesystem::path& state_directory, std::optional<std::string> function)
      : directory_(state_directory / "logs"), function_(std::move(function)) {}

  // Those that have a log, by name.
  [[nodiscard]] std::vector<std::string> Functions() const;
  // The lines since the last call, oldest first. What cannot be read is not there.
  std::vector<LogLine> Read();

 private:
  // How far a file has been read, wherever it is now.
  struct Place {
    ino_t file = 0;
    size_t offset = 0;
  };
  void ReadFunction(const std::string& function, std::vector<LogLine>& lines);

  const std::filesystem::path directory_;
  const std::optional<std::string> function_;
  std::map<std::string, Place> places_;
};

}  // namespace genesys_cfn::emulator
