// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/zip_archive.h"

#include <fcntl.h>
#include <minizip/unzip.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <memory>
#include <system_error>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxNameBytes = 1024;
constexpr int kMadeOnUnix = 3;  // the upper byte of "version made by"
constexpr uint64_t kEncrypted = 1;

Error Refuse(std::string_view what) {
  return {ErrorCode::kInvalidInput, Concat("the zip archive ", what)};
}

// minizip reads files; these let it read memory.
struct MemoryFile {
  std::string_view bytes;
  size_t position = 0;
};

void* OpenMemory(void* opaque, const void* /*name*/, int /*mode*/) {
  return opaque;
}
uLong ReadMemory(void* /*opaque*/, void* stream, void* buffer, uLong size) {
  auto* file = static_cast<MemoryFile*>(stream);
  const size_t count = std::min<size_t>(size, file->bytes.size() - file->position);
  std::memcpy(buffer, file->bytes.data() + file->position, count);
  file->position += count;
  return static_cast<uLong>(count);
}
uLong WriteMemory(void* /*opaque*/, void* /*stream*/, const void* /*buffer*/, uLong /*size*/) {
  return 0;
}
ZPOS64_T TellMemory(void* /*opaque*/, void* stream) {
  return static_cast<MemoryFile*>(stream)->position;
}
long SeekMemory(void* /*opaque*/, void* stream, ZPOS64_T offset, int origin) {
  auto* file = static_cast<MemoryFile*>(stream);
  size_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = file->position;
  if (origin == ZLIB_FILEFUNC_SEEK_END) base = file->bytes.size();
  if (offset > file->bytes.size() - base) return -1;
  file->position = base + static_cast<size_t>(offset);
  return 0;
}
int CloseMemory(void* /*opaque*/, void* /*stream*/) {
  return 0;
}
int ErrorOfMemory(void* /*opaque*/, void* /*stream*/) {
  return 0;
}

struct CloseZip {
  void operator()(void* zip) const { unzClose(zip); }
};
using ZipHandle = std::unique_ptr<void, CloseZip>;

struct Entry {
  std::string name;
  bool is_directory = false;
  bool is_executable = false;
};

// A relative path of plain names.
bool StaysInside(std::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes || name.front() == '/') return false;
  if (name.find('\\') != std::string_view::npos || name.find('\0') != std::string_view::npos) return false;
  if (name.ends_with('/')) name.remove_suffix(1);
  for (const std::string_view part : Split(name, '/')) {
    if (part.empty() || part == "." || part == ".." || part.size() > NAME_MAX) return false;
  }
  return true;
}

Result<Entry> CurrentEntry(unzFile zip) {
  unz_file_info64 info{};
  std::string name(kMaxNameBytes + 1, '\0');
  if (unzGetCurrentFileInfo64(zip, &info, name.data(), name.size(), nullptr, 0, nullptr, 0) != UNZ_OK) {
    return Refuse("is damaged");
  }
  if (info.size_filename > kMaxNameBytes) return Refuse(Concat("has a name of more than ", kMaxNameBytes, " bytes"));
  name.resize(info.size_filename);
  const std::string shown(TruncateUtf8(name, 200));
  if (!StaysInside(name)) return Refuse(Concat("has the name '", shown, "', which is no path inside of it"));
  if ((info.flag & kEncrypted) != 0) return Refuse(Concat("has the encrypted file ", shown));
  const auto mode = static_cast<mode_t>(info.version >> 8 == kMadeOnUnix ? info.external_fa >> 16 : 0);
  const bool is_special = (mode & S_IFMT) != 0 && !S_ISREG(mode) && !S_ISDIR(mode);
  if (is_special) {
    return Refuse(Concat("has '", shown, "', which is ", S_ISLNK(mode) ? "a symbolic link" : "a special file",
                         ": only files and directories are accepted"));
  }
  return Entry{name, name.ends_with('/'), (mode & (S_IXUSR | S_IXGRP | S_IXOTH)) != 0};
}

Result<void> MakeDirectories(const std::filesystem::path& path, std::string_view name) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return Refuse(Concat("has '", TruncateUtf8(name, 200), "', whose directory cannot be made"));
  return {};
}

class OutputFile {
 public:
  OutputFile(const std::filesystem::path& path, mode_t mode)
      : descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)) {}
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
  bool Write(const char* bytes, size_t size) const {
    while (size > 0) {
      const ssize_t count = write(descriptor_, bytes, size);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      bytes += count;
      size -= static_cast<size_t>(count);
    }
    return true;
  }

 private:
  int descriptor_;
};

Result<void> UnpackFile(unzFile zip, const Entry& entry, const std::filesystem::path& path, uint64_t& left) {
  TRY(MakeDirectories(path.parent_path(), entry.name));
  const std::string shown(TruncateUtf8(entry.name, 200));
  const OutputFile file(path, entry.is_executable ? 0755 : 0644);
  if (!file.is_open()) {
    return errno == EEXIST
               ? Refuse(Concat("has '", shown, "' twice"))
               : Refuse(Concat("has '", shown, "', which cannot be made: ", std::generic_category().message(errno)));
  }
  if (unzOpenCurrentFile(zip) != UNZ_OK) return Refuse(Concat("has '", shown, "', which is damaged"));
  std::array<char, 65'536> buffer;
  int count = 0;
  while ((count = unzReadCurrentFile(zip, buffer.data(), buffer.size())) > 0) {
    const auto size = static_cast<uint64_t>(count);
    if (size > left) {
      unzCloseCurrentFile(zip);
      return Refuse("is too large when it is unpacked: Lambda allows 262144000 bytes");
    }
    left -= size;
    if (!file.Write(buffer.data(), size)) {
      unzCloseCurrentFile(zip);
      return Error{ErrorCode::kIo, Concat("writing ", path.native(), ": ", std::generic_category().message(errno))};
    }
  }
  const bool sound = unzCloseCurrentFile(zip) == UNZ_OK && count == 0;
  if (!sound) return Refuse(Concat("has '", shown, "', which is damaged"));
  return {};
}

}  // namespace

Result<void> UnpackZip(std::string_view archive, const std::filesystem::path& directory, const ZipLimits& limits) {
  MemoryFile memory{archive};
  zlib_filefunc64_def functions{OpenMemory, ReadMemory,  WriteMemory,   TellMemory,
                                SeekMemory, CloseMemory, ErrorOfMemory, &memory};
  const ZipHandle zip(unzOpen2_64("", &functions));
  if (zip == nullptr) return Refuse("is none, or is damaged");
  uint64_t left = limits.bytes;
  uint64_t entries = 0;
  int more = unzGoToFirstFile(zip.get());
  for (; more == UNZ_OK; more = unzGoToNextFile(zip.get())) {
    if (++entries > limits.entries) return Refuse(Concat("has more than ", limits.entries, " files"));
    TRY_ASSIGN(const Entry entry, CurrentEntry(zip.get()));
    const std::filesystem::path path = directory / entry.name;
    if (entry.is_directory) {
      TRY(MakeDirectories(path, entry.name));
    } else {
      TRY(UnpackFile(zip.get(), entry, path, left));
    }
  }
  if (more != UNZ_END_OF_LIST_OF_FILE || entries == 0) return Refuse("is empty or damaged");
  return {};
}

}  // namespace genesys_cfn::emulator
