// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/digest.h"

#include <openssl/sha.h>

#include <array>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::emulator {

std::string SecretDigest(std::string_view salt, std::string_view secret) {
  const std::string text = Concat(salt, ":", secret);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  return HexEncode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace genesys_cfn::emulator
