// SPDX-License-Identifier: Apache-2.0
#include "aws/s3_location.h"

#include <gmock/gmock.h>

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;

TEST(S3Location, ReadsUrisAsTheyStand) {
  const std::pair<const char*, S3Location> cases[] = {
      {"s3://bucket/key.json", {"bucket", "key.json", {}}},
      {"s3://my.bucket/a/b c/+/%20/../x", {"my.bucket", "a/b c/+/%20/../x", {}}},
      {"s3://bucket//slash", {"bucket", "/slash", {}}},
      {"s3://bucket/key?versionId=abc.def", {"bucket", "key", "abc.def"}},
      {"s3://bucket/what?now", {"bucket", "what?now", {}}},
      {"s3://bucket/a?versionId=1?versionId=2", {"bucket", "a?versionId=1", "2"}},
      {"s3://bucket/\xC3\xA4", {"bucket", "\xC3\xA4", {}}},
  };
  for (const auto& [uri, expected] : cases) {
    const auto location = ParseS3Uri(uri);
    ASSERT_TRUE(location) << uri << ": " << location.error().message;
    EXPECT_EQ(*location, expected) << uri;
    EXPECT_EQ(ToString(*location), uri);
  }
}

TEST(S3Location, WrongOnesSayWhatIsWrong) {
  const std::pair<std::string, const char*> cases[] = {
      {"https://bucket.s3.amazonaws.com/key", "s3://bucket/key"},
      {"s3://bucket", "has no key"},
      {"s3://bucket/", "key must not be empty"},
      {"s3:///key", "bucket's name"},
      {"s3://ab/key", "bucket's name"},
      {"s3://evil.example.com@x/key", "bucket's name"},
      {"s3://a..b/key", "bucket's name"},
      {"s3://-abc/key", "bucket's name"},
      {"s3://arn:aws:s3:eu-west-1:1:accesspoint/x", "access points"},
      {"s3://bucket/key?versionId=", "version id"},
      {"s3://bucket/key?versionId=a b", "version id"},
      {"s3://bucket/" + std::string(1025, 'k'), "1025 bytes"},
      {"s3://bucket/\xFF", "UTF-8"},
  };
  for (const auto& [uri, text] : cases) {
    const auto location = ParseS3Uri(uri);
    ASSERT_FALSE(location) << uri;
    EXPECT_EQ(location.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(location.error().message, HasSubstr(text)) << uri;
  }
}

}  // namespace
}  // namespace genesys_cfn::aws
