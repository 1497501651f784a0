// SPDX-License-Identifier: Apache-2.0
// The older digests that S3 still speaks, over raw bytes. None protects anything here: they are what clients compare.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace genesys_cfn::emulator {

std::string Md5(std::string_view bytes);   // 16 bytes
std::string Sha1(std::string_view bytes);  // 20 bytes
std::string HmacSha1(std::string_view key, std::string_view bytes);

uint32_t Crc32(std::string_view bytes);   // ISO 3309, as in zip
uint32_t Crc32c(std::string_view bytes);  // Castagnoli
uint64_t Crc64Nvme(std::string_view bytes);

}  // namespace genesys_cfn::emulator
