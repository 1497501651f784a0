// SPDX-License-Identifier: Apache-2.0
// Bodies in chunks, digests, copies and multipart uploads, through the whole service.
#include <gmock/gmock.h>

#include "aws/chunk_signer.h"
#include "aws/sigv4.h"
#include "base/encoding.h"
#include "base/text.h"
#include "emulator/aws/digests.h"
#include "emulator/aws/s3_service.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;

class S3UploadsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(Call("PUT", "/bucket").status, 200); }

  http::Request Signed(const std::string& method, const std::string& target, const std::string& body,
                       http::Headers headers) {
    http::Request request{method, "http://127.0.0.1:4566", target, std::move(headers), body};
    aws::SigningOptions options = options_;
    const auto stated = request.headers.Get("x-amz-content-sha256");
    if (!stated) {
      aws::Sign(request, credentials_, options, clock_.Now());
      return request;
    }
    request.headers.Set("Host", "127.0.0.1:4566");
    request.headers.Set("X-Amz-Date", FormatBasicIso8601(clock_.Now()));
    request.headers.Set(
        "Authorization",
        ComputeSignature(request, credentials_, options, FormatBasicIso8601(clock_.Now())).authorization);
    return request;
  }
  http::Response Call(const std::string& method, const std::string& target, const std::string& body = "",
                      http::Headers headers = {}) {
    return service_.Handle(Signed(method, target, body, std::move(headers)));
  }
  http::Response PutChunked(const std::string& body, size_t length, const std::string& trailer = "") {
    http::Headers headers{{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
                          {"Content-Encoding", "gzip,aws-chunked"},
                          {"x-amz-decoded-content-length", std::to_string(length)}};
    if (!trailer.empty()) headers.Set("x-amz-trailer", trailer);
    return Call("PUT", "/bucket/k", body, std::move(headers));
  }
  std::string Begin(const std::string& target) {
    const std::string body = Call("POST", target + "?uploads").body;
    const size_t start = body.find("<UploadId>") + 10;
    return body.substr(start, body.find('<', start) - start);
  }
  static std::string Complete(const std::vector<std::pair<int, std::string>>& parts) {
    std::string out;
    for (const auto& [number, etag] : parts) {
      out += Concat("<Part><PartNumber>", number, "</PartNumber><ETag>", etag, "</ETag></Part>");
    }
    return Concat("<CompleteMultipartUpload>", out, "</CompleteMultipartUpload>");
  }
  static std::string Tag(std::string_view body) { return Concat('"', HexEncode(Md5(body)), '"'); }

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'078)};
  SeededRandom random_{11};
  aws::Credentials credentials_{"local", Secret<std::string>("local-secret"), std::nullopt};
  aws::SigningOptions options_{"us-east-1", "s3", aws::PathEncoding::kOnce, aws::NormalisePath::kNo,
                               aws::BodyHashHeader::kYes};
  std::unique_ptr<Database> database_ = Database::OpenInMemory(S3Service::Schema(), 1).value();
  S3Service service_{{*database_, clock_, random_}, {.origin = "http://127.0.0.1:4566"}, credentials_};
};

