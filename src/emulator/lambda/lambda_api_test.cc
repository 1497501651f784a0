// SPDX-License-Identifier: Apache-2.0
// The API with a host and real processes; what the functions do is in lambda_host_test.cc.
#include "emulator/lambda/lambda_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/log.h"
#include "base/text.h"
#include "emulator/lambda/zip_fixture.h"
#include "json/parse.h"
#include "json/write.h"
#include "testing/fake_clock.h"

namespace genesys_cfn::emulator {
namespace {

using testing::HasSubstr;

class LambdaApiTest : public testing::Test {
 protected:
  LambdaApiTest() {
    std::string path = testing::TempDir() + "lambda_api_XXXXXX";
    directory_ = mkdtemp(path.data());
    database_ = std::move(Database::OpenInMemory(LambdaHost::Schema(), 1)).value();
    LambdaHostOptions options;
    options.log_directory = directory_ / "logs";
    host_ = LambdaHost::Start({}, options, {*database_, clock_, random_, logger_}).value();
    code_.emplace(FunctionCodeOptions{directory_ / "functions", {{"code/f.zip", LAMBDA_TESTING_FUNCTION}}}, nullptr,
                  &random_);
    api_.emplace(LambdaApi::Parts{*host_, *code_, random_});
  }
  ~LambdaApiTest() override {
    api_.reset();
    host_.reset();
    std::filesystem::remove_all(directory_);
  }

  http::Response Send(std::string_view method, std::string_view target, std::string body = "",
                      http::Headers headers = {}) {
    return api_->Handle({std::string(method), "", std::string(target), std::move(headers), std::move(body)});
  }
  static json::Value Document(const http::Response& response) { return json::Parse(response.body).value(); }
  // "404 ResourceNotFoundException: text".
  static std::string Problem(const http::Response& response) {
    return Concat(response.status, " ", response.headers.Get("x-amzn-ErrorType").value_or("none"), ": ",
                  response.body.empty() ? "" : Document(response).FindString("Message").value_or(""));
  }
  static std::string Creation(const std::string& more = "") {
    return Concat(R"({"FunctionName":"f","Role":"arn:role","Runtime":"provided.al2023","Handler":"bootstrap",)",
                  R"("Code":{"S3Bucket":"code","S3Key":"f.zip"})", more, "}");
  }
  void MakeFunction() { ASSERT_EQ(Send("POST", kFunctions, Creation()).status, 201); }

  static constexpr std::string_view kFunctions = "/2015-03-31/functions";
  static constexpr std::string_view kFunction = "/2015-03-31/functions/f";

  std::filesystem::path directory_;
  FakeClock clock_{FromEpochMilliseconds(1'767'323'045'678)};
  SeededRandom random_{1};
  NullLogger logger_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<LambdaHost> host_;
  std::optional<FunctionCode> code_;
  std::optional<LambdaApi> api_;
};

TEST_F(LambdaApiTest, AFunctionIsMadeDescribedChangedAndDeleted) {
  const http::Response made =
      Send("POST", kFunctions, Creation(R"(,"Timeout":7,"Environment":{"Variables":{"MODE":"x"}})"));
  ASSERT_EQ(made.status, 201) << made.body;
  const json::Value function = Document(made);
  EXPECT_EQ(function.FindString("FunctionArn"), "arn:aws:lambda:us-east-1:000000000000:function:f");
  EXPECT_EQ(*function.Find("Timeout"), json::Value(7));
  EXPECT_EQ(*function.Find("MemorySize"), json::Value(128));
  EXPECT_EQ(function.Find("Environment")->Find("Variables")->FindString("MODE"), "x");
  EXPECT_EQ(function.FindString("State"), "Active");
  EXPECT_EQ(function.FindString("LastModified"), "2026-01-02T03:04:05.678+0000");
  EXPECT_EQ(Problem(Send("POST", kFunctions, Creation())), "409 ResourceConflictException: Function already exist: f");

  const http::Response changed = Send("PUT", Concat(kFunction, "/configuration"), R"({"Description":"d","Timeout":9})");
  EXPECT_EQ(Document(changed).FindString("Description"), "d");
  EXPECT_EQ(Document(changed).Find("Environment")->Find("Variables")->FindString("MODE"), "x");
  EXPECT_NE(Document(changed).FindString("RevisionId"), function.FindString("RevisionId"));
  const std::string stale = Concat(R"({"RevisionId":")", *function.FindString("RevisionId"), "\"}");
  EXPECT_THAT(Problem(Send("PUT", Concat(kFunction, "/configuration"), stale)),
              HasSubstr("412 PreconditionFailedException"));
  const http::Response got = Send("GET", "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A0%3Afunction%3Af");
  EXPECT_EQ(*Document(got).Find("Configuration")->Find("Timeout"), json::Value(9));
  EXPECT_EQ(Document(Send("GET", Concat(kFunctions, "/"))).Find("Functions")->AsArray()->size(), 1U);

  EXPECT_EQ(Send("DELETE", kFunction).status, 204);
  EXPECT_EQ(Problem(Send("GET", kFunction)),
            "404 ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:f");
}

TEST_F(LambdaApiTest, CodeComesFromAZipToo) {
  MakeFunction();
  const std::string zip = Base64Encode(MakeZip({{"bootstrap", "#!/bin/sh\n", 0100755}}));
  const http::Response updated = Send("PUT", Concat(kFunction, "/code"), Concat(R"({"ZipFile":")", zip, "\"}"));
  ASSERT_EQ(updated.status, 200) << updated.body;
  EXPECT_GT(*Document(updated).Find("CodeSize")->AsInteger(), 100);
  EXPECT_THAT(Problem(Send("PUT", Concat(kFunction, "/code"), R"({"ZipFile":"AAAA"})")),
              HasSubstr("400 InvalidParameterValueException: Could not unzip uploaded file."));
  EXPECT_THAT(Problem(Send("PUT", Concat(kFunction, "/code"), "{}")), HasSubstr("Please provide a source"));
}

