// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/runtime_api.h"

#include <gtest/gtest.h>

#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

class FakeSession final : public RuntimeSession {
 public:
  std::variant<RuntimeInvocation, RuntimeReply> Next() override { return next; }
  RuntimeReply Answer(std::string_view request_id, RuntimeAnswer answer, std::string_view error_type,
                      std::string_view body) override {
    answered_body = body;
    answered_id = request_id;
    answered = answer;
    answered_type = error_type;
    return reply;
  }
  RuntimeReply InitError(std::string_view error_type) override {
    answered_type = error_type;
    return reply;
  }

  std::variant<RuntimeInvocation, RuntimeReply> next = RuntimeReply{RuntimeVerdict::kStopping, "Ended"};
  RuntimeReply reply{RuntimeVerdict::kAccepted, "Running"};
  std::string answered_id;
  RuntimeAnswer answered = RuntimeAnswer::kResponse;
  std::string answered_type;
  std::string answered_body;
};

class RuntimeApiTest : public testing::Test {
 protected:
  http::Response Send(std::string_view method, std::string_view path, std::string body = "",
                      http::Headers headers = {}) {
    return api_.Handle({.method = std::string(method),
                        .origin = "",
                        .target = "/2018-06-01/runtime/" + std::string(path),
                        .headers = std::move(headers),
                        .body = std::move(body)});
  }
  static std::string ErrorTypeOf(const http::Response& response) {
    const auto document = json::Parse(response.body);
    if (!document.has_value() || !document->FindString("errorMessage").has_value()) return "not an error body";
    return document->FindString("errorType").value_or("");
  }

  FakeSession session_;
  RuntimeApi api_{session_};
};

TEST_F(RuntimeApiTest, NextCarriesTheEventAndItsHeaders) {
  session_.next = RuntimeInvocation{.request_id = "id-1",
                                    .function_arn = "arn:f",
                                    .trace_id = "Root=1-2-3",
                                    .deadline = FromEpochMilliseconds(1'767'323'045'678),
                                    .payload = "{\"a\":1}\xff",
                                    .client_context = R"({"custom":{}})"};
  const http::Response response = Send("GET", "invocation/next");
  EXPECT_EQ(response.headers.Get("Lambda-Runtime-Client-Context"), R"({"custom":{}})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{\"a\":1}\xff");
  EXPECT_EQ(response.headers.Get("Lambda-Runtime-Aws-Request-Id"), "id-1");
  EXPECT_EQ(response.headers.Get("Lambda-Runtime-Deadline-Ms"), "1767323045678");
  EXPECT_EQ(response.headers.Get("Lambda-Runtime-Invoked-Function-Arn"), "arn:f");
  EXPECT_EQ(response.headers.Get("Lambda-Runtime-Trace-Id"), "Root=1-2-3");
}

TEST_F(RuntimeApiTest, NextOfAnEndingEnvironmentIsAContainerError) {
  const http::Response response = Send("GET", "invocation/next");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(ErrorTypeOf(response), "Sandbox.Failure");
}

TEST_F(RuntimeApiTest, AnAcceptedResponseIs202) {
  const http::Response response = Send("POST", "invocation/id-7/response", "{}");
  EXPECT_EQ(session_.answered_body, "{}");
  EXPECT_EQ(response.status, 202);
  EXPECT_EQ(response.body, "{\"status\":\"OK\"}");
  EXPECT_EQ(session_.answered_id, "id-7");
  EXPECT_EQ(session_.answered, RuntimeAnswer::kResponse);
}

TEST_F(RuntimeApiTest, AnUnknownInvocationIs400) {
  session_.reply = {RuntimeVerdict::kInvalidRequestId, "Running"};
  const http::Response response = Send("POST", "invocation/id-7/response");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(ErrorTypeOf(response), "InvalidRequestID");
}

TEST_F(RuntimeApiTest, AWrongMomentIs403AndNamesTheStates) {
  session_.reply = {RuntimeVerdict::kInvalidStateTransition, "ResponseSent"};
  const http::Response response = Send("POST", "invocation/id-7/error");
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(ErrorTypeOf(response), "InvalidStateTransition");
  EXPECT_NE(response.body.find("Transition from ResponseSent to InvocationErrorResponse failed"), std::string::npos);
}

TEST_F(RuntimeApiTest, AResponseOfExactlyTheLimitPassesAndOneByteMoreDoesNot) {
  EXPECT_EQ(Send("POST", "invocation/id-7/response", std::string(6'291'556, 'x')).status, 202);
  EXPECT_EQ(session_.answered, RuntimeAnswer::kResponse);
  session_.reply = {RuntimeVerdict::kTooLarge, "Running"};
  const http::Response response = Send("POST", "invocation/id-7/response", std::string(6'291'557, 'x'));
  EXPECT_EQ(session_.answered, RuntimeAnswer::kOversizeResponse);
  EXPECT_EQ(session_.answered_type, "Function.ResponseSizeTooLarge");
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(ErrorTypeOf(response), "RequestEntityTooLarge");
  EXPECT_NE(response.body.find("Exceeded maximum allowed payload size (6291556 bytes)."), std::string::npos);
}

TEST_F(RuntimeApiTest, ErrorsCarryTheTypeOfTheHeader) {
  const http::Headers headers = {{"lambda-runtime-function-error-type", "Function.Odd"}};
  EXPECT_EQ(Send("POST", "invocation/id-7/error", "{}", headers).status, 202);
  EXPECT_EQ(session_.answered, RuntimeAnswer::kError);
  EXPECT_EQ(session_.answered_type, "Function.Odd");
  EXPECT_EQ(Send("POST", "init/error", "{}").status, 202);
  EXPECT_EQ(session_.answered_type, "Runtime.Unknown");
}

TEST_F(RuntimeApiTest, OtherCallsAreNotFound) {
  EXPECT_EQ(Send("POST", "invocation/next").status, 404);
  EXPECT_EQ(Send("GET", "invocation/id-7/response").status, 404);
  EXPECT_EQ(Send("GET", "restore/next").status, 404);
  EXPECT_EQ(api_.Handle({.method = "GET", .origin = "", .target = "/", .headers = {}, .body = ""}).status, 404);
}

// https://github.com/aws/aws-lambda-runtime-interface-emulator: fatalerror_test.go
TEST(ValidErrorType, KeepsOnlyTheTwoFamilies) {
  EXPECT_EQ(ValidErrorType(""), "Runtime.Unknown");
  EXPECT_EQ(ValidErrorType("MyCustomError"), "Runtime.Unknown");
  EXPECT_EQ(ValidErrorType("MyCustomError.Error"), "Runtime.Unknown");
  EXPECT_EQ(ValidErrorType("Runtime.MyCustomErrorTypeHere"), "Runtime.MyCustomErrorTypeHere");
  EXPECT_EQ(ValidErrorType("Function.MyCustomErrorTypeHere"), "Function.MyCustomErrorTypeHere");
  EXPECT_EQ(ValidErrorType("Function.secret token"), "Function.Unknown");
}

}  // namespace
}  // namespace genesys_cfn::emulator
