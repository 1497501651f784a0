// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/delivery.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/text.h"
#include "testing/fake_clock.h"
#include "testing/scripted_client.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr std::string_view kOrigin =
    "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com";
constexpr std::string_view kTarget =
    "/arn%3Aaws%3Acloudformation%3Aeu-west-1%3A1%3Astack/flows/1a%7CLookup%7C5f?X-Amz-Signature=SECRET%2b&x=%7c..";

class DeliveryTest : public testing::Test {
 protected:
  Result<void> Send(std::string_view url, AllowedHosts allowed = AllowedHosts::kAmazonOnly,
                    Milliseconds time = Milliseconds{60'000}) {
    AnswerSender sender({client, clock, random, logger}, allowed);
    return sender.Send(Secret<std::string>(std::string(url)), R"({"Status":"SUCCESS"})", clock.SteadyNow() + time);
  }
  Result<void> SendToAmazon() { return Send(Concat(kOrigin, kTarget)); }

  ScriptedClient client;
  FakeClock clock{WallTime(Milliseconds{1'767'323'045'000})};
  SeededRandom random{1};
  std::ostringstream log;
  JsonLinesLogger logger{log, clock};
};

TEST_F(DeliveryTest, PutsTheBodyToTheUrlByteForByteWithoutAContentType) {
  client.ThenRespond(200);
  ASSERT_TRUE(SendToAmazon().has_value());
  ASSERT_EQ(client.requests().size(), 1u);
  const http::Request& request = client.requests().front();
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.origin, kOrigin);
  EXPECT_EQ(request.target, kTarget);
  EXPECT_EQ(request.body, R"({"Status":"SUCCESS"})");
  EXPECT_TRUE(request.headers.fields().empty());
  EXPECT_EQ(client.options().front().proxy, http::CallOptions::Proxy::kEnvironment);
}

TEST_F(DeliveryTest, AcceptsTheHostsOfAmazonInEitherPartition) {
  for (const char* url : {"https://b.s3.amazonaws.com/k", "https://b.s3.cn-north-1.amazonaws.com.cn/k",
                          "https://b.s3-eu-west-1.amazonaws.com:443/k", "https://B.S3.AmazonAWS.com/k"}) {
    client.ThenRespond(204);
    EXPECT_TRUE(Send(url).has_value()) << url;
  }
}

