// SPDX-License-Identifier: Apache-2.0
#include "aws/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>
#include <cassert>

namespace genesys_cfn::aws {
namespace {

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Text(const std::array<unsigned char, SHA256_DIGEST_LENGTH>& digest) {
  return std::string(digest.begin(), digest.end());
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(Bytes(bytes), bytes.size(), digest.data());
  return Text(digest);
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  unsigned int length = 0;
  [[maybe_unused]] const unsigned char* done =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(bytes), bytes.size(), digest.data(), &length);
  assert(done != nullptr && length == digest.size());
  return Text(digest);
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace genesys_cfn::aws
