// SPDX-License-Identifier: Apache-2.0
#include "http/curl_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <future>
#include <mutex>
#include <set>

#include "http/server.h"
#include "http/test_peer.h"

namespace genesys_cfn::http {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kEmptyAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

std::unique_ptr<Client> MakeClient(std::map<std::string, std::string, std::less<>> variables = {}) {
  return MakeCurlClient(MapEnvironment(std::move(variables)), {.user_agent = "test/1"});
}

// What a request looks like on the wire.
std::string Sent(Request request, CallOptions options = {}) {
  std::string received;
  TestPeer peer({[&](TestSocket& socket) {
    received = socket.ReadMessage();
    socket.Write(kEmptyAnswer);
  }});
  if (request.origin.empty()) request.origin = peer.origin();
  const auto response = MakeClient()->Send(request, options);
  EXPECT_TRUE(response) << response.error().message;
  const std::string host = "127.0.0.1:" + std::to_string(peer.port());
  const size_t at = received.find(host);
  if (at != std::string::npos) received.replace(at, host.size(), "PEER");
  return received;
}

TEST(CurlClient, AddsNothingButHostAndUserAgent) {
  EXPECT_EQ(Sent({"GET", "", "/api/v2?pageSize=100", {}, ""}),
            "GET /api/v2?pageSize=100 HTTP/1.1\r\nHost: PEER\r\nUser-Agent: test/1\r\n\r\n");
}

TEST(CurlClient, SendsHeadersAsTheyAreInTheirOrderAfterTheHost) {
  EXPECT_EQ(Sent({"POST",
                  "",
                  "/",
                  {{"X-b", "2"},
                   {"x-A", "one  two"},
                   {"X-Empty", ""},
                   {"X-b", "3"},
                   {"Content-Type", "application/json"},
                   {"Accept", "*/*"},
                   {"User-Agent", "own"},
                   {"Host", "signed.example"}},
                  "{}"}),
            "POST / HTTP/1.1\r\nHost: signed.example\r\nX-b: 2\r\nx-A: one  two\r\nX-Empty:\r\nX-b: 3\r\nContent-Type: "
            "application/json\r\n"
            "Accept: */*\r\nUser-Agent: own\r\nContent-Length: 2\r\n\r\n{}");
}

TEST(CurlClient, FramesTheBodyItselfAndCountsBytes) {
  const std::string body("\xC3\xA9\0z", 4);
  EXPECT_EQ(Sent({"PUT",
                  "",
                  "/x",
                  {{"Content-Length", "99"}, {"Transfer-Encoding", "chunked"}, {"Expect", "100-continue"}},
                  body}),
            "PUT /x HTTP/1.1\r\nHost: PEER\r\nUser-Agent: test/1\r\nContent-Length: 4\r\n\r\n" + body);
}

TEST(CurlClient, SendsContentLengthZeroWhereAMethodExpectsABody) {
  for (const std::string method : {"POST", "PUT", "PATCH"}) {
    EXPECT_EQ(Sent({method, "", "/x", {}, ""}),
              method + " /x HTTP/1.1\r\nHost: PEER\r\nUser-Agent: test/1\r\nContent-Length: 0\r\n\r\n");
  }
  for (const std::string method : {"DELETE", "OPTIONS", "PURGE"}) {
    EXPECT_EQ(Sent({method, "", "/x", {}, ""}), method + " /x HTTP/1.1\r\nHost: PEER\r\nUser-Agent: test/1\r\n\r\n");
  }
  EXPECT_EQ(Sent({"DELETE", "", "/x", {}, "b"}),
            "DELETE /x HTTP/1.1\r\nHost: PEER\r\nUser-Agent: test/1\r\nContent-Length: 1\r\n\r\nb");
}

TEST(CurlClient, SendsALargeBodyWithoutAskingFirst) {
  const std::string body(3 << 20, 'b');
  const std::string sent = Sent({"PUT", "", "/x", {}, body});
  EXPECT_TRUE(sent.ends_with("\r\n\r\n" + body));
  EXPECT_THAT(sent.substr(0, 200), HasSubstr("Content-Length: 3145728\r\n"));
  EXPECT_THAT(sent.substr(0, 200), Not(HasSubstr("Expect")));
}

TEST(CurlClient, SendsTheTargetByteForByte) {
  for (const std::string target :
       {"/arn%3Aaws%3Acloudformation%7Cx", "/a~b+c=d;e,f!$&'()*@:", "/?X-Amz-Signature=ab%2Fc%2B&e=", "/a/../b/./c//d",
        "/%7e%2f?q=%zz", "/?", "/a?b?c", "/a|b\\c\"<>^`{}"}) {
    const std::string sent = Sent({"GET", "", target, {}, ""});
    EXPECT_EQ(sent.substr(0, sent.find("\r\n")), "GET " + target + " HTTP/1.1");
  }
}

class EchoHandler final : public Handler {
 public:
  Response Handle(const Request& request) override {
    return {207, {{"X-Method", request.method}, {"X-Twice", "1"}, {"X-Twice", "2"}}, request.body + "!"};
  }
};

TEST(CurlClient, ReturnsStatusHeadersAndBody) {
  EchoHandler handler;
  const auto server = Server::Start(handler, {});
  ASSERT_TRUE(server);
  const auto response = MakeClient()->Send(
      {"PATCH", "http://127.0.0.1:" + std::to_string((*server)->port()), "/", {}, std::string("a\0b", 3)}, {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 207);
  EXPECT_EQ(response->body, std::string("a\0b!", 4));
  const std::vector<Headers::Field> expected = {
      {"X-Method", "PATCH"}, {"X-Twice", "1"}, {"X-Twice", "2"}, {"Content-Length", "4"}};
  EXPECT_EQ(response->headers.fields(), expected);
}

Result<Response> Answered(std::string_view answer, const std::string& method = "GET") {
  TestPeer peer({[&](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write(answer);
  }});
  return MakeClient()->Send({method, peer.origin(), "/", {}, ""}, {});
}

TEST(CurlClient, ReadsAChunkedAnswerWithoutItsTrailers) {
  const auto response = Answered(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Head: 1\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Trail: "
      "1\r\n\r\n");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "abcde");
  EXPECT_EQ(response->headers.Get("X-Head"), "1");
  EXPECT_EQ(response->headers.Get("X-Trail"), std::nullopt);
}

TEST(CurlClient, SkipsAnInterimAnswer) {
  const auto response =
      Answered("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 202);
  EXPECT_EQ(response->headers.Get("X-Early"), std::nullopt);
}

TEST(CurlClient, ReadsAnAnswerThatEndsWithTheConnection) {
  const auto response = Answered("HTTP/1.0 200 OK\r\n\r\nto the end");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "to the end");
}

TEST(CurlClient, ExpectsNoBodyAfterHead) {
  const auto response = Answered("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->headers.Get("content-length"), "5");
  EXPECT_EQ(response->body, "");
}

TEST(CurlClient, DoesNotFollowARedirect) {
  const auto response = Answered(
      "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 307);
  EXPECT_EQ(response->headers.Get("location"), "http://127.0.0.1:1/elsewhere");
}

TEST(CurlClient, KeepsTheConnectionBetweenCalls) {
  TestPeer peer({[](TestSocket& socket) {
                   for (int i = 0; i < 3; ++i) {
                     socket.ReadMessage();
                     socket.Write(kEmptyAnswer);
                   }
                 },
                 [](TestSocket& socket) { socket.Reset(); }});
  const auto client = MakeClient();
  for (const std::string method : {"GET", "POST", "HEAD"}) {
    EXPECT_TRUE(client->Send({method, peer.origin(), "/", {}, ""}, {})) << method;
  }
  EXPECT_EQ(peer.connections(), 1);
}

TEST(CurlClient, LeavesNothingOfACallInTheNext) {
  const std::vector<Request> requests = {{"POST", "", "/first", {{"X-One", "1"}}, "body"},
                                         {"GET", "", "/a", {}, ""},
                                         {"HEAD", "", "/b", {}, ""},
                                         {"GET", "", "/c?d", {}, ""},
                                         {"PUT", "", "/e", {}, "other body"},
                                         {"DELETE", "", "/f", {}, ""},
                                         {"POST", "", "/g", {}, ""},
                                         {"HEAD", "", "/h", {{"X-Two", "2"}}, ""}};
  std::vector<std::string> received;
  TestPeer peer({[&](TestSocket& socket) {
    for (size_t i = 0; i < requests.size(); ++i) {
      received.push_back(socket.ReadMessage());
      socket.Write(kEmptyAnswer);
    }
  }});
  const auto client = MakeClient();
  for (Request request : requests) {
    request.origin = peer.origin();
    EXPECT_TRUE(client->Send(request, {}));
  }
  const std::string host = "127.0.0.1:" + std::to_string(peer.port());
  for (std::string& message : received) message.replace(message.find(host), host.size(), "PEER");
  std::vector<std::string> alone;
  for (const Request& request : requests) alone.push_back(Sent(request));
  EXPECT_EQ(received, alone);
}

// Answers only when all requests are there at the same time.
class MeetingHandler final : public Handler {
 public:
  explicit MeetingHandler(size_t expected) : expected_(expected) {}
  Response Handle(const Request& request) override {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    const bool met = changed_.wait_for(lock, std::chrono::seconds(20), [&] { return arrived_ >= expected_; });
    return {met ? 200 : 500, {}, request.target};
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t expected_;
  size_t arrived_ = 0;
};

TEST(CurlClient, SendsAllSideBySideAndAnswersInOrder) {
  constexpr size_t kCount = 24;
  MeetingHandler handler(kCount);
  const auto server = Server::Start(handler, {});
  ASSERT_TRUE(server);
  std::vector<Request> requests;
  for (size_t i = 0; i < kCount; ++i) {
    requests.push_back(
        {"GET", "http://127.0.0.1:" + std::to_string((*server)->port()), "/" + std::to_string(i), {}, ""});
  }
  requests.push_back({"GET", "http://127.0.0.1:" + std::to_string(UnusedPort()), "/", {}, ""});
  const auto responses = MakeClient()->SendAll(requests, {});
  ASSERT_EQ(responses.size(), kCount + 1);
  for (size_t i = 0; i < kCount; ++i) {
    ASSERT_TRUE(responses[i]) << responses[i].error().message;
    EXPECT_EQ(responses[i]->status, 200);
    EXPECT_EQ(responses[i]->body, requests[i].target);
  }
  EXPECT_FALSE(responses[kCount]);
}

TEST(CurlClient, SendsNothingWhenThereIsNothingToSend) {
  EXPECT_TRUE(MakeClient()->SendAll({}, {}).empty());
}

TEST(CurlClient, UsesTheProxyOfItsEnvironmentUnlessToldNotTo) {
  std::string received;
  TestPeer proxy({[&](TestSocket& socket) {
    received = socket.ReadMessage();
    socket.Write(kEmptyAnswer);
  }});
  const auto client = MakeClient({{"http_proxy", proxy.origin()}, {"NO_PROXY", "inside.invalid"}});
  EXPECT_TRUE(client->Send({"GET", "http://outside.invalid", "/x%7c?e=", {}, ""}, {}));
  EXPECT_THAT(received, testing::StartsWith("GET http://outside.invalid/x%7c?e= HTTP/1.1\r\n"));

  CallOptions never;
  never.proxy = CallOptions::Proxy::kNever;
  EXPECT_FALSE(client->Send({"GET", "http://outside.invalid", "/", {}, ""}, never));
  EXPECT_FALSE(client->Send({"GET", "http://inside.invalid", "/", {}, ""}, {}));
}

TEST(CurlClient, TheLoopbackIsNeverReachedThroughAProxy) {
  TestPeer peer({[](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write(kEmptyAnswer);
  }});
  const auto client = MakeClient({{"http_proxy", "http://127.0.0.1:1"}, {"ALL_PROXY", "http://127.0.0.1:1"}});
  const auto response = client->Send({"GET", peer.origin(), "/", {}, ""}, {});
  ASSERT_TRUE(response) << response.error().message;
}

TEST(CurlClient, TellsAProxysRefusalFromAnAnswer) {
  TestPeer proxy({[&](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  }});
  const auto client = MakeClient({{"HTTPS_PROXY", "http://user:s3cret@" + proxy.origin().substr(7)}});
  const auto response = client->Send({"POST", "https://outside.invalid", "/", {}, "body"}, {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(response.error().message, "outside.invalid: the proxy refused the connection with status 403");
}

}  // namespace
}  // namespace genesys_cfn::http