TEST_F(DeliveryTest, SendsNothingToAnyOtherHost) {
  for (const char* url : {"https://evilamazonaws.com/k",
                          "https://amazonaws.com.evil.example/k",
                          "https://amazonaws.com@evil/k",
                          "https://b.s3.amazonaws.com@evil.example/k",
                          "https://evil.example/.amazonaws.com/k",
                          "https://evil.example?.amazonaws.com",
                          "https://evil.example#.amazonaws.com",
                          "https://evil.example\\.amazonaws.com/k",
                          "http://b.s3.amazonaws.com/k",
                          "https://b.s3.amazonaws.com:8443/k",
                          "https://b.s3.amazonaws.com./k",
                          "https://amazonaws.com/k",
                          "https://127.0.0.1/k",
                          "http://127.0.0.1:4566/k",
                          "http://localhost/k",
                          "http://169.254.169.254/k",
                          "file:///etc/passwd",
                          "ftp://b.s3.amazonaws.com/k",
                          "",
                          "k",
                          "https://[::1]/k",
                          "https://b.s3.amazonaws.com.cn.evil/k",
                          "https://b.s3.amazonaws.com\n.evil.example/k"}) {
    const auto sent = Send(url);
    ASSERT_FALSE(sent.has_value()) << url;
    EXPECT_EQ(sent.error().code, ErrorCode::kInvalidInput) << url;
    EXPECT_EQ(sent.error().message.find("evil"), std::string::npos) << sent.error().message;
  }
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(DeliveryTest, SendsToTheLoopbackOnlyWhenAllowed) {
  for (const char* url : {"http://127.0.0.1:4566/k", "http://localhost/k?x", "http://LOCALHOST:1/k"}) {
    client.ThenRespond(200);
    EXPECT_TRUE(Send(url, AllowedHosts::kLoopbackToo).has_value()) << url;
  }
  for (const char* url : {"http://127.0.0.1.evil.example/k", "http://localhost@evil/k", "http://127.0.0.2/k",
                          "http://localhost:x/k", "http://evil.example/k", "https://localhost/k"}) {
    EXPECT_FALSE(Send(url, AllowedHosts::kLoopbackToo).has_value()) << url;
  }
  client.ThenRespond(200);
  EXPECT_TRUE(Send("https://b.s3.amazonaws.com/k", AllowedHosts::kLoopbackToo).has_value());
}

TEST_F(DeliveryTest, NamesTheOriginOnlyOfAUrlItWouldSendTo) {
  const AnswerSender sender({client, clock, random, logger}, AllowedHosts::kAmazonOnly);
  EXPECT_EQ(sender.OriginOf(Secret(Concat(kOrigin, kTarget))), kOrigin);
  for (const char* url : {"https://evil.example/k", "http://b.s3.amazonaws.com/k", "http://127.0.0.1/k", ""}) {
    EXPECT_FALSE(sender.OriginOf(Secret<std::string>(url))) << url;
  }
}

TEST_F(DeliveryTest, RepeatsWhatMayPass) {
  client.ThenFail(ErrorCode::kUnavailable).ThenFail(ErrorCode::kOutcomeUnknown).ThenRespond(503).ThenRespond(429);
  client.ThenRespond(200);
  EXPECT_TRUE(SendToAmazon().has_value());
  EXPECT_EQ(client.requests().size(), 5u);
  EXPECT_EQ(clock.sleeps().size(), 4u);
}

TEST_F(DeliveryTest, WaitsAsLongAsRetryAfterSays) {
  client.ThenRespond(503, "", {{"Retry-After", "7"}}).ThenRespond(200);
  EXPECT_TRUE(SendToAmazon().has_value());
  EXPECT_GE(clock.sleeps().at(0), Milliseconds{7'000});
}

TEST_F(DeliveryTest, ARefusalIsFinal) {
  for (const int status : {400, 403, 404, 301}) {
    client.ThenRespond(status, "<Error>SignatureDoesNotMatch</Error>");
    const auto sent = SendToAmazon();
    ASSERT_FALSE(sent.has_value()) << status;
    EXPECT_NE(sent.error().message.find(Concat("answered ", status)), std::string::npos) << sent.error().message;
  }
  EXPECT_EQ(client.requests().size(), 4u);
  EXPECT_TRUE(clock.sleeps().empty());
}

TEST_F(DeliveryTest, StopsAtTheDeadline) {
  client.Otherwise([&](const http::Request&) {
    clock.Advance(Milliseconds{300});
    return Result<http::Response>(http::Response{500, {}, ""});
  });
  const SteadyTime start = clock.SteadyNow();
  const auto sent = Send(Concat(kOrigin, kTarget), AllowedHosts::kAmazonOnly, Milliseconds{10'000});
  ASSERT_FALSE(sent.has_value());
  EXPECT_NE(sent.error().message.find("answered 500"), std::string::npos) << sent.error().message;
  EXPECT_LE(clock.SteadyNow() - start, Milliseconds{10'300});
  EXPECT_GT(client.requests().size(), 2u);
  for (const http::CallOptions& options : client.options()) EXPECT_LE(*options.total_timeout, Milliseconds{10'000});
}

TEST_F(DeliveryTest, AHungAttemptLeavesTimeForAnother) {
  for (int hung = 0; hung < 3; ++hung) {
    client.Then([&](const http::Request&) {
      clock.Advance(*client.options().back().total_timeout);
      return Result<http::Response>(Error{ErrorCode::kOutcomeUnknown, "no complete answer"});
    });
  }
  client.ThenRespond(200);
  EXPECT_TRUE(Send(Concat(kOrigin, kTarget), AllowedHosts::kAmazonOnly, Milliseconds{7'500}).has_value());
  EXPECT_EQ(client.options().at(0).total_timeout, Milliseconds{3'750});
}

TEST_F(DeliveryTest, SendsNothingWhenTheTimeIsUp) {
  const auto sent = Send(Concat(kOrigin, kTarget), AllowedHosts::kAmazonOnly, Milliseconds{0});
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().code, ErrorCode::kDeadlineExceeded);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(DeliveryTest, NeitherLogNorErrorContainsTheUrl) {
  client.ThenRespond(500).ThenRespond(403);
  const auto sent = SendToAmazon();
  ASSERT_FALSE(sent.has_value());
  for (const std::string& text : {log.str(), sent.error().message}) {
    EXPECT_EQ(text.find("SECRET"), std::string::npos) << text;
    EXPECT_EQ(text.find("custom-resource-response"), std::string::npos) << text;
  }
  EXPECT_NE(log.str().find(R"("attempt":2,"status":403)"), std::string::npos) << log.str();
}

}  // namespace
}  // namespace genesys_cfn::custom_resource
