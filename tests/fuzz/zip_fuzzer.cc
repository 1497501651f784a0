// SPDX-License-Identifier: Apache-2.0
// Unpacking an arbitrary archive: whatever it holds, nothing is written outside of the directory, and no more than the
// limits allow.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "emulator/lambda/zip_archive.h"

namespace {

namespace fs = std::filesystem;

constexpr genesys_cfn::emulator::ZipLimits kLimits{.bytes = 65'536, .entries = 16};

// In memory where that is to be had: each input writes files.
fs::path MakeParent() {
  std::string path = fs::is_directory("/dev/shm") ? "/dev/shm/zip_fuzzer_XXXXXX" : "/tmp/zip_fuzzer_XXXXXX";
  if (mkdtemp(path.data()) == nullptr) std::abort();
  return path;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const fs::path parent = MakeParent();
  static const bool removed_at_the_end = std::atexit([] {
                                           std::error_code ignored;
                                           fs::remove_all(parent, ignored);
                                         }) == 0;
  if (!removed_at_the_end) std::abort();
  const fs::path directory = parent / "package";
  fs::create_directory(directory);
  const auto unpacked =
      genesys_cfn::emulator::UnpackZip({reinterpret_cast<const char*>(data), size}, directory, kLimits);
  if (!unpacked.has_value() && unpacked.error().message.empty()) std::abort();
  uint64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_symlink() || !(entry.is_regular_file() || entry.is_directory())) std::abort();
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  size_t beside = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(parent)) ++beside;
  if (bytes > kLimits.bytes || beside != 1) std::abort();
  fs::remove_all(directory);
  return 0;
}