TEST_F(S3UploadsTest, UnsignedChunksWithAChecksumBehindThem) {
  const std::string good = "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n";
  ASSERT_EQ(PutChunked(good, 5, "x-amz-checksum-crc32").status, 200);
  const http::Response got = Call("GET", "/bucket/k", "", {{"x-amz-checksum-mode", "ENABLED"}});
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(got.headers.Get("x-amz-checksum-crc32"), "NhCmhg==");
  EXPECT_FALSE(Call("GET", "/bucket/k").headers.Get("x-amz-checksum-crc32"));
  // It is that of the whole object.
  for (const http::Headers::Field& other : {http::Headers::Field{"Range", "bytes=1-2"}, {"If-None-Match", "*"}}) {
    const http::Response part = Call("GET", "/bucket/k", "", {{"x-amz-checksum-mode", "ENABLED"}, other});
    EXPECT_FALSE(part.headers.Get("x-amz-checksum-crc32")) << part.status;
  }

  EXPECT_THAT(PutChunked(good, 4).body, HasSubstr("IncompleteBody"));
  EXPECT_THAT(PutChunked("5\r\nhell", 5).body, HasSubstr("IncompleteBody"));
  EXPECT_THAT(PutChunked("5\r\nhello\r\n0\r\n\r\n", 5, "x-amz-checksum-crc32").body,
              HasSubstr("MalformedTrailerError"));
  EXPECT_THAT(PutChunked("5\r\nhallo\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", 5).body,
              HasSubstr("The CRC32 you specified did not match the calculated checksum."));
  EXPECT_EQ(Call("PUT", "/bucket/k", good, {{"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"}}).status,
            411);
  EXPECT_EQ(
      Call("PUT", "/bucket/k", good, {{"x-amz-content-sha256", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD"}}).status,
      501);
  EXPECT_EQ(Call("GET", "/bucket/k").body, "hello");
}

TEST_F(S3UploadsTest, SignedChunks) {
  http::Request request =
      Signed("PUT", "/bucket/k", "",
             {{"x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}, {"x-amz-decoded-content-length", "5"}});
  const std::string seed = aws::ParseAuthorization(*request.headers.Get("Authorization"))->signature;
  const aws::ChunkSigner signer(credentials_, options_, FormatBasicIso8601(clock_.Now()));
  const std::string first = signer.OfChunk(seed, "hello");
  request.body =
      Concat("5;chunk-signature=", first, "\r\nhello\r\n0;chunk-signature=", signer.OfChunk(first, ""), "\r\n\r\n");
  EXPECT_EQ(service_.Handle(request).status, 200);
  request.body = ReplaceAll(request.body, "hello", "jello");
  EXPECT_THAT(service_.Handle(request).body, HasSubstr("SignatureDoesNotMatch"));
  EXPECT_EQ(Call("GET", "/bucket/k").body, "hello");
}

TEST_F(S3UploadsTest, DigestsAreCompared) {
  const std::pair<http::Headers, const char*> cases[] = {
      {{{"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="}}, ""},
      {{{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}}, "BadDigest"},
      {{{"Content-MD5", "XUFA"}}, "InvalidDigest"},
      {{{"x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="}}, ""},
      {{{"x-amz-checksum-sha1", "AAAA"}}, "Value for x-amz-checksum-sha1 header is invalid."},
      {{{"x-amz-content-sha256", "none"}}, "must be UNSIGNED-PAYLOAD"},
  };
  for (const auto& [headers, text] : cases) {
    const http::Response answer = Call("PUT", "/bucket/k", "hello", headers);
    EXPECT_EQ(answer.status, *text == '\0' ? 200 : 400) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(text));
  }
  EXPECT_THAT(Call("PUT", "/bucket/k", "", {{"x-amz-meta-a", std::string(2049, 'x')}}).body,
              HasSubstr("MetadataTooLarge"));
  EXPECT_THAT(Call("PUT", "/bucket/" + std::string(1025, 'k')).body, HasSubstr("KeyTooLongError"));
}

TEST_F(S3UploadsTest, WritesUnderConditions) {
  EXPECT_EQ(Call("PUT", "/bucket/k", "1", {{"If-None-Match", "*"}}).status, 200);
  EXPECT_EQ(Call("PUT", "/bucket/k", "2", {{"If-None-Match", "*"}}).status, 412);
  EXPECT_EQ(Call("PUT", "/bucket/k", "2", {{"If-Match", Tag("0")}}).status, 412);
  EXPECT_EQ(Call("PUT", "/bucket/k", "2", {{"If-Match", Tag("1")}}).status, 200);
  EXPECT_EQ(Call("PUT", "/bucket/none", "2", {{"If-Match", "*"}}).status, 404);
}

TEST_F(S3UploadsTest, Copies) {
  Call("PUT", "/bucket/a%20b", "hello", {{"x-amz-meta-a", "1"}, {"Content-Type", "text/plain"}});
  const auto copy = [this](const std::string& target, const std::string& source, http::Headers headers = {}) {
    headers.Set("x-amz-copy-source", source);
    return Call("PUT", target, "", std::move(headers));
  };
  EXPECT_THAT(copy("/bucket/c", "/bucket/a%20b").body, HasSubstr("<CopyObjectResult"));
  EXPECT_EQ(Call("GET", "/bucket/c").headers.Get("x-amz-meta-a"), "1");
  EXPECT_EQ(copy("/bucket/c", "bucket/a%20b", {{"x-amz-metadata-directive", "REPLACE"}, {"x-amz-meta-b", "2"}}).status,
            200);
  EXPECT_FALSE(Call("GET", "/bucket/c").headers.Get("x-amz-meta-a"));
  EXPECT_EQ(Call("GET", "/bucket/c").headers.Get("Content-Type"), "binary/octet-stream");
  EXPECT_THAT(copy("/bucket/c", "/bucket/c").body, HasSubstr("illegal"));
  EXPECT_THAT(copy("/bucket/c", "/bucket/none").body, HasSubstr("NoSuchKey"));
  EXPECT_THAT(copy("/bucket/c", "/other/none").body, HasSubstr("NoSuchBucket"));
  EXPECT_THAT(copy("/bucket/c", "/bucket/a%20b?versionId=1").body, HasSubstr("NoSuchVersion"));
  for (const char* wrong : {"bucket", "/", "/bucket/", "%"}) EXPECT_EQ(copy("/bucket/c", wrong).status, 400) << wrong;
}

TEST_F(S3UploadsTest, MultipartUploads) {
  const std::string upload = Begin("/bucket/big");
  const std::string query = "&uploadId=" + upload;
  const std::string large(size_t{5} << 20, 'x');
  Call("PUT", "/bucket/big?partNumber=1" + query, "small");
  Call("PUT", "/bucket/big?partNumber=2" + query, "end");
  EXPECT_THAT(Call("POST", "/bucket/big?" + query.substr(1), Complete({{1, Tag("small")}, {2, Tag("end")}})).body,
              HasSubstr("EntityTooSmall"));
  Call("PUT", "/bucket/big?partNumber=1" + query, large);  // in the place of the other
  const std::pair<std::string, const char*> refused[] = {
      {Complete({{2, Tag("end")}, {1, Tag(large)}}), "InvalidPartOrder"},
      {Complete({{1, Tag("small")}}), "InvalidPart"},
      {Complete({{3, Tag("end")}}), "InvalidPart"},
      {Complete({}), "MalformedXML"},
      {"<CompleteMultipartUpload>", "MalformedXML"},
      {Complete({{10'001, Tag("end")}}), "MalformedXML"},
      {"<!DOCTYPE x [<!ENTITY a \"b\">]><CompleteMultipartUpload/>", "MalformedXML"},
  };
  for (const auto& [body, code] : refused) {
    EXPECT_THAT(Call("POST", "/bucket/big?" + query.substr(1), body).body, HasSubstr(code));
  }
  EXPECT_EQ(Call("GET", "/bucket/big").status, 404);
  EXPECT_EQ(Call("POST", "/bucket/big?" + query.substr(1), Complete({{1, Tag(large)}, {2, Tag("end")}})).status, 200);
  EXPECT_EQ(Call("GET", "/bucket/big").body, large + "end");
  EXPECT_THAT(Call("PUT", "/bucket/big?partNumber=1" + query, "x").body, HasSubstr("NoSuchUpload"));
  for (const char* number : {"0", "10001", "-1", "x", ""}) {
    EXPECT_EQ(Call("PUT", Concat("/bucket/k?partNumber=", number, "&uploadId=", Begin("/bucket/k")), "x").status, 400);
  }
}

TEST_F(S3UploadsTest, PartsMayBeCopied) {
  Call("PUT", "/bucket/source", "0123456789");
  const std::string target = "/bucket/k?partNumber=1&uploadId=" + Begin("/bucket/k");
  EXPECT_THAT(
      Call("PUT", target, "", {{"x-amz-copy-source", "bucket/source"}, {"x-amz-copy-source-range", "bytes=2-4"}}).body,
      HasSubstr(HexEncode(Md5("234"))));
  EXPECT_EQ(Call("PUT", target, "", {{"x-amz-copy-source", "bucket/source"}, {"x-amz-copy-source-range", "x"}}).status,
            400);
}

TEST_F(S3UploadsTest, AnUnversionedObjectHasOneVersion) {
  Call("PUT", "/bucket/k", "1");
  Call("PUT", "/bucket/k", "2");
  EXPECT_THAT(Call("GET", "/bucket?versions").body, HasSubstr("<VersionId>null</VersionId>"));
  EXPECT_EQ(Call("GET", "/bucket/k?versionId=null").body, "2");
  Call("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>");
  const auto versioned = Call("PUT", "/bucket/k", "3").headers.Get("x-amz-version-id");
  EXPECT_EQ(Call("GET", "/bucket/k?versionId=null").body, "2");
  Call("PUT", "/bucket?versioning", "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>");
  EXPECT_FALSE(Call("PUT", "/bucket/k", "4").headers.Get("x-amz-version-id"));
  EXPECT_EQ(Call("GET", "/bucket/k?versionId=null").body, "4");
  EXPECT_EQ(Call("GET", "/bucket/k?versionId=" + *versioned).body, "3");
  EXPECT_EQ(Call("DELETE", "/bucket/k").headers.Get("x-amz-version-id"), "null");
  EXPECT_EQ(Call("GET", "/bucket/k").status, 404);
  EXPECT_EQ(Call("PUT", "/bucket?versioning", "<VersioningConfiguration/>").status, 400);
}

TEST_F(S3UploadsTest, DeletesMany) {
  Call("PUT", "/bucket/a%26b", "1");
  const auto remove = [this](const std::string& body) { return Call("POST", "/bucket?delete", body); };
  EXPECT_THAT(remove("<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>none</Key></Object></Delete>").body,
              HasSubstr("<Deleted><Key>a&amp;b</Key></Deleted><Deleted><Key>none</Key></Deleted>"));
  EXPECT_EQ(Call("GET", "/bucket/a%26b").status, 404);
  Call("PUT", "/bucket/%20a%0D%0A%20", "1");
  EXPECT_THAT(Call("GET", "/bucket").body, HasSubstr("<Key> a&#13;\n </Key>"));
  EXPECT_EQ(remove("<Delete><Object><Key> a&#13;&#10; </Key></Object></Delete>").status, 200);
  EXPECT_EQ(Call("GET", "/bucket/%20a%0D%0A%20").status, 404);
  std::string many;
  for (int index = 0; index < 1001; ++index) many += "<Object><Key>k</Key></Object>";
  for (const std::string& wrong : {std::string("<Delete/>"), std::string("x"),
                                   std::string("<Delete><Object/></Delete>"), Concat("<Delete>", many, "</Delete>")}) {
    EXPECT_THAT(remove(wrong).body, HasSubstr("MalformedXML"));
  }
}

TEST_F(S3UploadsTest, StrangeKeysStayAsTheyAre) {
  for (const char* key : {"..", "../../etc/passwd", "nul%00key", "trailing%20", "%E2%82%AC", "a%0Ab", "%3Cxml%3E"}) {
    const std::string target = Concat("/bucket/", key);
    EXPECT_EQ(Call("PUT", target, key).status, 200) << key;
    EXPECT_EQ(Call("GET", target).body, key);
    EXPECT_THAT(Call("GET", "/bucket?list-type=2&encoding-type=url").body, HasSubstr(Concat("<Key>", key, "</Key>")));
  }
  EXPECT_THAT(Call("GET", "/bucket?prefix=nul%00").body, HasSubstr("<Contents>"));
  EXPECT_EQ(Call("GET", "/bucket/%ff").status, 400);
  EXPECT_EQ(Call("GET", "/bucket?max-keys=-1").status, 400);
  EXPECT_EQ(Call("GET", "/bucket?max-keys=99999999999999999999").status, 400);
  EXPECT_EQ(Call("PUT", "/192.168.1.1").status, 400);
}

}  // namespace
}  // namespace genesys_cfn::emulator
