// SPDX-License-Identifier: Apache-2.0
#include "cli/package_program.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "base/text.h"
#include "emulator/lambda/zip_archive.h"

namespace genesys_cfn::cli {
namespace {

constexpr size_t kBytes = 64;

// A directory that exists for as long as this object.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::error_code ignored;
    std::string path = (std::filesystem::temp_directory_path(ignored) / "genesys-cfn-XXXXXX").string();
    if (mkdtemp(path.data()) != nullptr) path_ = path;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

Result<std::string> BeginOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes(kBytes, '\0');
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return Error{ErrorCode::kInvalidInput, Concat("the file ", path, " cannot be read, or is no program")};
  }
  return bytes;
}

Result<std::string> ProgramInZip(std::string_view zip) {
  const TemporaryDirectory directory;
  if (directory.path().empty()) return Error{ErrorCode::kIo, "cannot make a temporary directory"};
  TRY(emulator::UnpackZip(zip, directory.path()));
  auto begin = BeginOfFile((directory.path() / "bootstrap").string());
  if (!begin) return Error{ErrorCode::kInvalidInput, "the zip has no program bootstrap at its top"};
  return begin;
}

}  // namespace genesys_cfn::cli
