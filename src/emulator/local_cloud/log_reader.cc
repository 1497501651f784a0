// SPDX-License-Identifier: Apache-2.0
#include "emulator/local_cloud/log_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kSuffix = ".log";

// A file that stays the same one while it is read, although it may get another name meanwhile.
class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat status {};
    if (descriptor_ >= 0 && fstat(descriptor_, &status) == 0) file_ = status.st_ino;
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  // 0 when there is none.
  [[nodiscard]] ino_t file() const { return file_; }
  // The whole lines from there on.
  [[nodiscard]] std::string LinesFrom(size_t offset) const {
    std::string text;
    std::array<char, 65'536> buffer;
    ssize_t count = 0;
    while ((count = pread(descriptor_, buffer.data(), buffer.size(), static_cast<off_t>(offset + text.size()))) > 0) {
      text.append(buffer.data(), static_cast<size_t>(count));
    }
    text.resize(text.rfind('\n') + 1);  // nothing when there is no end
    return text;
  }

 private:
  int descriptor_;
  ino_t file_ = 0;
};

void AppendLines(std::string_view text, const std::string& function, std::vector<LogLine>& lines) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const size_t blank = line.find(' ');
    if (blank != std::string_view::npos) {
      lines.push_back({std::string(line.substr(0, blank)), function, std::string(line.substr(blank + 1))});
    }
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::vector<std::string> LogReader::Functions() const {
  std::vector<std::string> functions;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory_, error)) {
    const std::string name = entry.path().filename().native();
    if (name.ends_with(kSuffix)) functions.push_back(name.substr(0, name.size() - kSuffix.size()));
  }
  std::ranges::sort(functions);
  return functions;
}

std::vector<LogLine> LogReader::Read() {
  std::vector<LogLine> lines;
  for (const std::string& function : Functions()) {
    if (!function_.has_value() || *function_ == function) ReadFunction(function, lines);
  }
  std::ranges::stable_sort(lines, {}, &LogLine::time);
  return lines;
}

void LogReader::ReadFunction(const std::string& function, std::vector<LogLine>& lines) {
  Place& place = places_[function];
  const OpenFile newest(directory_ / Concat(function, kSuffix));
  if (newest.file() == 0) return;
  if (newest.file() != place.file) {
    // The first look, or the file that was read has become the older one.
    const OpenFile older(directory_ / Concat(function, kSuffix, ".1"));
    if (older.file() != 0) AppendLines(older.LinesFrom(older.file() == place.file ? place.offset : 0), function, lines);
    place = {newest.file(), 0};
  }
  const std::string text = newest.LinesFrom(place.offset);
  place.offset += text.size();
  AppendLines(text, function, lines);
}

}  // namespace genesys_cfn::emulator
