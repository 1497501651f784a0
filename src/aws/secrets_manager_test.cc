// SPDX-License-Identifier: Apache-2.0
#include "aws/secrets_manager.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/scripted_client.h"
#include "aws/sigv4.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr WallTime kStart{Milliseconds{1'767'323'045'000}};
constexpr std::string_view kHidden = "hunter2";

class SecretsManagerTest : public ::testing::Test {
 protected:
  Result<Secret<std::string>> Get(Milliseconds budget = Milliseconds(60'000), const std::string& endpoint = kEndpoint) {
    SecretsManager manager({client_, clock_, random_}, credentials_, "eu-west-1", endpoint);
    return manager.GetSecretString("/genesys/oauth/credentials", clock_.SteadyNow() + budget);
  }
  void Answer(int status, std::string body) { client_.answers.push_back(http::Response{status, {}, std::move(body)}); }
  void AnswerError(int status, const std::string& type, const std::string& message = "service text") {
    Answer(status, R"({"__type":")" + type + R"(","Message":")" + message + "\"}");
  }
  Milliseconds Slept() const {
    Milliseconds total{0};
    for (const Milliseconds sleep : clock_.sleeps()) total += sleep;
    return total;
  }

  static inline const std::string kEndpoint = "https://secretsmanager.eu-west-1.amazonaws.com";
  const std::string good_ = R"({"Name":"n","SecretString":"hunter2"})";
  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), Secret<std::string>("token")};
  ScriptedClient client_;
  FakeClock clock_{kStart};
  SeededRandom random_{7};
};