TEST_F(LambdaApiTest, WrongRequestsAreRefused) {
  EXPECT_THAT(Problem(Send("POST", kFunctions, "{}")), HasSubstr("400 InvalidParameterValueException"));
  EXPECT_THAT(Problem(Send("POST", kFunctions, "[")), HasSubstr("400 InvalidRequestContentException"));
  EXPECT_THAT(Problem(Send("POST", kFunctions, Creation(R"(,"Timeout":901)"))), HasSubstr("and is 901"));
  EXPECT_THAT(Problem(Send("POST", kFunctions, ReplaceAll(Creation(), "provided.al2023", "nodejs20.x"))),
              HasSubstr("provided.al2023"));
  EXPECT_THAT(Problem(Send("GET", Concat(kFunctions, "/f%3A3"))), HasSubstr("404 ResourceNotFoundException"));
  MakeFunction();
  EXPECT_THAT(Problem(Send("POST", Concat(kFunction, "/aliases"), "{}")), HasSubstr("404 UnknownOperationException"));
  EXPECT_THAT(Problem(Send("GET", Concat(kFunction, "?Qualifier=7"))), HasSubstr("404 ResourceNotFoundException"));
  EXPECT_THAT(Problem(Send("POST", Concat(kFunction, "/invocations"), "not json")),
              HasSubstr("400 InvalidRequestContentException"));
  EXPECT_THAT(Problem(Send("POST", "/2015-03-31/functions/g/invocations")), HasSubstr("404 ResourceNotFound"));
}

TEST_F(LambdaApiTest, InvocationsOfEachType) {
  MakeFunction();
  const std::string invocations = Concat(kFunction, "/invocations");
  EXPECT_EQ(Send("POST", invocations, "{}", {{"X-Amz-Invocation-Type", "DryRun"}}).status, 204);
  EXPECT_EQ(Send("POST", invocations, "{}", {{"X-Amz-Invocation-Type", "Event"}}).status, 202);
  EXPECT_THAT(Problem(Send("POST", invocations, "{}", {{"X-Amz-Invocation-Type", "Other"}})), HasSubstr("400 Invalid"));
  const std::string large = Concat("\"", std::string(kMaxEventBytes, 'x'), "\"");
  EXPECT_THAT(Problem(Send("POST", invocations, large, {{"X-Amz-Invocation-Type", "Event"}})),
              HasSubstr("413 RequestTooLargeException"));
  for (const char* const context : {"e30", "W10=", "?"}) {
    EXPECT_THAT(Problem(Send("POST", invocations, "{}", {{"X-Amz-Client-Context", context}})),
                HasSubstr("400 InvalidRequestContentException: Client context"));
  }
  const http::Response answer = Send("POST", invocations, "\"\"", {{"X-Amz-Log-Type", "Tail"}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.headers.Get("X-Amz-Executed-Version"), "$LATEST");
  EXPECT_THAT(Base64Decode(*answer.headers.Get("X-Amz-Log-Result")).value(), HasSubstr("END RequestId: "));
}

TEST_F(LambdaApiTest, ReservedConcurrencyAndEventInvokeConfig) {
  MakeFunction();
  const std::string_view put = "/2017-10-31/functions/f/concurrency";
  const std::string_view get = "/2019-09-30/functions/f/concurrency";
  EXPECT_EQ(Send("GET", get).body, "{}");
  EXPECT_EQ(Send("PUT", put, R"({"ReservedConcurrentExecutions":0})").status, 200);
  EXPECT_EQ(Send("GET", get).body, R"({"ReservedConcurrentExecutions":0})");
  const http::Response refused = Send("POST", Concat(kFunction, "/invocations"), "{}");
  EXPECT_EQ(Problem(refused), "429 TooManyRequestsException: Rate Exceeded.");
  EXPECT_EQ(Document(refused).FindString("Reason"), "ReservedFunctionConcurrentInvocationLimitExceeded");
  EXPECT_EQ(Send("DELETE", put).status, 204);
  EXPECT_EQ(Send("GET", get).body, "{}");
  EXPECT_THAT(Problem(Send("PUT", put, "{}")), HasSubstr("400"));

  const std::string_view config = "/2019-09-25/functions/f/event-invoke-config";
  EXPECT_THAT(Problem(Send("GET", config)), HasSubstr("404 ResourceNotFoundException"));
  EXPECT_EQ(Send("PUT", config, R"({"MaximumRetryAttempts":0})").status, 200);
  EXPECT_EQ(Send("POST", config, R"({"MaximumEventAgeInSeconds":60})").status, 200);
  EXPECT_EQ(*Document(Send("GET", config)).Find("MaximumRetryAttempts"), json::Value(0));
  EXPECT_EQ(*Document(Send("GET", config)).Find("MaximumEventAgeInSeconds"), json::Value(60));
  EXPECT_THAT(Problem(Send("PUT", config, R"({"MaximumRetryAttempts":3})")), HasSubstr("400"));
  EXPECT_EQ(Send("DELETE", config).status, 204);
}

}  // namespace
}  // namespace genesys_cfn::emulator
