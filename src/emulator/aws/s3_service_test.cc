// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_service.h"

#include <gmock/gmock.h>

#include "aws/s3.h"
#include "aws/sigv4.h"
#include "base/encoding.h"
#include "base/text.h"
#include "http/in_process_client.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class S3ServiceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(Call("PUT", "/bucket").status, 200);
    ASSERT_EQ(Call("PUT", "/bucket?versioning", Versioning("Enabled")).status, 200);
    ASSERT_EQ(Call("PUT", "/plain").status, 200);
  }
  static std::string Versioning(const std::string& status) {
    return Concat("<VersioningConfiguration><Status>", status, "</Status></VersioningConfiguration>");
  }

  static std::unique_ptr<Database> NewDatabase() {
    auto database = Database::OpenInMemory(S3Service::Schema(), 1);
    EXPECT_TRUE(database);
    return std::move(*database);
  }
  http::Request Signed(const std::string& method, const std::string& target, const std::string& body = "",
                       http::Headers headers = {}, const std::string& region = "eu-central-1") {
    http::Request request{method, "http://127.0.0.1:4566", target, std::move(headers), body};
    aws::Sign(request, credentials_,
              {region, "s3", aws::PathEncoding::kOnce, aws::NormalisePath::kNo, aws::BodyHashHeader::kYes},
              clock_.Now());
    return request;
  }
  http::Response Call(const std::string& method, const std::string& target, const std::string& body = "",
                      http::Headers headers = {}) {
    return service_.Handle(Signed(method, target, body, std::move(headers)));
  }
  std::string Put(const std::string& target, const std::string& body) {
    const http::Response response = Call("PUT", target, body);
    EXPECT_EQ(response.status, 200) << response.body;
    return response.headers.Get("x-amz-version-id").value_or("");
  }
  Result<std::string> Read(const aws::S3Location& location, const std::string& region = "eu-central-1",
                           size_t limit = 100) {
    http::InProcessClient client(service_);
    aws::S3 s3({client, clock_, random_}, credentials_, region, "http://127.0.0.1:4566");
    return s3.GetObject(location, limit, clock_.SteadyNow() + Milliseconds(1'000));
  }

  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'078)};
  SeededRandom random_{11};
  aws::Credentials credentials_{"local", Secret<std::string>("local-secret"), std::nullopt};
  std::unique_ptr<Database> database_ = NewDatabase();
  S3Service service_{{*database_, clock_, random_},
                     {.account = "000000000000", .region = "eu-central-1", .origin = "http://127.0.0.1:4566"},
                     credentials_};
};

TEST_F(S3ServiceTest, OurOwnClientReadsEveryVersionOfEveryKey) {
  for (const std::string key : {"a b+c", "a%20b", "../x/./y", "/first", "a//b/", "\xC3\xA4", "?x=1&y#z", "plain"}) {
    const std::string target = "/bucket/" + PercentEncode(key, KeepSlash::kYes);
    const std::string first = Put(target, "one");
    const std::string second = Put(target, std::string("two\0\xFF", 5));
    ASSERT_NE(first, second);
    EXPECT_EQ(*Read({"bucket", key, {}}), std::string("two\0\xFF", 5)) << key;
    EXPECT_EQ(*Read({"bucket", key, first}), "one") << key;
    EXPECT_EQ(*Read({"bucket", key, second}), std::string("two\0\xFF", 5)) << key;
  }
}

TEST_F(S3ServiceTest, DeletedObjectsKeepTheirVersions) {
  const std::string version = Put("/bucket/k", "one");
  const http::Response deleted = Call("DELETE", "/bucket/k");
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.headers.Get("x-amz-delete-marker"), "true");
  EXPECT_THAT(Read({"bucket", "k", {}}).error().message, HasSubstr("the object was deleted"));
  EXPECT_THAT(Read({"bucket", "k", *deleted.headers.Get("x-amz-version-id")}).error().message,
              HasSubstr("this version is a delete marker"));
  EXPECT_EQ(*Read({"bucket", "k", version}), "one");
  // The marker goes, the object is back; then the version itself goes.
  EXPECT_EQ(Call("DELETE", "/bucket/k?versionId=" + *deleted.headers.Get("x-amz-version-id")).status, 204);
  EXPECT_EQ(*Read({"bucket", "k", {}}), "one");
  EXPECT_EQ(Call("DELETE", "/bucket/k?versionId=" + version).status, 204);
  EXPECT_THAT(Read({"bucket", "k", version}).error().message, HasSubstr("NoSuchVersion"));
  EXPECT_THAT(Read({"bucket", "k", {}}).error().message, HasSubstr("NoSuchKey"));
  EXPECT_THAT(Read({"other", "k", {}}).error().message, HasSubstr("NoSuchBucket"));
}