TEST_F(SecretsManagerTest, SendsOneSignedJsonRequest) {
  Answer(200, good_);
  const auto secret = Get();
  ASSERT_TRUE(secret) << secret.error().message;
  EXPECT_EQ(secret->Reveal(), kHidden);
  ASSERT_EQ(client_.requests.size(), 1u);
  const http::Request& request = client_.requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.origin, "https://secretsmanager.eu-west-1.amazonaws.com");
  EXPECT_EQ(request.target, "/");
  EXPECT_EQ(request.headers.Get("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(request.headers.Get("X-Amz-Target"), "secretsmanager.GetSecretValue");
  EXPECT_EQ(request.body, R"({"SecretId":"/genesys/oauth/credentials"})");
  const auto authorization = ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "secretsmanager");
  EXPECT_EQ(authorization->region, "eu-west-1");
  EXPECT_TRUE(Verify(request, *authorization, credentials_, kStart));
  EXPECT_EQ(client_.call_options[0].proxy, http::CallOptions::Proxy::kEnvironment);
  EXPECT_EQ(client_.call_options[0].total_timeout, Milliseconds(15'000));
}

TEST_F(SecretsManagerTest, ACallEndsWithTheDeadline) {
  Answer(200, good_);
  ASSERT_TRUE(Get(Milliseconds(5'000), "http://127.0.0.1:4566"));
  EXPECT_EQ(client_.call_options[0].total_timeout, Milliseconds(5'000));
}

TEST_F(SecretsManagerTest, ServiceErrorsAreMappedAndNameSecretAndRegion) {
  const std::vector<std::tuple<std::string, ErrorCode, std::string>> cases = {
      {"ResourceNotFoundException", ErrorCode::kNotFound, "create the secret"},
      {"com.amazonaws#DecryptionFailure", ErrorCode::kPermissionDenied, "kms:Decrypt"},
      {"InvalidSignatureException:http://x", ErrorCode::kUnauthenticated, "clock"},
      {"ExpiredTokenException", ErrorCode::kUnauthenticated, "expired"},
      {"InvalidRequestException", ErrorCode::kInvalidInput, "deletion"},
      {"SomethingNewException", ErrorCode::kInvalidInput, "SomethingNewException"},
  };
  for (const auto& [type, code, text] : cases) {
    AnswerError(400, type);
    const auto secret = Get();
    ASSERT_FALSE(secret) << type;
    EXPECT_EQ(secret.error().code, code) << type;
    EXPECT_THAT(secret.error().message, HasSubstr(text));
    EXPECT_THAT(secret.error().message, HasSubstr("service text"));
    EXPECT_THAT(secret.error().message, HasSubstr("'/genesys/oauth/credentials'"));
    EXPECT_THAT(secret.error().message, HasSubstr("eu-west-1"));
  }
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(SecretsManagerTest, AFreshRoleIsGivenTwentySeconds) {
  for (const char* type : {"AccessDeniedException", "UnrecognizedClientException"}) {
    AnswerError(400, type);
    AnswerError(400, type);
    Answer(200, good_);
    EXPECT_TRUE(Get()) << type;
  }
}

TEST_F(SecretsManagerTest, ARoleWithoutRightsFailsAfterTwentySecondsNamingThePermission) {
  AnswerError(400, "AccessDeniedException");
  client_.repeat_last = true;
  const auto secret = Get(Milliseconds(600'000));
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(secret.error().message, HasSubstr("secretsmanager:GetSecretValue"));
  EXPECT_LE(Slept(), Milliseconds(20'000));
  EXPECT_GE(Slept(), Milliseconds(17'000));
}

TEST_F(SecretsManagerTest, TheDeadlineEndsAlsoTheWaitForARole) {
  AnswerError(400, "AccessDeniedException");
  client_.repeat_last = true;
  EXPECT_FALSE(Get(Milliseconds(3'000)));
  EXPECT_LE(Slept(), Milliseconds(3'000));
}

TEST_F(SecretsManagerTest, TemporaryFailuresAreRepeatedWithANewSignature) {
  AnswerError(400, "ThrottlingException");
  Answer(429, "");
  Answer(503, "<html>busy</html>");
  client_.answers.push_back(Error{ErrorCode::kUnavailable, "connection refused"});
  client_.answers.push_back(Error{ErrorCode::kOutcomeUnknown, "reset"});
  Answer(200, good_);
  client_.on_send = [this] { clock_.Advance(Milliseconds(1'000)); };
  EXPECT_TRUE(Get());
  ASSERT_EQ(client_.requests.size(), 6u);
  EXPECT_EQ(clock_.sleeps().size(), 5u);
  EXPECT_NE(client_.requests[0].headers.Get("X-Amz-Date"), client_.requests[5].headers.Get("X-Amz-Date"));
}

TEST_F(SecretsManagerTest, FailuresEndAtTheDeadlineWithTheLastReason) {
  client_.answers.push_back(Error{ErrorCode::kUnavailable, "connection refused"});
  client_.repeat_last = true;
  const auto secret = Get(Milliseconds(8'000));
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, ErrorCode::kUnavailable);
  EXPECT_THAT(secret.error().message, HasSubstr("connection refused"));
  EXPECT_THAT(secret.error().message, HasSubstr("attempts"));
  EXPECT_LT(Slept(), Milliseconds(8'000));
}

TEST_F(SecretsManagerTest, ARetryAfterBeyondTheDeadlineFailsAtOnce) {
  client_.answers.push_back(http::Response{429, {{"Retry-After", "30"}}, ""});
  const auto secret = Get(Milliseconds(10'000));
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, ErrorCode::kRateLimited);
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(SecretsManagerTest, WithoutTimeNothingIsSent) {
  const auto secret = Get(Milliseconds(0));
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_TRUE(client_.requests.empty());
}

TEST_F(SecretsManagerTest, NoErrorRepeatsAnAnswerThatMayHoldTheSecret) {
  for (const char* body : {R"({"SecretString":"hunter2")", R"(["hunter2"])", R"({"SecretBinary":"hunter2"})",
                           R"({"SecretString":{"password":"hunter2"}})", "hunter2"}) {
    Answer(200, body);
    const auto secret = Get();
    ASSERT_FALSE(secret) << body;
    EXPECT_EQ(secret.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(secret.error().message, Not(HasSubstr(std::string(kHidden))));
  }
}

TEST_F(SecretsManagerTest, ABrokenEndpointIsNamed) {
  const auto secret = Get(Milliseconds(1'000), "secretsmanager.local");
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().code, ErrorCode::kInvalidInput);
  EXPECT_THAT(secret.error().message, HasSubstr("endpoint"));
}

TEST_F(SecretsManagerTest, AVersionIsAskedForById) {
  Answer(200, good_);
  SecretsManager manager({client_, clock_, random_}, credentials_, "eu-west-1", kEndpoint);
  ASSERT_TRUE(manager.GetSecretString("a", clock_.SteadyNow() + Milliseconds(1'000), "version-1"));
  EXPECT_EQ(client_.requests[0].body, R"({"SecretId":"a","VersionId":"version-1"})");
}

TEST_F(SecretsManagerTest, AnArnOfAnotherRegionOrServiceIsRefusedWithoutACall) {
  SecretsManager manager({client_, clock_, random_}, credentials_, "eu-west-1", kEndpoint);
  const SteadyTime deadline = clock_.SteadyNow() + Milliseconds(1'000);
  const std::pair<const char*, const char*> cases[] = {
      {"arn:aws:secretsmanager:us-east-1:000000000000:secret:a-AbCdEf", "in the region 'us-east-1'"},
      {"arn:aws:ssm:eu-west-1:000000000000:parameter/a", "not an ARN of the service secretsmanager"},
      {"arn:aws", "not an ARN of the service secretsmanager"},
  };
  for (const auto& [arn, text] : cases) {
    const auto secret = manager.GetSecretString(arn, deadline);
    ASSERT_FALSE(secret) << arn;
    EXPECT_EQ(secret.error().code, ErrorCode::kInvalidInput);
    EXPECT_THAT(secret.error().message, HasSubstr(text));
  }
  EXPECT_TRUE(client_.requests.empty());
  Answer(200, good_);
  EXPECT_TRUE(manager.GetSecretString("arn:aws:secretsmanager:eu-west-1:000000000000:secret:a-AbCdEf", deadline));
}

TEST_F(SecretsManagerTest, DescribesASecret) {
  SecretsManager manager({client_, clock_, random_}, credentials_, "eu-west-1", kEndpoint);
  const auto describe = [&] { return manager.DescribeSecret("a", clock_.SteadyNow() + Milliseconds(1'000)); };
  Answer(200, R"({"ARN":"arn:s","KmsKeyId":"arn:k"})");
  const auto described = describe();
  ASSERT_TRUE(described) << described.error().message;
  EXPECT_EQ(described->arn, "arn:s");
  EXPECT_EQ(described->key, "arn:k");
  EXPECT_EQ(client_.requests[0].headers.Get("X-Amz-Target"), "secretsmanager.DescribeSecret");
  Answer(200, R"({"ARN":"arn:s"})");
  EXPECT_EQ(describe()->key, "");
  Answer(200, "{}");
  EXPECT_THAT(describe().error().message, HasSubstr("cannot be used"));
  AnswerError(400, "ResourceNotFoundException");
  EXPECT_EQ(describe().error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace genesys_cfn::aws
