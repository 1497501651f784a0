// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/text.h"

namespace genesys_cfn {
namespace {

Error SystemError(std::string_view what, const std::filesystem::path& path, int code) {
  return {code == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
          Concat(what, " ", path.string(), ": ", std::strerror(code))};
}

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

Result<void> WriteAll(int descriptor, std::string_view content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError("cannot write", path, errno);
    content.remove_prefix(static_cast<size_t>(written));
  }
  if (fsync(descriptor) != 0) return SystemError("cannot write", path, errno);
  return {};
}

}  // namespace

Result<std::string> ReadFile(const std::filesystem::path& path, size_t limit) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return SystemError("cannot read", path, errno);
  struct stat status {};
  if (fstat(file.get(), &status) != 0) return SystemError("cannot read", path, errno);
  if (S_ISDIR(status.st_mode)) {
    return Error{ErrorCode::kInvalidInput, Concat("cannot read ", path.string(), ": it is a directory")};
  }
  std::string content;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t count = read(file.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("cannot read", path, errno);
    if (count == 0) return content;
    content.append(buffer.data(), static_cast<size_t>(count));
    if (content.size() > limit) {
      return Error{ErrorCode::kInvalidInput,
                   Concat("cannot read ", path.string(), ": it is larger than ", limit, " bytes")};
    }
  }
}

Result<void> WriteFileAtomically(const std::filesystem::path& path, std::string_view content) {
  const std::string beside = Concat(path.string(), ".", getpid(), "~");
  unlink(beside.c_str());  // of a process that was killed and had the same number
  const Descriptor file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (file.get() < 0) return SystemError("cannot write", path, errno);
  struct stat existing {};
  if (stat(path.c_str(), &existing) == 0) (void)fchmod(file.get(), existing.st_mode & 07777U);
  Result<void> written = WriteAll(file.get(), content, path);
  if (!written) {
    unlink(beside.c_str());
    return written;
  }
  if (rename(beside.c_str(), path.c_str()) != 0) {
    const int code = errno;
    unlink(beside.c_str());
    return SystemError("cannot write", path, code);
  }
  return {};
}

}  // namespace genesys_cfn
