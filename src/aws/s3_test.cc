// SPDX-License-Identifier: Apache-2.0
#include "aws/s3.h"

#include <gmock/gmock.h>

#include "aws/scripted_client.h"
#include "aws/sigv4.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;

constexpr size_t kLimit = 10;

class S3Test : public ::testing::Test {
 protected:
  Result<std::string> Get(const S3Location& location = {"bucket", "key", {}},
                          const std::string& endpoint = "https://s3.eu-west-1.amazonaws.com") {
    S3 s3({client_, clock_, random_}, credentials_, "eu-west-1", endpoint);
    return s3.GetObject(location, kLimit, clock_.SteadyNow() + Milliseconds(60'000));
  }
  void Answer(int status, std::string body, http::Headers headers = {}) {
    client_.answers.push_back(http::Response{status, std::move(headers), std::move(body)});
  }
  void AnswerError(int status, const std::string& code, http::Headers headers = {}, const std::string& more = "") {
    Answer(status,
           "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code +
               "</Code><Message>service text</Message>" + more + "</Error>",
           std::move(headers));
  }
  std::string UrlOf(const S3Location& location, const std::string& endpoint = "https://s3.eu-west-1.amazonaws.com") {
    client_.requests.clear();
    Answer(200, "x");
    EXPECT_TRUE(Get(location, endpoint));
    return client_.requests.empty() ? "" : client_.requests[0].origin + client_.requests[0].target;
  }

  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), Secret<std::string>("token")};
  ScriptedClient client_;
  FakeClock clock_{WallTime{Milliseconds{1'767'323'045'000}}};
  SeededRandom random_{7};
};

TEST_F(S3Test, SendsOneSignedRequest) {
  Answer(206, "0123456789", {{"Content-Range", "bytes 0-9/10"}});
  const auto object = Get();
  ASSERT_TRUE(object) << object.error().message;
  EXPECT_EQ(*object, "0123456789");
  ASSERT_EQ(client_.requests.size(), 1u);
  const http::Request& request = client_.requests[0];
  EXPECT_EQ(request.method, "GET");
  EXPECT_EQ(request.headers.Get("Host"), "bucket.s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(request.headers.Get("X-Amz-Content-Sha256"), Sha256Hex(""));
  const auto authorization = ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "s3");
  EXPECT_THAT(authorization->signed_headers, testing::Contains("x-amz-content-sha256"));
  EXPECT_TRUE(Verify(request, *authorization, credentials_, clock_.Now()));
}

TEST_F(S3Test, TheUrlFollowsBucketKeyAndEndpoint) {
  EXPECT_EQ(UrlOf({"bucket", "a/b.json", {}}), "https://bucket.s3.eu-west-1.amazonaws.com/a/b.json");
  EXPECT_EQ(UrlOf({"my.bucket", "k", {}}), "https://s3.eu-west-1.amazonaws.com/my.bucket/k");
  EXPECT_EQ(UrlOf({"Old_Bucket", "k", {}}), "https://s3.eu-west-1.amazonaws.com/Old_Bucket/k");
  EXPECT_EQ(UrlOf({"bucket", "k", {}}, "http://127.0.0.1:4566"), "http://127.0.0.1:4566/bucket/k");
  EXPECT_EQ(UrlOf({"bucket", "k", {}}, "http://gateway/s3"), "http://gateway/s3/bucket/k");
  EXPECT_EQ(UrlOf({"bucket", "k", "v/1+2"}), "https://bucket.s3.eu-west-1.amazonaws.com/k?versionId=v%2F1%2B2");
}

TEST_F(S3Test, KeysAreEncodedOnceAndNeverNormalised) {
  const std::pair<const char*, const char*> cases[] = {
      {"a b+c", "/a%20b%2Bc"}, {"a%20b", "/a%2520b"},   {"../x/./y", "/../x/./y"},         {"/first", "//first"},
      {"a//b/", "/a//b/"},     {"\xC3\xA4", "/%C3%A4"}, {"?x=1&y#z", "/%3Fx%3D1%26y%23z"}, {"a~b_c-d.e", "/a~b_c-d.e"},
  };
  for (const auto& [key, path] : cases) {
    EXPECT_EQ(UrlOf({"bucket", key, {}}), std::string("https://bucket.s3.eu-west-1.amazonaws.com") + path);
    const http::Request& request = client_.requests[0];
    const auto authorization = ParseAuthorization(request.headers.Get("Authorization").value_or(""));
    EXPECT_TRUE(Verify(request, *authorization, credentials_, clock_.Now())) << key;
  }
}