TEST_F(S3ServiceTest, RangesAndEmptyObjects) {
  Put("/bucket/k", "0123456789");
  EXPECT_THAT(Read({"bucket", "k", {}}, "eu-central-1", 4).error().message, HasSubstr("10 bytes; at most 4"));
  EXPECT_EQ(*Read({"bucket", "k", {}}, "eu-central-1", 10), "0123456789");
  const http::Response part = Call("GET", "/bucket/k", "", {{"Range", "bytes=2-3"}});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "23");
  EXPECT_EQ(part.headers.Get("Content-Range"), "bytes 2-3/10");
  EXPECT_EQ(Call("GET", "/bucket/k", "", {{"Range", "bytes=8-"}}).body, "89");
  EXPECT_EQ(Call("GET", "/bucket/k", "", {{"Range", "lines=1-2"}}).body, "0123456789");
  Put("/bucket/empty", "");
  EXPECT_EQ(*Read({"bucket", "empty", {}}), "");
}

TEST_F(S3ServiceTest, HeadersOfAnObject) {
  const http::Response put = Call("PUT", "/bucket/k", "x", {{"Content-Type", "application/json"}});
  const http::Response head = Call("HEAD", "/bucket/k");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.headers.Get("Content-Type"), "application/json");
  EXPECT_EQ(head.headers.Get("ETag"), put.headers.Get("ETag"));
  EXPECT_EQ(head.headers.Get("x-amz-version-id"), put.headers.Get("x-amz-version-id"));
  EXPECT_EQ(head.headers.Get("Last-Modified"), "Fri, 02 Jan 2026 03:04:05 GMT");
  EXPECT_TRUE(head.headers.Get("x-amz-request-id"));
}

TEST_F(S3ServiceTest, BucketsAreMadeOnce) {
  EXPECT_EQ(Call("HEAD", "/bucket").status, 200);
  EXPECT_EQ(Call("HEAD", "/other").status, 404);
  EXPECT_THAT(Call("PUT", "/bucket").body, HasSubstr("BucketAlreadyOwnedByYou"));
  EXPECT_THAT(Call("PUT", "/No").body, HasSubstr("InvalidBucketName"));
  EXPECT_EQ(Call("DELETE", "/plain").status, 204);
  EXPECT_EQ(Call("HEAD", "/plain").status, 404);
  Put("/bucket/k", "x");
  EXPECT_EQ(Call("DELETE", "/bucket").status, 409);
  Call("DELETE", "/bucket/k");
  EXPECT_THAT(Call("DELETE", "/bucket").body, HasSubstr("You must delete all versions in the bucket."));
}

TEST_F(S3ServiceTest, ListsInPages) {
  for (const char* key : {"a/1", "a/2", "a/%3C", "b"}) Put(Concat("/bucket/", key), "x");
  Call("DELETE", "/bucket/a/2");
  const std::string all = Call("GET", "/bucket?list-type=2").body;
  EXPECT_THAT(all, HasSubstr("<Key>a/&lt;</Key>"));
  EXPECT_THAT(all, Not(HasSubstr("a/2")));
  EXPECT_THAT(all, HasSubstr("<KeyCount>3</KeyCount>"));
  const std::string page = Call("GET", "/bucket?list-type=2&prefix=a%2F&max-keys=1&encoding-type=url").body;
  EXPECT_THAT(page, HasSubstr("<Key>a/1</Key>"));
  EXPECT_THAT(page, HasSubstr("<IsTruncated>true</IsTruncated>"));
  const size_t start = page.find("<NextContinuationToken>") + 23;
  const std::string token = page.substr(start, page.find('<', start) - start);
  const std::string next =
      Call("GET", "/bucket?list-type=2&prefix=a%2F&encoding-type=url&continuation-token=" + PercentEncode(token)).body;
  EXPECT_THAT(next, HasSubstr("<Key>a/%3C</Key>"));
  EXPECT_THAT(next, HasSubstr("<KeyCount>1</KeyCount>"));
}

