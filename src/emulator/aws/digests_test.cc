// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/digests.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace genesys_cfn::emulator {
namespace {

TEST(Digests, MatchTheirCheckValues) {
  constexpr std::string_view kText = "123456789";
  EXPECT_EQ(HexEncode(Md5(kText)), "25f9e794323b453885f5181f1b624d0b");
  EXPECT_EQ(HexEncode(Sha1(kText)), "f7c3bc1d808e04732adf679965ccc34ca7ae3441");
  EXPECT_EQ(HexEncode(HmacSha1("key", "The quick brown fox jumps over the lazy dog")),
            "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9");
  EXPECT_EQ(Crc32(kText), 0xCBF43926U);
  EXPECT_EQ(Crc32c(kText), 0xE3069283U);
  EXPECT_EQ(Crc64Nvme(kText), 0xAE8B14860A799888U);
}

}  // namespace
}  // namespace genesys_cfn::emulator