TEST_F(S3Test, ATooLargeObjectIsRefusedWithItsSizeWithoutReadingIt) {
  Answer(206, "0123456789A", {{"Content-Range", "bytes 0-10/7340032"}});
  const auto object = Get();
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(object.error().message, HasSubstr("7340032 bytes; at most 10"));
  EXPECT_EQ(client_.requests[0].headers.Get("Range"), "bytes=0-10");
  Answer(200, "0123456789AB");
  EXPECT_THAT(Get().error().message, HasSubstr("12 bytes; at most 10"));
}

TEST_F(S3Test, AnEmptyObjectIsEmpty) {
  AnswerError(416, "InvalidRange");
  const auto object = Get();
  ASSERT_TRUE(object);
  EXPECT_EQ(*object, "");
}

TEST_F(S3Test, ErrorsNameObjectRegionAndRemedy) {
  const std::tuple<int, const char*, ErrorCode, const char*> cases[] = {
      {404, "NoSuchBucket", ErrorCode::kNotFound, "correct the bucket's name"},
      {404, "NoSuchKey", ErrorCode::kNotFound, "upload the object"},
      {404, "NoSuchVersion", ErrorCode::kNotFound, "no such version"},
      {403, "InvalidObjectState", ErrorCode::kInvalidInput, "archived"},
      {403, "SignatureDoesNotMatch", ErrorCode::kUnauthenticated, "clock"},
      {403, "RequestTimeTooSkewed", ErrorCode::kUnauthenticated, "clock"},
  };
  for (const auto& [status, code, expected, text] : cases) {
    AnswerError(status, code);
    const auto object = Get();
    ASSERT_FALSE(object) << code;
    EXPECT_EQ(object.error().code, expected) << code;
    EXPECT_THAT(object.error().message, HasSubstr(text));
    EXPECT_THAT(object.error().message, HasSubstr("s3://bucket/key from S3 in eu-west-1"));
  }
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(S3Test, ADenialNamesThePermissionAndThatAMissingKeyLooksTheSame) {
  AnswerError(403, "AccessDenied");
  client_.repeat_last = true;
  const auto object = Get();
  ASSERT_FALSE(object);
  EXPECT_EQ(object.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(object.error().message, HasSubstr("s3:GetObject on"));
  EXPECT_THAT(object.error().message, HasSubstr("without s3:ListBucket a key that does not exist"));
  EXPECT_GT(clock_.sleeps().size(), 5u);
  EXPECT_THAT(Get({"bucket", "key", "v"}).error().message, HasSubstr("s3:GetObjectVersion"));
}

TEST_F(S3Test, ABucketElsewhereIsNamedWithItsRegion) {
  AnswerError(301, "PermanentRedirect", {{"x-amz-bucket-region", "us-west-2"}});
  AnswerError(400, "AuthorizationHeaderMalformed", {}, "<Region>ap-south-1</Region>");
  AnswerError(301, "PermanentRedirect");
  for (const char* where : {"is in us-west-2", "is in ap-south-1", "is in another region"}) {
    const auto object = Get();
    ASSERT_FALSE(object);
    EXPECT_EQ(object.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(object.error().message, HasSubstr(where));
  }
}

TEST_F(S3Test, ADeletedObjectIsToldFromOneThatNeverWas) {
  AnswerError(404, "NoSuchKey", {{"x-amz-delete-marker", "true"}});
  EXPECT_THAT(Get().error().message, HasSubstr("the object was deleted"));
  AnswerError(405, "MethodNotAllowed", {{"x-amz-delete-marker", "true"}});
  EXPECT_THAT(Get({"bucket", "key", "v"}).error().message, HasSubstr("this version is a delete marker"));
}

TEST_F(S3Test, TemporaryFailuresAreRepeated) {
  AnswerError(503, "SlowDown");
  AnswerError(500, "InternalError");
  AnswerError(400, "RequestTimeout");
  client_.answers.push_back(Error{ErrorCode::kUnavailable, "connection refused"});
  Answer(200, "x");
  EXPECT_TRUE(Get());
  EXPECT_EQ(client_.requests.size(), 5u);
}

TEST_F(S3Test, AWrongNameOrEndpointIsRefusedWithoutACall) {
  EXPECT_THAT(Get({"evil.com/x", "key", {}}).error().message, HasSubstr("bucket's name"));
  EXPECT_THAT(Get({"bucket", "key", {}}, "s3.local").error().message, HasSubstr("the S3 endpoint"));
  EXPECT_TRUE(client_.requests.empty());
}

}  // namespace
}  // namespace genesys_cfn::aws
