// SPDX-License-Identifier: Apache-2.0
// Zip archives for tests, written by hand so that they can be wrong: stored entries, as Unix tools make them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace genesys_cfn::emulator {

struct ZipEntry {
  std::string name;
  std::string content;
  uint32_t mode = 0100644;
  uint32_t flags = 0;
  uint32_t checksum_error = 0;  // added to the right checksum
};

inline std::string LittleEndian(uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>((number >> (8 * i)) & 0xff);
  return text;
}

inline uint32_t Checksum(std::string_view bytes) {  // CRC-32
  uint32_t checksum = 0xffffffff;
  for (const char byte : bytes) {
    checksum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) checksum = (checksum >> 1) ^ ((checksum & 1) != 0 ? 0xedb88320U : 0);
  }
  return ~checksum;
}

inline std::string MakeZip(const std::vector<ZipEntry>& entries) {
  std::string files;
  std::string directory;
  for (const ZipEntry& entry : entries) {
    const uint32_t checksum = Checksum(entry.content) + entry.checksum_error;
    const std::string sizes =
        LittleEndian(checksum, 4) + LittleEndian(entry.content.size(), 4) + LittleEndian(entry.content.size(), 4);
    const std::string common = LittleEndian(20, 2) + LittleEndian(entry.flags, 2) + LittleEndian(0, 2) +
                               LittleEndian(0, 4) + sizes + LittleEndian(entry.name.size(), 2) + LittleEndian(0, 2);
    directory += "PK\x01\x02" + LittleEndian(3 << 8 | 20, 2) + common + LittleEndian(0, 6) +
                 LittleEndian(static_cast<uint64_t>(entry.mode) << 16, 4) + LittleEndian(files.size(), 4) + entry.name;
    files += "PK\x03\x04" + common + entry.name + entry.content;
  }
  return files + directory + "PK\x05\x06" + LittleEndian(0, 4) + LittleEndian(entries.size(), 2) +
         LittleEndian(entries.size(), 2) + LittleEndian(directory.size(), 4) + LittleEndian(files.size(), 4) +
         LittleEndian(0, 2);
}

}  // namespace genesys_cfn::emulator
