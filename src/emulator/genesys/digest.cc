// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {

std::string SecretDigest(std::string_view salt, std::string_view secret) {
  const std::string text = Concat(salt, ":", secret);
  std::array<unsigned char, 32> digest{};
  // Fetched once: OpenSSL looks an algorithm up by its name, under locks, at each use of one that was not.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_Digest(text.data(), text.size(), digest.data(), nullptr, algorithm, nullptr);
  return HexEncode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace genesys_cfn::emulator
