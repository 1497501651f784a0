// SPDX-License-Identifier: Apache-2.0
#include "aws/s3_upload.h"

#include <gmock/gmock.h>

#include "aws/scripted_client.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;

class S3UploadTest : public ::testing::Test {
 protected:
  void AnswerError(int status, const std::string& code) {
    client_.answers.push_back(
        http::Response{status, {}, "<Error><Code>" + code + "</Code><Message>service text</Message></Error>"});
  }
  SteadyTime Deadline() { return clock_.SteadyNow() + Milliseconds(60'000); }

  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt};
  ScriptedClient client_;
  FakeClock clock_{FromEpochMilliseconds(1'767'322'999'000)};
  SeededRandom random_{1};
  S3Access access_{client_, clock_, random_, credentials_, "us-east-1", "http://127.0.0.1:4566"};
};

TEST_F(S3UploadTest, ObjectIsPutUnderItsEncodedKeyAndItsAddressGiven) {
  client_.answers.push_back(http::Response{200, {}, ""});
  const auto address = PutObject(access_, {"bucket", "a b/c", {}}, "text", Deadline());
  ASSERT_TRUE(address) << address.error().message;
  EXPECT_EQ(*address, "http://127.0.0.1:4566/bucket/a%20b/c");
  EXPECT_EQ(client_.requests[0].method, "PUT");
  EXPECT_EQ(client_.requests[0].body, "text");
  EXPECT_THAT(client_.requests[0].headers.Get("Authorization").value_or(""), HasSubstr("/us-east-1/s3/aws4_request"));
}

TEST_F(S3UploadTest, AnOwnBucketIsAsGoodAsANewOne) {
  AnswerError(409, "BucketAlreadyOwnedByYou");
  EXPECT_TRUE(CreateBucket(access_, "bucket", Deadline()));
  AnswerError(403, "AccessDenied");
  const auto refused = CreateBucket(access_, "bucket", clock_.SteadyNow() + Milliseconds(1));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("making the bucket bucket in S3 in us-east-1"));
}

TEST_F(S3UploadTest, AMissingBucketIsNamed) {
  AnswerError(404, "NoSuchBucket");
  const auto refused = PutObject(access_, {"bucket", "key", {}}, "text", Deadline());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(refused.error().message, HasSubstr("writing s3://bucket/key to S3 in us-east-1"));
}

TEST_F(S3UploadTest, AnObjectIsThereOrNotOrNotToBeSeen) {
  for (const auto& [status, expected] : std::vector<std::pair<int, bool>>{{200, true}, {404, false}, {403, false}}) {
    client_.answers.push_back(http::Response{status, {}, ""});
    const auto exists = ObjectExists(access_, {"bucket", "key", {}}, Deadline());
    ASSERT_TRUE(exists) << exists.error().message;
    EXPECT_EQ(*exists, expected) << status;
    EXPECT_EQ(client_.requests.back().method, "HEAD");
  }
  client_.answers.push_back(http::Response{400, {}, ""});
  EXPECT_FALSE(ObjectExists(access_, {"bucket", "key", {}}, Deadline()));
}

}  // namespace
}  // namespace genesys_cfn::aws
