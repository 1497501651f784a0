// SPDX-License-Identifier: Apache-2.0
#include "http/in_process_client.h"

#include <gtest/gtest.h>

namespace genesys_cfn::http {
namespace {

class RecordingHandler final : public Handler {
 public:
  Response Handle(const Request& request) override {
    requests.push_back(request);
    return {201, {{"X-Answer", "yes"}}, "body of " + request.target};
  }
  std::vector<Request> requests;
};

TEST(InProcessClient, HandsOverWhatAServerWouldReceive) {
  RecordingHandler handler;
  InProcessClient client(handler);
  const auto response =
      client.Send({"POST", "https://api.example:8443", "/a%2Fb?c=+", {{"X-One", "1"}}, "payload"}, {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 201);
  EXPECT_TRUE(response->ok());
  EXPECT_EQ(response->body, "body of /a%2Fb?c=+");

  ASSERT_EQ(handler.requests.size(), 1U);
  const Request& received = handler.requests[0];
  EXPECT_EQ(received.method, "POST");
  EXPECT_EQ(received.origin, "");
  EXPECT_EQ(received.target, "/a%2Fb?c=+");
  EXPECT_EQ(received.headers.Get("Host"), "api.example:8443");
  EXPECT_EQ(received.headers.Get("X-One"), "1");
  EXPECT_EQ(received.body, "payload");
}

TEST(InProcessClient, KeepsAHostHeaderThatTheRequestHas) {
  RecordingHandler handler;
  InProcessClient client(handler);
  ASSERT_TRUE(client.Send({"GET", "http://127.0.0.1:1", "/", {{"host", "signed.example"}}, ""}, {}));
  EXPECT_EQ(handler.requests[0].headers.Get("Host"), "signed.example");
  EXPECT_EQ(handler.requests[0].headers.fields().size(), 1U);
}

TEST(InProcessClient, AnswersInTheOrderOfTheRequests) {
  RecordingHandler handler;
  InProcessClient client(handler);
  const std::vector<Request> requests = {{"GET", "http://h", "/1", {}, ""}, {"GET", "http://h", "/2", {}, ""}};
  const auto responses = client.SendAll(requests, {});
  ASSERT_EQ(responses.size(), 2U);
  EXPECT_EQ(responses[0]->body, "body of /1");
  EXPECT_EQ(responses[1]->body, "body of /2");
}

TEST(InProcessClient, RefusesAnAnswerAboveTheLimit) {
  RecordingHandler handler;
  InProcessClient client(handler);
  CallOptions options;
  options.max_response_bytes = 3;
  const auto response = client.Send({"GET", "http://h", "/1?token=s3cret", {}, ""}, options);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kOutcomeUnknown);
  EXPECT_EQ(response.error().message, "h: the answer is larger than 3 bytes");
}

TEST(InProcessClient, AnAnswerThatIsNotSentHasAnUnknownOutcome) {
  class Resetting final : public Handler {
   public:
    Response Handle(const Request& /*request*/) override { return {200, {}, "lost", Ending::kReset}; }
  } handler;
  const auto response = InProcessClient(handler).Send({"GET", "http://h", "/1?token=s3cret", {}, ""}, {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kOutcomeUnknown);
  EXPECT_EQ(response.error().message, "h: the connection ended before the answer");
}

}  // namespace
}  // namespace genesys_cfn::http
