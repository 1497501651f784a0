// SPDX-License-Identifier: Apache-2.0
#include "aws/parameter_store.h"

#include <gmock/gmock.h>

#include "aws/scripted_client.h"
#include "aws/sigv4.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ParameterStoreTest : public ::testing::Test {
 protected:
  Result<Secret<std::string>> Get(std::string_view name = "/genesys/action:3") {
    ParameterStore store({client_, clock_, random_}, credentials_, "eu-west-1", "https://ssm.eu-west-1.amazonaws.com");
    return store.GetParameter(name, clock_.SteadyNow() + Milliseconds(60'000));
  }
  void Answer(int status, std::string body) { client_.answers.push_back(http::Response{status, {}, std::move(body)}); }

  Credentials credentials_{"AKIDEXAMPLE", Secret<std::string>("key"), Secret<std::string>("token")};
  ScriptedClient client_;
  FakeClock clock_{WallTime{Milliseconds{1'767'323'045'000}}};
  SeededRandom random_{7};
};

TEST_F(ParameterStoreTest, SendsOneSignedRequestWithDecryption) {
  Answer(200, R"({"Parameter":{"Name":"n","Type":"SecureString","Value":"hunter2","Version":3}})");
  const auto value = Get();
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(value->Reveal(), "hunter2");
  ASSERT_EQ(client_.requests.size(), 1u);
  const http::Request& request = client_.requests[0];
  EXPECT_EQ(request.method + " " + request.origin + request.target, "POST https://ssm.eu-west-1.amazonaws.com/");
  EXPECT_EQ(request.headers.Get("X-Amz-Target"), "AmazonSSM.GetParameter");
  EXPECT_EQ(request.body, R"({"Name":"/genesys/action:3","WithDecryption":true})");
  const auto authorization = ParseAuthorization(request.headers.Get("Authorization").value_or(""));
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->service, "ssm");
  EXPECT_TRUE(Verify(request, *authorization, credentials_, clock_.Now()));
}

TEST_F(ParameterStoreTest, ErrorsNameParameterRegionAndRemedy) {
  const std::tuple<const char*, ErrorCode, const char*> cases[] = {
      {"ParameterNotFound", ErrorCode::kNotFound, "create the parameter"},
      {"ParameterVersionNotFound", ErrorCode::kNotFound, "no such version"},
      {"InvalidKeyId", ErrorCode::kPermissionDenied, "kms:Decrypt"},
      {"ExpiredTokenException", ErrorCode::kUnauthenticated, "expired"},
  };
  for (const auto& [type, code, text] : cases) {
    Answer(400, std::string(R"({"__type":")") + type + R"("})");
    const auto value = Get();
    ASSERT_FALSE(value) << type;
    EXPECT_EQ(value.error().code, code) << type;
    EXPECT_THAT(value.error().message, HasSubstr(text));
    EXPECT_THAT(value.error().message, HasSubstr("'/genesys/action:3' from Parameter Store in eu-west-1"));
  }
  EXPECT_TRUE(clock_.sleeps().empty());
}

TEST_F(ParameterStoreTest, ADeniedRoleIsGivenTwentySecondsThenBothPermissionsAreNamed) {
  Answer(400, R"({"__type":"AccessDeniedException","Message":"not authorized"})");
  client_.repeat_last = true;
  const auto value = Get();
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().code, ErrorCode::kPermissionDenied);
  EXPECT_THAT(value.error().message, HasSubstr("ssm:GetParameter"));
  EXPECT_THAT(value.error().message, HasSubstr("kms:Decrypt"));
  EXPECT_GT(clock_.sleeps().size(), 5u);
}

TEST_F(ParameterStoreTest, NoErrorRepeatsAnAnswerThatMayHoldTheValue) {
  for (const char* body : {R"({"Parameter":{"Value":"hunter2")", R"({"Parameter":["hunter2"]})", "hunter2",
                           R"({"Parameter":{"Value":{"hunter2":1}}})"}) {
    Answer(200, body);
    const auto value = Get();
    ASSERT_FALSE(value) << body;
    EXPECT_THAT(value.error().message, HasSubstr("holds no value"));
    EXPECT_THAT(value.error().message, Not(HasSubstr("hunter2")));
  }
}

TEST_F(ParameterStoreTest, AnArnOfAnotherRegionIsRefusedWithoutACall) {
  const auto value = Get("arn:aws:ssm:us-east-1:000000000000:parameter/a");
  ASSERT_FALSE(value);
  EXPECT_THAT(value.error().message, HasSubstr("us-east-1"));
  EXPECT_TRUE(client_.requests.empty());
}

}  // namespace
}  // namespace genesys_cfn::aws
