// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/digests.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace genesys_cfn::emulator {
namespace {

std::string Digest(std::string_view bytes, const EVP_MD* algorithm) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &length, algorithm, nullptr);
  out.resize(length);
  return out;
}

// One step for each value of a byte, least significant bit first.
template <typename Word, Word kPolynomial>
constexpr std::array<Word, 256> Table() {
  std::array<Word, 256> table{};
  for (size_t byte = 0; byte < table.size(); ++byte) {
    Word value = static_cast<Word>(byte);
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? kPolynomial : 0);
    table[byte] = value;
  }
  return table;
}

template <typename Word, Word kPolynomial>
Word CyclicRedundancyCheck(std::string_view bytes) {
  static constexpr std::array<Word, 256> kTable = Table<Word, kPolynomial>();
  Word value = ~Word{0};
  for (const char c : bytes) value = (value >> 8) ^ kTable[(value ^ static_cast<unsigned char>(c)) & 0xFF];
  return ~value;
}

}  // namespace

std::string Md5(std::string_view bytes) {
  return Digest(bytes, EVP_md5());
}

std::string Sha1(std::string_view bytes) {
  return Digest(bytes, EVP_sha1());
}

std::string HmacSha1(std::string_view key, std::string_view bytes) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
       bytes.size(), reinterpret_cast<unsigned char*>(out.data()), &length);
  out.resize(length);
  return out;
}

uint32_t Crc32(std::string_view bytes) {
  return CyclicRedundancyCheck<uint32_t, 0xEDB88320>(bytes);
}

uint32_t Crc32c(std::string_view bytes) {
  return CyclicRedundancyCheck<uint32_t, 0x82F63B78>(bytes);
}

uint64_t Crc64Nvme(std::string_view bytes) {
  return CyclicRedundancyCheck<uint64_t, 0x9A6C9329AC4BC9B5>(bytes);
}

}  // namespace genesys_cfn::emulator
