// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/s3_authentication.h"
#include "emulator/aws/s3_old_signature.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;

// The example of AWS's documentation of signed queries.
constexpr const char* kQuery =
    "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2F"
    "aws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
constexpr WallTime kSigned{Milliseconds{1'369'353'600'000}};
constexpr Milliseconds kDay{86'400'000};

AccessKeys Keys() {
  return aws::Credentials{"AKIAIOSFODNN7EXAMPLE", Secret<std::string>("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                          std::nullopt};
}

http::Request Get(const std::string& target, const std::string& method = "GET") {
  return {method, "", target, {{"Host", "examplebucket.s3.amazonaws.com"}}, ""};
}

// The text of the refusal; "" when there is none.
std::string RefusalText(const http::Request& request, WallTime now, const AccessKeys& keys = Keys()) {
  const auto answer = AuthenticateS3(request, "us-east-1", keys, now);
  const auto* refused = std::get_if<http::Response>(&answer);
  return refused == nullptr ? "" : Concat(refused->status, ' ', refused->body);
}

TEST(S3Presigned, TakesTheDocumentedExampleWhileItIsValid) {
  EXPECT_EQ(RefusalText(Get(kQuery), kSigned), "");
  EXPECT_EQ(RefusalText(Get(kQuery), kSigned + kDay), "");
  EXPECT_THAT(RefusalText(Get(kQuery), kSigned + kDay + Milliseconds(1)), HasSubstr("Request has expired"));
  // Fifteen minutes of clock skew, and no more.
  EXPECT_EQ(RefusalText(Get(kQuery), kSigned - Milliseconds(900'000)), "");
  EXPECT_THAT(RefusalText(Get(kQuery), kSigned - Milliseconds(900'001)), HasSubstr("Request is not yet valid"));
}

TEST(S3Presigned, RefusesWhatIsNotSigned) {
  EXPECT_THAT(RefusalText(Get(kQuery, "PUT"), kSigned), HasSubstr("403 <?xml"));
  EXPECT_THAT(RefusalText(Get(kQuery, "PUT"), kSigned), HasSubstr("SignatureDoesNotMatch"));
  EXPECT_THAT(RefusalText(Get(Concat(kQuery, "&versionId=1")), kSigned), HasSubstr("SignatureDoesNotMatch"));
  http::Request other_host = Get(kQuery);
  other_host.headers.Set("Host", "other.s3.amazonaws.com");
  EXPECT_THAT(RefusalText(other_host, kSigned), HasSubstr("SignatureDoesNotMatch"));
  http::Request more = Get(kQuery);
  more.headers.Set("x-amz-meta-a", "b");
  EXPECT_THAT(RefusalText(more, kSigned), HasSubstr("<HeadersNotSigned>x-amz-meta-a</HeadersNotSigned>"));
  aws::Credentials stranger{"AKIASTRANGER", Secret<std::string>("x"), std::nullopt};
  EXPECT_THAT(RefusalText(Get(kQuery), kSigned, stranger), HasSubstr("InvalidAccessKeyId"));
  // Where any key is taken, that of a stranger cannot be verified, but ends all the same.
  const AccessKeys open(stranger, AccessKeys::Others::kAccepted);
  EXPECT_EQ(RefusalText(Get(kQuery, "PUT"), kSigned, open), "");
  EXPECT_THAT(RefusalText(Get(kQuery), kSigned + kDay + kDay, open), HasSubstr("Request has expired"));
}

TEST(S3Presigned, RefusesMalformedParameters) {
  const std::pair<const char*, std::pair<const char*, const char*>> cases[] = {
      {"X-Amz-Algorithm is wrong", {"AWS4-HMAC-SHA256&", "AWS4-HMAC-SHA1&"}},
      {"expiry is no number", {"X-Amz-Expires=86400", "X-Amz-Expires=soon"}},
      {"expiry is negative", {"X-Amz-Expires=86400", "X-Amz-Expires=-1"}},
      {"expiry is too long", {"X-Amz-Expires=86400", "X-Amz-Expires=604801"}},
      {"date", {"X-Amz-Date=20130524T000000Z", "X-Amz-Date=yesterday"}},
      {"another day", {"X-Amz-Date=20130524T000000Z", "X-Amz-Date=20130525T000000Z"}},
      {"credential", {"%2Faws4_request", "%2Faws5_request"}},
      {"region", {"us-east-1", "eu-west-1"}},
      {"service", {"%2Fs3%2F", "%2Fsts%2F"}},
      {"no signed headers", {"X-Amz-SignedHeaders=host&", ""}},
  };
  for (const auto& [what, change] : cases) {
    EXPECT_THAT(
        RefusalText(Get(ReplaceAll(kQuery, change.first, change.second)), kSigned),
        HasSubstr("400 <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AuthorizationQueryParametersError"))
        << what;
  }
  http::Request twice = Get(kQuery);
  twice.headers.Set("Authorization", "AWS4-HMAC-SHA256 Credential=x");
  EXPECT_THAT(RefusalText(twice, kSigned), HasSubstr("Only one auth mechanism allowed"));
}

TEST(S3Presigned, VersionTwo) {
  const auto url = [](const std::string& signature, const std::string& expires = "1369353600") {
    return Concat("/k?versionId=1&AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=", expires,
                  "&Signature=", PercentEncode(signature));
  };
  const std::string text = "GET\n\n\n1369353600\n/examplebucket/k?versionId=1";
  const aws::Credentials credentials = *Keys().Judge("AKIAIOSFODNN7EXAMPLE", "", kSigned).credentials;
  EXPECT_EQ(RefusalText(Get(url(OldSignature(credentials, text))), kSigned), "");
  EXPECT_THAT(RefusalText(Get(url(OldSignature(credentials, text))), kSigned + Milliseconds(1'000)),
              HasSubstr("Request has expired"));
  EXPECT_THAT(RefusalText(Get(url("wrong")), kSigned), HasSubstr("SignatureDoesNotMatch"));
  EXPECT_THAT(RefusalText(Get(url("wrong", "soon")), kSigned), HasSubstr("Invalid date"));
  EXPECT_THAT(RefusalText(Get(url(OldSignature(credentials, text)), "HEAD"), kSigned),
              HasSubstr("SignatureDoesNotMatch"));
}

TEST(S3Presigned, HeadersMayStandInTheUrl) {
  const http::Request plain = WithoutSignatureParameters(
      Get("/k?X-Amz-Algorithm=a&x-amz-meta-colour=dark%20blue&versionId=1&X-Amz-Signature=x&x-id=GetObject"));
  EXPECT_EQ(plain.target, "/k?versionId=1&x-id=GetObject");
  EXPECT_EQ(plain.headers.Get("x-amz-meta-colour"), "dark blue");
  EXPECT_FALSE(plain.headers.Get("X-Amz-Algorithm"));
  const http::Request checked = WithoutSignatureParameters(Get("/k?X-Amz-Date=1&x-amz-checksum-crc32=AAAAAA%3D%3D"));
  EXPECT_EQ(checked.target, "/k");
  EXPECT_FALSE(checked.headers.Get("x-amz-checksum-crc32"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
