// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/function_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

Error Failed(const std::filesystem::path& file) {
  return {ErrorCode::kIo, Concat("writing the log file ", file.native(), ": ", std::generic_category().message(errno))};
}

}  // namespace

std::filesystem::path FunctionLogs::FileOf(std::string_view function) const {
  return directory_ / Concat(function, ".log");
}

Result<void> FunctionLogs::Append(std::string_view function, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  const std::string time = FormatIso8601(clock_.Now());
  std::string lines;
  for (const std::string_view line : Split(text, '\n')) lines += Concat(time, ' ', line, '\n');

  const std::filesystem::path file = FileOf(function);
  const std::lock_guard lock(mutex_);
  struct stat status {};
  const bool exists = stat(file.c_str(), &status) == 0;
  if (exists && static_cast<uint64_t>(status.st_size) + lines.size() > max_file_bytes_) {
    if (rename(file.c_str(), Concat(file.native(), ".1").c_str()) != 0) return Failed(file);
  }
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return Failed(file);
  const bool written = write(descriptor, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size());
  const Error failed = Failed(file);
  close(descriptor);
  return written ? Result<void>() : Result<void>(failed);
}

}  // namespace genesys_cfn::emulator
