// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/aws_chunked.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace genesys_cfn::emulator {
namespace {

using Trailers = std::vector<std::pair<std::string, std::string>>;

TEST(AwsChunked, DecodesChunksAndTrailers) {
  const auto body = DecodeAwsChunked(
      "3;chunk-signature=aa\r\na\r\n\r\n"
      "1;chunk-signature=bb\r\nb\r\n"
      "0;chunk-signature=cc\r\n"
      "x-amz-checksum-crc32:AAAAAA==\r\nX-Amz-Trailer-Signature:dd\r\n\r\n");
  ASSERT_TRUE(body);
  EXPECT_EQ(body->Payload(), "a\r\nb");
  EXPECT_EQ(body->chunks[1].signature, "bb");
  EXPECT_EQ(body->trailers, (Trailers{{"x-amz-checksum-crc32", "AAAAAA=="}}));
  EXPECT_EQ(body->trailer_signature, "dd");
  EXPECT_EQ(DecodeAwsChunked("0\r\n\r\n")->Payload(), "");
  EXPECT_EQ(DecodeAwsChunked("A\r\n0123456789\r\n0\r\n")->Payload(), "0123456789");
}

TEST(AwsChunked, RefusesWhatIsNoneInBoundedTime) {
  std::string many;
  for (int index = 0; index < 300'000; ++index) many += "1\r\nx\r\n";
  std::string trailers = "0\r\n";
  for (int index = 0; index < 100; ++index) trailers += "a:b\r\n";
  const std::string cases[] = {
      "",
      "3",
      "3\r\nab",
      "3\r\nabc",
      "3\r\nabcd\r\n0\r\n\r\n",
      "3\r\nabc\r\n",
      "-1\r\n\r\n",
      "0x3\r\nabc\r\n0\r\n\r\n",
      "\r\n\r\n",
      " 3\r\nabc\r\n0\r\n\r\n",
      "FFFFFFFFFFFFFFFF\r\nabc",
      "FFFFFFFFFFFFFFFFF\r\nabc",
      "3;other=1\r\nabc\r\n0\r\n\r\n",
      "0\r\nno colon\r\n\r\n",
      "0\r\n:x\r\n\r\n",
      "0\r\na b:x\r\n\r\n",
      "0\r\na:x\ny\r\n\r\n",
      "0\r\na\n:x\r\n\r\n",
      "0\r\n\r\nmore",
      "0\r\na:b",
      std::string(10'000, '1'),
      many + "0\r\n\r\n",
      trailers + "\r\n",
  };
  for (const std::string& text : cases) EXPECT_FALSE(DecodeAwsChunked(text)) << text.substr(0, 40);
}

// The example of AWS's documentation of chunked uploads: 66,560 bytes of 'a' in two chunks.
TEST(AwsChunked, VerifiesTheDocumentedSignatures) {
  const aws::Credentials credentials{"AKIAIOSFODNN7EXAMPLE",
                                     Secret<std::string>("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), std::nullopt};
  const aws::ChunkSigner signer(credentials, {.region = "us-east-1", .service = "s3"}, "20130524T000000Z");
  const std::string seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
  const std::string encoded =
      Concat("10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n",
             std::string(65'536, 'a'),
             "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
             std::string(1'024, 'a'),
             "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n");
  const auto body = DecodeAwsChunked(encoded);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->Payload().size(), 66'560U);
  EXPECT_TRUE(VerifyChunks(*body, signer, seed, false));
  EXPECT_FALSE(VerifyChunks(*body, signer, seed, true));  // there is no signature of trailers
  std::string tampered = encoded;
  tampered[1'000] = 'b';
  EXPECT_FALSE(VerifyChunks(*DecodeAwsChunked(tampered), signer, seed, false));
}

}  // namespace
}  // namespace genesys_cfn::emulator
