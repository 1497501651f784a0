// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/s3_address.h"

#include <gtest/gtest.h>

namespace genesys_cfn::emulator {
namespace {

TEST(S3Address, ReadsTheHost) {
  const std::pair<const char*, const char*> cases[] = {
      {"bucket.s3.us-east-1.amazonaws.com", "bucket"},
      {"bucket.s3.amazonaws.com:443", "bucket"},
      {"a.b.s3.dualstack.eu-west-1.amazonaws.com", "a.b"},
      {"bucket.s3-us-west-2.amazonaws.com", "bucket"},
      {"bucket.s3.cn-north-1.amazonaws.com.cn", "bucket"},
      {"s3.us-east-1.amazonaws.com", ""},
      {"bucket.localhost:4566", "bucket"},
      {"Bucket.S3.localhost:4566", "bucket"},
      {"bucket.s3.us-east-1.localhost", "bucket"},
      {"s3.localhost:4566", ""},
      {"s3-logs.s3.localhost", "s3-logs"},
  };
  for (const auto& [host, bucket] : cases) {
    const auto parsed = ParseS3Host(host);
    ASSERT_TRUE(parsed) << host;
    EXPECT_EQ(parsed->bucket, bucket) << host;
  }
  for (const char* host : {"", "localhost", "localhost:4566", "127.0.0.1:4566", "sts.us-east-1.amazonaws.com",
                           "amazonaws.com", "s3.example.org"}) {
    EXPECT_FALSE(ParseS3Host(host)) << host;
  }
}

TEST(S3Address, TakesKeysAsTheyAre) {
  const auto of = [](const std::string& host, const std::string& target) {
    return ParseS3Address({"GET", "", target, {{"Host", host}}, ""});
  };
  EXPECT_EQ(of("127.0.0.1", "/")->bucket, "");
  EXPECT_EQ(of("127.0.0.1", "/bucket")->key, "");
  EXPECT_EQ(of("127.0.0.1", "/bucket/")->key, "");
  const std::pair<const char*, std::string> keys[] = {
      {"../x/./y", "../x/./y"}, {"/", "/"},      {"a//b/", "a//b/"}, {"blank%20", "blank "},
      {"nul%00", {"nul\0", 4}}, {"%C3%A4", "ä"}, {"a+b", "a+b"},     {"%2e%2e", ".."},
  };
  for (const auto& [encoded, key] : keys) {
    EXPECT_EQ(of("127.0.0.1", std::string("/bucket/") + encoded + "?versionId=1")->key, key) << encoded;
    const auto in_host = of("bucket.localhost", std::string("/") + encoded);
    EXPECT_EQ(in_host->key, key) << encoded;
    EXPECT_EQ(in_host->bucket, "bucket");
  }
  for (const char* target : {"/bucket/%", "/bucket/%zz", "/bucket/%FF", "/%FF/key"}) {
    EXPECT_FALSE(of("127.0.0.1", target)) << target;
  }
}

TEST(S3Address, KnowsUnsignedRequests) {
  const auto is = [](const std::string& target, http::Headers headers) {
    return IsUnsignedS3Request({"GET", "", target, std::move(headers), ""});
  };
  EXPECT_TRUE(is("/key", {{"Host", "bucket.localhost:4566"}}));
  EXPECT_FALSE(is("/key", {{"Host", "bucket.localhost:4566"}, {"Authorization", "Bearer x"}}));
  EXPECT_TRUE(is("/b/k?X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fs3%2Faws4_request", {{"Host", "127.0.0.1"}}));
  EXPECT_FALSE(is("/?X-Amz-Credential=a%2F20260101%2Fus-east-1%2Fsts%2Faws4_request", {{"Host", "127.0.0.1"}}));
  EXPECT_TRUE(is("/b/k?AWSAccessKeyId=a&Signature=b&Expires=1", {}));
  EXPECT_FALSE(is("/b/k", {}));
}

}  // namespace
}  // namespace genesys_cfn::emulator
