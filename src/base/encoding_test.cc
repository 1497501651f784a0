// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"

#include <gtest/gtest.h>

namespace genesys_cfn {
namespace {

TEST(Encoding, Hex) {
  EXPECT_EQ(HexEncode(std::string_view("\x00\xff\x10", 3)), "00ff10");
}

// https://www.rfc-editor.org/rfc/rfc4648#section-10
TEST(Encoding, Base64TestVectors) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(Base64Encode(plain), encoded);
    EXPECT_EQ(Base64Decode(encoded), plain);
  }
  for (const auto* wrong : {"Zg=", "Zg", "Z===", "Zm9!", "=Zg="}) EXPECT_FALSE(Base64Decode(wrong)) << wrong;
}

TEST(Encoding, PercentEncodesAllButUnreserved) {
  EXPECT_EQ(PercentEncode("a b+c/é~"), "a%20b%2Bc%2F%C3%A9~");
  EXPECT_EQ(PercentEncode("a/b c", KeepSlash::kYes), "a/b%20c");
  EXPECT_EQ(PercentDecode("a%20b%2Bc%2F%c3%A9~+"), "a b+c/é~+");
  for (const auto* wrong : {"%", "%2", "%zz"}) EXPECT_FALSE(PercentDecode(wrong)) << wrong;
}

TEST(Encoding, XmlIsEscaped) {
  EXPECT_EQ(EscapeXml("<a b=\"c\">&\r\n\té"), "&lt;a b=&quot;c&quot;&gt;&amp;&#13;\n\té");
  EXPECT_EQ(EscapeXml(std::string_view("\0\x1b", 2)), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

}  // namespace
}  // namespace genesys_cfn
