// SPDX-License-Identifier: Apache-2.0
#include "aws/digest.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <cassert>
#include <memory>

namespace genesys_cfn::aws {
namespace {

using Digest = std::array<unsigned char, 32>;

struct FreeMac {
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

// OpenSSL looks an algorithm up by its name, under locks, at each use of one that was not fetched.
const EVP_MD* FetchedSha256() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// HMAC-SHA256 without a key; to be copied.
const EVP_MAC_CTX* FetchedHmac() {
  static const EVP_MAC_CTX* const keyless = [] {
    EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    EVP_MAC_CTX* const context = EVP_MAC_CTX_new(algorithm);
    EVP_MAC_free(algorithm);
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                     OSSL_PARAM_construct_end()};
    EVP_MAC_CTX_set_params(context, parameters);
    return context;
  }();
  return keyless;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Text(const Digest& digest) {
  return std::string(digest.begin(), digest.end());
}

}  // namespace

std::string Sha256(std::string_view bytes) {
  Digest digest{};
  [[maybe_unused]] const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, FetchedSha256(), nullptr);
  assert(done == 1);
  return Text(digest);
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  Digest digest{};
  size_t length = 0;
  const MacContext context(EVP_MAC_CTX_dup(FetchedHmac()));
  [[maybe_unused]] const bool done = EVP_MAC_init(context.get(), Bytes(key), key.size(), nullptr) == 1 &&
                                     EVP_MAC_update(context.get(), Bytes(bytes), bytes.size()) == 1 &&
                                     EVP_MAC_final(context.get(), digest.data(), &length, digest.size()) == 1;
  assert(done && length == digest.size());
  return Text(digest);
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace genesys_cfn::aws