TEST_F(S3ServiceTest, ListsByDelimiterAndListsBuckets) {
  for (const char* key : {"a/1", "a/2", "b/1", "c"}) Put(Concat("/bucket/", key), "x");
  const std::string top = Call("GET", "/bucket?list-type=2&delimiter=%2F").body;
  EXPECT_THAT(top, HasSubstr("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>"));
  EXPECT_THAT(top, HasSubstr("<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes>"));
  EXPECT_THAT(top, HasSubstr("<KeyCount>3</KeyCount>"));
  EXPECT_THAT(top, Not(HasSubstr("a/1")));
  EXPECT_THAT(Call("GET", "/bucket?list-type=2&delimiter=%2F&prefix=a%2F").body, HasSubstr("<Key>a/2</Key>"));
  // A page that starts behind a group does not repeat it.
  const std::string next =
      Call("GET", "/bucket?list-type=2&delimiter=%2F&continuation-token=" + PercentEncode(Base64Encode("a/"))).body;
  EXPECT_THAT(next, Not(HasSubstr("a/")));
  EXPECT_THAT(next, HasSubstr("<KeyCount>2</KeyCount>"));
  EXPECT_THAT(Call("GET", "/").body, HasSubstr("<Bucket><Name>bucket</Name><CreationDate>2026-01-02T03:04:05"));
}

TEST_F(S3ServiceTest, SignaturesAreVerified) {
  http::Request tampered = Signed("PUT", "/bucket/k", "one");
  tampered.target = "/bucket/other";
  EXPECT_THAT(service_.Handle(tampered).body, HasSubstr("SignatureDoesNotMatch"));
  EXPECT_THAT(service_.Handle({"GET", "", "/bucket/k", {}, ""}).body, HasSubstr("AccessDenied"));
  http::Request changed = Signed("PUT", "/bucket/k", "one");
  changed.body = "two";
  EXPECT_THAT(service_.Handle(changed).body, HasSubstr("XAmzContentSHA256Mismatch"));
  EXPECT_EQ(service_.Handle(Signed("HEAD", "/bucket", "", {}, "us-west-2")).headers.Get("x-amz-bucket-region"),
            "eu-central-1");
  const auto elsewhere = Read({"bucket", "k", {}}, "us-west-2");
  ASSERT_FALSE(elsewhere);
  EXPECT_THAT(elsewhere.error().message, HasSubstr("the bucket bucket is in eu-central-1"));
}

TEST_F(S3ServiceTest, APayloadMayBeUnsigned) {
  http::Request request = Signed("PUT", "/bucket/k", "", {{"X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"}});
  request.body = "anything";
  EXPECT_EQ(service_.Handle(request).status, 200);
  EXPECT_EQ(*Read({"bucket", "k", {}}), "anything");
}

TEST_F(S3ServiceTest, WhatIsNotThereSaysSo) {
  const std::pair<http::Response, const char*> cases[] = {
      {Call("GET", "/bucket?analytics"), "the query parameter analytics"},
      {Call("GET", "/bucket/k?partNumber=1"), "reading single parts"},
      {Call("PUT", "/bucket/k?tagging", "<Tagging/>"), "tags of objects"},
      {Call("PUT", "/bucket/k", "x", {{"If-None-Match", "\"a\""}}), "If-None-Match"},
  };
  for (const auto& [response, text] : cases) {
    EXPECT_EQ(response.status, 501) << text;
    EXPECT_THAT(response.body, HasSubstr(text));
  }
  EXPECT_EQ(Call("POST", "/bucket/k").status, 405);
  EXPECT_EQ(Call("GET", "/bucket/%FF").status, 400);
}

}  // namespace
}  // namespace genesys_cfn::emulator
