// SPDX-License-Identifier: Apache-2.0
#include "aws/lambda_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class LambdaClientTest : public ::testing::Test {
 protected:
  Result<FunctionDetails> Get(std::string_view function) {
    return lambda_.GetFunction(function, clock_.SteadyNow() + Milliseconds(5'000));
  }
  ScriptedClient client_;
  FakeClock clock_{WallTime(Milliseconds(1'767'323'045'000))};
  SystemRandom random_;
  LambdaClient lambda_{{client_, clock_, random_},
                       {"AKIDEXAMPLE", Secret<std::string>("key"), std::nullopt},
                       "eu-west-1",
                       "https://lambda.eu-west-1.amazonaws.com"};
};

TEST_F(LambdaClientTest, GivesWhatAFunctionIs) {
  client_.ThenRespond(
      200, R"({"Configuration":{"FunctionArn":"arn:f","Role":"arn:r","Runtime":"provided.al2023","State":"Active",
    "LastUpdateStatus":"Successful","Architectures":["arm64"],"Environment":{"Variables":{"A":"b"}}},
    "Code":{"Location":"https://x"}})");
  const auto function = Get("arn:aws:lambda:eu-west-1:1:function:f");
  ASSERT_TRUE(function) << function.error().message;
  EXPECT_EQ(function->architecture, "arm64");
  EXPECT_EQ(function->role, "arn:r");
  EXPECT_EQ(function->state, "Active");
  EXPECT_EQ(function->environment.at("A"), "b");
  EXPECT_EQ(function->code_location, "https://x");
  EXPECT_THAT(client_.calls(), ElementsAre("GET https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/"
                                           "arn%3Aaws%3Alambda%3Aeu-west-1%3A1%3Afunction%3Af"));
}

TEST_F(LambdaClientTest, WhatIsMissingIsEmpty) {
  client_.ThenRespond(200, R"({"Configuration":{"Architectures":[]}})");
  EXPECT_EQ(Get("f")->architecture, "");
}

TEST_F(LambdaClientTest, RefusalsAndOtherAnswers) {
  client_.ThenRespond(404, R"({"Message":"Function not found"})", {{"x-amzn-ErrorType", "ResourceNotFoundException"}});
  EXPECT_EQ(Get("f").error().code, ErrorCode::kNotFound);
  client_.ThenRespond(200, "[]");
  EXPECT_THAT(Get("f").error().message, HasSubstr("cannot be used"));
  client_.Otherwise([](const http::Request&) {
    return http::Response{403, {{"x-amzn-ErrorType", "AccessDeniedException"}}, "{}"};
  });
  EXPECT_THAT(Get("f").error().message, HasSubstr("lambda:GetFunction"));
}

TEST_F(LambdaClientTest, SaysWhatNoFunctionHasReserved) {
  client_.ThenRespond(200, R"({"AccountLimit":{"ConcurrentExecutions":1000,"UnreservedConcurrentExecutions":900}})");
  const auto unreserved = [this] { return lambda_.UnreservedConcurrency(clock_.SteadyNow() + Milliseconds(5'000)); };
  EXPECT_EQ(*unreserved(), 900);
  EXPECT_THAT(client_.calls(), ElementsAre("GET https://lambda.eu-west-1.amazonaws.com/2016-08-19/account-settings"));
  client_.ThenRespond(200, R"({"AccountLimit":{}})");
  EXPECT_THAT(unreserved().error().message, HasSubstr("cannot be used"));
  client_.ThenRespond(403, "{}", {{"x-amzn-ErrorType", "AccessDeniedException"}});
  EXPECT_THAT(unreserved().error().message, HasSubstr("lambda:GetAccountSettings"));
}

}  // namespace
}  // namespace genesys_cfn::aws
