// SPDX-License-Identifier: Apache-2.0
#include "aws/lambda_runtime.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/scripted_client.h"

namespace genesys_cfn::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RecordingLogger final : public Logger {
 public:
  void Log(LogLevel /*level*/, std::string_view event, std::vector<LogField> fields) override {
    text += event;
    for (const LogField& field : fields) {
      if (const auto* value = std::get_if<std::string>(&field.value)) text += " " + field.name + "=" + *value;
    }
    text += '\n';
  }
  std::string text;
};

class LambdaRuntimeTest : public ::testing::Test {
 protected:
  void AnswerEvent(const std::string& id, http::Headers headers = {{"Lambda-Runtime-Deadline-Ms", "1767323045678"}}) {
    headers.Add("lambda-runtime-aws-request-id", id);
    client_.answers.push_back(http::Response{200, std::move(headers), R"({"ResponseURL":"https://hidden"})"});
  }
  void Answer(int status, std::string body = "") {
    client_.answers.push_back(http::Response{status, {}, std::move(body)});
  }
  void FailToSend() { client_.answers.push_back(Error{ErrorCode::kUnavailable, "connection refused"}); }
  // Handles events until `events` were seen.
  Error Run(int events, const InvocationOutcome& outcome = {}) {
    return runtime_.Run(
        [&](const Invocation& invocation) {
          seen_.push_back(invocation);
          return outcome;
        },
        [&, events] { return static_cast<int>(seen_.size()) >= events; });
  }

  ScriptedClient client_;
  RecordingLogger logger_;
  LambdaRuntime runtime_{{client_, logger_}, "127.0.0.1:9001"};
  std::vector<Invocation> seen_;
};

TEST_F(LambdaRuntimeTest, HandlesAnEventAndReportsIt) {
  AnswerEvent("id-1", {{"Lambda-Runtime-Deadline-Ms", "1767323045678"},
                       {"Lambda-Runtime-Invoked-Function-Arn", "arn:f"},
                       {"Lambda-Runtime-Trace-Id", "Root=1"}});
  Answer(202);
  Run(1);
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_EQ(seen_[0].request_id, "id-1");
  EXPECT_EQ(ToEpochMilliseconds(seen_[0].deadline), 1'767'323'045'678);
  EXPECT_EQ(seen_[0].event, R"({"ResponseURL":"https://hidden"})");
  ASSERT_EQ(client_.requests.size(), 2u);
  EXPECT_EQ(client_.requests[0].method, "GET");
  EXPECT_EQ(client_.requests[0].origin, "http://127.0.0.1:9001");
  EXPECT_EQ(client_.requests[0].target, "/2018-06-01/runtime/invocation/next");
  EXPECT_EQ(client_.requests[1].method, "POST");
  EXPECT_EQ(client_.requests[1].target, "/2018-06-01/runtime/invocation/id-1/response");
  EXPECT_EQ(client_.requests[1].body, "null");
  EXPECT_EQ(logger_.text, "");
}

TEST_F(LambdaRuntimeTest, WaitsForEventsWithoutTimeoutAndNeverThroughAProxy) {
  AnswerEvent("id-1");
  Answer(202);
  Run(1);
  ASSERT_EQ(client_.call_options.size(), 2u);
  EXPECT_FALSE(client_.call_options[0].total_timeout.has_value());
  EXPECT_TRUE(client_.call_options[1].total_timeout.has_value()) << "nothing freezes a report";
  for (const http::CallOptions& options : client_.call_options) {
    EXPECT_EQ(options.proxy, http::CallOptions::Proxy::kNever);
  }
}

TEST_F(LambdaRuntimeTest, AnErrorIsReportedWithItsTypeInBodyAndHeader) {
  AnswerEvent("id-1");
  Answer(202);
  Run(1, {.body = "ignored", .error_type = "Function.Unhandled", .error_message = "it \"broke\""});
  ASSERT_EQ(client_.requests.size(), 2u);
  EXPECT_EQ(client_.requests[1].target, "/2018-06-01/runtime/invocation/id-1/error");
  EXPECT_EQ(client_.requests[1].headers.Get("Lambda-Runtime-Function-Error-Type"), "Function.Unhandled");
  EXPECT_EQ(client_.requests[1].body,
            R"({"errorMessage":"it \"broke\"","errorType":"Function.Unhandled","stackTrace":[]})");
}

TEST_F(LambdaRuntimeTest, RefusedReportsAreLoggedAndTheNextEventIsFetched) {
  for (const int status : {400, 403, 413}) {
    AnswerEvent("id");
    Answer(status, R"({"errorType":"InvalidRequestID","errorMessage":"gone"})");
  }
  AnswerEvent("last");
  Answer(202);
  Run(4);
  EXPECT_EQ(seen_.size(), 4u);
  EXPECT_THAT(logger_.text, HasSubstr("HTTP status 403, InvalidRequestID: gone"));
  EXPECT_THAT(logger_.text, Not(HasSubstr("hidden")));
}

TEST_F(LambdaRuntimeTest, EndsWhenTheApiEndsTheEnvironment) {
  for (const int status : {410, 500}) {
    client_.requests.clear();
    Answer(status, R"({"errorType":"Closed"})");
    const Error error = Run(100);
    EXPECT_EQ(error.code, ErrorCode::kUnavailable);
    EXPECT_THAT(error.message, HasSubstr("Closed"));
    EXPECT_EQ(client_.requests.size(), 1u);
  }
}

TEST_F(LambdaRuntimeTest, EndsWhenAReportIsAnsweredWithAContainerError) {
  AnswerEvent("id-1");
  Answer(500);
  EXPECT_THAT(Run(100).message, HasSubstr("500"));
  EXPECT_EQ(client_.requests.size(), 2u);
}

TEST_F(LambdaRuntimeTest, TriesThreeTimesToReachTheApi) {
  FailToSend();
  FailToSend();
  AnswerEvent("id-1");
  FailToSend();
  FailToSend();
  Answer(202);
  Run(1);
  EXPECT_EQ(seen_.size(), 1u);
  EXPECT_EQ(client_.requests.size(), 6u);
}

TEST_F(LambdaRuntimeTest, GivesUpAfterThreeFailuresInARow) {
  FailToSend();
  client_.repeat_last = true;
  const Error error = Run(100);
  EXPECT_THAT(error.message, HasSubstr("connection refused"));
  EXPECT_EQ(client_.requests.size(), 3u);
}

TEST_F(LambdaRuntimeTest, AnEventWithoutAnIdCannotBeHandled) {
  client_.answers.push_back(http::Response{200, {}, "{}"});
  client_.repeat_last = true;
  EXPECT_THAT(Run(100).message, HasSubstr("Lambda-Runtime-Aws-Request-Id"));
  EXPECT_TRUE(seen_.empty());
  EXPECT_EQ(client_.requests.size(), 3u);
}

TEST_F(LambdaRuntimeTest, AMissingOrSenselessDeadlineIsFarAwayAndLogged) {
  AnswerEvent("a", {});
  Answer(202);
  for (const char* deadline : {"soon", "", "-5", "99999999999999999999", "9223372036854775807"}) {
    AnswerEvent("b", {{"Lambda-Runtime-Deadline-Ms", deadline}});
    Answer(202);
  }
  Run(6);
  ASSERT_EQ(seen_.size(), 6u);
  for (const Invocation& invocation : seen_) EXPECT_EQ(invocation.deadline, kUnknownDeadline);
  EXPECT_THAT(logger_.text, HasSubstr("lambda_deadline_unknown"));
}

TEST_F(LambdaRuntimeTest, ReportsAFailedStart) {
  Answer(202);
  EXPECT_TRUE(runtime_.ReportInitError("Runtime.ConfigInvalid", "GENESYS_REGION is missing"));
  EXPECT_EQ(client_.requests[0].target, "/2018-06-01/runtime/init/error");
  EXPECT_EQ(client_.requests[0].headers.Get("Lambda-Runtime-Function-Error-Type"), "Runtime.ConfigInvalid");
  EXPECT_THAT(client_.requests[0].body, HasSubstr(R"("errorMessage":"GENESYS_REGION is missing")"));
  Answer(403);
  EXPECT_FALSE(runtime_.ReportInitError("Runtime.ConfigInvalid", "x"));
}

}  // namespace
}  // namespace genesys_cfn::aws
