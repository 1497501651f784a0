// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/aws_authentication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/sigv4.h"

namespace genesys_cfn::emulator {
namespace {

using ::testing::HasSubstr;

constexpr WallTime kNow{Milliseconds{1'767'323'045'000}};
constexpr AwsScope kScope{"secretsmanager", "us-east-1"};

aws::Credentials Local() {
  return {"local", Secret<std::string>("local-secret"), std::nullopt};
}

http::Request Signed(const aws::Credentials& credentials, const aws::SigningOptions& options) {
  http::Request request{"POST", "http://127.0.0.1:4566", "/", {}, "{}"};
  aws::Sign(request, credentials, options, kNow);
  return request;
}

http::Request Good() {
  return Signed(Local(), {.region = "us-east-1", .service = "secretsmanager"});
}

TEST(AwsAuthentication, AcceptsTheLocalCredentials) {
  EXPECT_FALSE(RefusalOf(Good(), kScope, Local(), kNow).has_value());
}

TEST(AwsAuthentication, TellsTheReasonsApart) {
  using Reason = AwsRefusal::Reason;
  aws::Credentials other_key = Local();
  other_key.access_key_id = "AKIDSTRANGER";
  aws::Credentials other_secret = Local();
  other_secret.secret_access_key = Secret<std::string>("guess");
  http::Request garbled = Good();
  garbled.headers.Set("Authorization", "Basic YTpi");
  http::Request tampered = Good();
  tampered.body = R"({"SecretId":"other"})";

  const std::vector<std::tuple<http::Request, Reason, std::string>> cases = {
      {http::Request{"POST", "", "/", {}, "{}"}, Reason::kMissing, "Missing Authentication Token"},
      {garbled, Reason::kIncomplete, "AWS4-HMAC-SHA256"},
      {Signed(other_key, {.region = "us-east-1", .service = "secretsmanager"}), Reason::kUnknownKey, "security token"},
      {Signed(other_secret, {.region = "us-east-1", .service = "secretsmanager"}), Reason::kBadSignature,
       "does not match"},
      {tampered, Reason::kBadSignature, "does not match"},
      {Signed(Local(), {.region = "eu-west-1", .service = "secretsmanager"}), Reason::kBadSignature,
       "Credential should be scoped to a valid region"},
      {Signed(Local(), {.region = "us-east-1", .service = "sts"}), Reason::kBadSignature, "correct service"},
  };
  for (const auto& [request, reason, text] : cases) {
    const auto refusal = RefusalOf(request, kScope, Local(), kNow);
    ASSERT_TRUE(refusal.has_value()) << text;
    EXPECT_EQ(refusal->reason, reason) << text;
    EXPECT_THAT(refusal->message, HasSubstr(text));
  }
}

TEST(AwsAuthentication, ASessionTokenThatIsExpectedMustBeThere) {
  aws::Credentials with_token = Local();
  with_token.session_token = Secret<std::string>("session");
  EXPECT_EQ(RefusalOf(Good(), kScope, with_token, kNow)->reason, AwsRefusal::Reason::kUnknownKey);
  const auto request = Signed(with_token, {.region = "us-east-1", .service = "secretsmanager"});
  EXPECT_FALSE(RefusalOf(request, kScope, with_token, kNow).has_value());
}

TEST(AwsAuthentication, AnOldRequestIsNotAcceptedAgain) {
  const auto refusal = RefusalOf(Good(), kScope, Local(), kNow + Milliseconds(301'000));
  ASSERT_TRUE(refusal.has_value());
  EXPECT_THAT(refusal->message, HasSubstr("Signature expired"));
}

}  // namespace
}  // namespace genesys_cfn::emulator
