// SPDX-License-Identifier: Apache-2.0
// What the curl client makes of peers that misbehave: above all, whether the other side can have acted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <future>
#include <optional>

#include "base/text.h"
#include "http/curl_client.h"
#include "http/server.h"
#include "http/test_peer.h"

namespace genesys_cfn::http {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kEmptyAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
constexpr std::string_view kSecretTarget = "/path?signature=s3cret";

std::unique_ptr<Client> MakeClient() {
  return MakeCurlClient(MapEnvironment({}));
}

CallOptions Brief() {
  CallOptions options;
  options.total_timeout = Milliseconds(200);
  return options;
}

Result<Response> Call(const std::string& origin, const CallOptions& options = {}, const std::string& method = "POST") {
  return MakeClient()->Send({method, origin, std::string(kSecretTarget), {{"Authorization", "s3cret"}}, "s3cret"},
                            options);
}

void ExpectFailure(const Result<Response>& result, ErrorCode code, const std::string& cause) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, code) << result.error().message;
  EXPECT_THAT(result.error().message, HasSubstr(cause));
  EXPECT_THAT(result.error().message, Not(HasSubstr("s3cret")));
}

TEST(CurlClientFailure, ARefusedPortIsUnavailable) {
  const std::string port = std::to_string(UnusedPort());
  ExpectFailure(Call("http://127.0.0.1:" + port), ErrorCode::kUnavailable,
                "127.0.0.1:" + port + ": could not connect: Connection refused");
}

TEST(CurlClientFailure, AnUnknownHostIsUnavailable) {
  ExpectFailure(Call("http://nosuchhost.invalid"), ErrorCode::kUnavailable, "nosuchhost.invalid: ");
}

TEST(CurlClientFailure, ATlsHandshakeWithAServerThatSpeaksPlainTextIsUnavailable) {
  TestPeer peer({[](TestSocket& socket) { socket.Write("HTTP/1.1 400 Bad Request\r\n\r\n"); }});
  const auto client =
      MakeCurlClient(MapEnvironment({{"SSL_CERT_FILE", std::string("/etc/ssl/certs/ca-certificates.crt")}}));
  const auto result = client->Send({"POST", "https://127.0.0.1:" + std::to_string(peer.port()), "/", {}, "x"}, {});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnavailable) << result.error().message;
}

TEST(CurlClientFailure, ATlsHandshakeThatHangsIsUnavailable) {
  TestPeer peer({[](TestSocket& socket) { socket.ReadToEnd(); }});
  ExpectFailure(Call("https://127.0.0.1:" + std::to_string(peer.port()), Brief()), ErrorCode::kUnavailable,
                "no connection within 200 ms");
}

TEST(CurlClientFailure, AHangingPeerIsOutcomeUnknown) {
  TestPeer peer({[](TestSocket& socket) { socket.ReadToEnd(); }});
  ExpectFailure(Call(peer.origin(), Brief()), ErrorCode::kOutcomeUnknown, "no complete answer within 200 ms");
}

TEST(CurlClientFailure, ABodyThatHangsIsOutcomeUnknown) {
  TestPeer peer({[](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    socket.ReadToEnd();
  }});
  ExpectFailure(Call(peer.origin(), Brief()), ErrorCode::kOutcomeUnknown, "no complete answer within 200 ms");
}

// A peer that answers `bytes` and then closes, or resets the connection.
Result<Response> CallPeerThatSends(std::string_view bytes, void (TestSocket::*end)() = &TestSocket::Close,
                                   const std::string& method = "POST") {
  TestPeer peer({[&](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write(bytes);
    (socket.*end)();
  }});
  return Call(peer.origin(), {}, method);
}

TEST(CurlClientFailure, AnythingShortOfACompleteAnswerIsOutcomeUnknown) {
  struct Row {
    std::string bytes, cause;
  };
  for (const Row& row : {
           Row{"", "closed before an answer"},
           Row{"HTTP/1.1 20", ""},
           Row{"HTTP/1.1 200 OK\r\nContent-Le", ""},
           Row{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", ""},
           Row{"HTTP/1.1 100 Continue\r\n\r\n", ""},
           Row{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "in the middle of the answer"},
           Row{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "in the middle of the answer"},
           Row{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ""},
           Row{"SSH-2.0-OpenSSH s3cret\r\n", "not well-formed HTTP"},
       }) {
    SCOPED_TRACE(row.bytes);
    ExpectFailure(CallPeerThatSends(row.bytes), ErrorCode::kOutcomeUnknown, row.cause);
  }
}

TEST(CurlClientFailure, AResetIsOutcomeUnknown) {
  ExpectFailure(CallPeerThatSends("", &TestSocket::Reset), ErrorCode::kOutcomeUnknown,
                "the connection broke: Connection reset by peer");
  // What arrived before the reset may be lost with it; either way the answer is not complete.
  ExpectFailure(CallPeerThatSends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", &TestSocket::Reset),
                ErrorCode::kOutcomeUnknown, "127.0.0.1:");
}

TEST(CurlClientFailure, AnOversizeAnswerIsOutcomeUnknown) {
  for (const std::string framing : {"Content-Length: 11", "Transfer-Encoding: chunked", "Connection: close"}) {
    TestPeer peer({[&](TestSocket& socket) {
      socket.ReadMessage();
      const std::string body = framing.ends_with("chunked") ? "b\r\n0123456789a\r\n0\r\n\r\n" : "0123456789a";
      socket.Write(Concat("HTTP/1.1 200 OK\r\n", framing, "\r\n\r\n", body));
    }});
    CallOptions options;
    options.max_response_bytes = 10;
    ExpectFailure(Call(peer.origin(), options), ErrorCode::kOutcomeUnknown, "larger than 10 bytes");
  }
}

TEST(CurlClientFailure, EndlessHeadersAreOutcomeUnknown) {
  TestPeer peer({[&](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 100; ++i) socket.Write("X: " + std::string(10'000, 'x') + "\r\n");
    socket.ReadToEnd();
  }});
  ExpectFailure(Call(peer.origin()), ErrorCode::kOutcomeUnknown, "headers are far too large");
}

// The usual fate of a connection over a pause: the server has closed it by the time of the next call.
void CallTwiceOverAConnectionThatEndsBetween(void (TestSocket::*end)()) {
  std::promise<void> answered;
  std::promise<void> ended;
  std::string second;
  TestPeer peer({[&](TestSocket& socket) {
                   socket.ReadMessage();
                   socket.Write(kEmptyAnswer);
                   answered.get_future().wait();
                   (socket.*end)();
                   ended.set_value();
                 },
                 [&](TestSocket& socket) {
                   second = socket.ReadMessage();
                   socket.Write(kEmptyAnswer);
                 }});
  const auto client = MakeClient();
  const Request request{"POST", peer.origin(), "/", {}, "payload"};
  EXPECT_TRUE(client->Send(request, {}));
  answered.set_value();
  ended.get_future().wait();
  const auto response = client->Send(request, {});
  EXPECT_TRUE(response) << response.error().message;
  EXPECT_TRUE(second.ends_with("\r\n\r\npayload"));
  EXPECT_EQ(peer.connections(), 2);
}

TEST(CurlClientFailure, AConnectionThatWasClosedBetweenTwoCallsIsReplaced) {
  CallTwiceOverAConnectionThatEndsBetween(&TestSocket::Close);
}

TEST(CurlClientFailure, AConnectionThatWasResetBetweenTwoCallsIsReplaced) {
  CallTwiceOverAConnectionThatEndsBetween(&TestSocket::Reset);
}

// A kept connection that ends after it took the request: the server may have acted on it.
struct Repeated {
  Result<Response> result;
  int times_received;
};
Repeated CallOverAConnectionThatEndsAfterTheRequest(const std::string& method, const std::string& body) {
  std::atomic<int> times_received = 0;
  const auto receive = [&](TestSocket& socket) { times_received += socket.ReadMessage().empty() ? 0 : 1; };
  std::optional<TestPeer> peer(std::vector<TestPeer::Script>{[&](TestSocket& socket) {
                                                               socket.ReadMessage();
                                                               socket.Write(kEmptyAnswer);
                                                               receive(socket);
                                                             },
                                                             [&](TestSocket& socket) {
                                                               receive(socket);
                                                               socket.Write(kEmptyAnswer);
                                                             }});
  auto client = MakeClient();
  EXPECT_TRUE(client->Send({"GET", peer->origin(), "/", {}, ""}, {}));
  auto result = client->Send({method, peer->origin(), std::string(kSecretTarget), {}, body}, {});
  client.reset();
  peer.reset();
  return {std::move(result), times_received};
}

TEST(CurlClientFailure, ARequestThatIsNotIdempotentIsNeverSentTwice) {
  for (const std::string method : {"POST", "PATCH", "UNKNOWN"}) {
    for (const std::string& body : {std::string(), std::string("s3cret"), std::string(1 << 20, 'b')}) {
      SCOPED_TRACE(method);
      const auto [result, times_received] = CallOverAConnectionThatEndsAfterTheRequest(method, body);
      ExpectFailure(result, ErrorCode::kOutcomeUnknown, "closed before an answer");
      EXPECT_EQ(times_received, 1);
    }
  }
}

TEST(CurlClientFailure, AnIdempotentRequestIsRepeatedOnceOverANewConnection) {
  for (const std::string method : {"GET", "PUT", "DELETE", "HEAD"}) {
    SCOPED_TRACE(method);
    const auto [result, times_received] = CallOverAConnectionThatEndsAfterTheRequest(method, "");
    EXPECT_TRUE(result) << result.error().message;
    EXPECT_EQ(times_received, 2);
  }
}

// libcurl counts the repetitions of a handle over all of its transfers.
TEST(CurlClientFailure, ConnectionsMayEndInThisWayAsOftenAsTheyWill) {
  constexpr size_t kConnections = 8;
  const TestPeer::Script answer_once = [](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write(kEmptyAnswer);
    socket.ReadMessage();
  };
  TestPeer peer(std::vector<TestPeer::Script>(kConnections, answer_once));
  const auto client = MakeClient();
  for (size_t i = 0; i < kConnections; ++i) {
    const auto response = client->Send({"GET", peer.origin(), "/", {}, ""}, {});
    EXPECT_TRUE(response) << i << ": " << response.error().message;
  }
}

TEST(CurlClientFailure, AFreshConnectionThatEndsIsNotReplaced) {
  TestPeer peer({[](TestSocket& socket) { socket.ReadMessage(); }, [](TestSocket& socket) { socket.ReadMessage(); }});
  ExpectFailure(Call(peer.origin(), {}, "GET"), ErrorCode::kOutcomeUnknown, "closed before an answer");
  EXPECT_EQ(peer.connections(), 1);
}

TEST(CurlClientFailure, AMalformedRequestIsRefusedBeforeAnythingIsSent) {
  const std::string origin = "http://127.0.0.1:" + std::to_string(UnusedPort());
  for (const Request& request : {
           Request{"", origin, "/", {}, ""},
           Request{"GET /s3cret", origin, "/", {}, ""},
           Request{"GET", "", "/", {}, ""},
           Request{"GET", "file://s3cret", "/", {}, ""},
           Request{"GET", "http://s3cret@host", "/", {}, ""},
           Request{"GET", origin + "/prefix", "/", {}, ""},
           Request{"GET", origin, "", {}, ""},
           Request{"GET", origin, "s3cret", {}, ""},
           Request{"GET", origin, "/s3cret\r\nX: y", {}, ""},
           Request{"GET", origin, "/", {{"X:", "s3cret"}}, ""},
           Request{"GET", origin, "/", {{"X", "s3cret\nY: z"}}, ""},
           Request{"HEAD", origin, "/", {}, "s3cret"},
       }) {
    const auto result = MakeClient()->Send(request, {});
    ExpectFailure(result, ErrorCode::kInvalidInput, "the request cannot be sent");
  }
}

TEST(CurlClientFailure, WithoutTimeLeftNothingIsSent) {
  TestPeer peer({[](TestSocket& socket) { socket.ReadMessage(); }});
  CallOptions options;
  options.total_timeout = Milliseconds(0);
  ExpectFailure(Call(peer.origin(), options), ErrorCode::kUnavailable, "there is no time left");
  EXPECT_EQ(peer.connections(), 0);
}

TEST(CurlClientFailure, AConnectionThatCannotBeWarmedChangesNothing) {
  TestPeer deaf({[](TestSocket& socket) { socket.ReadToEnd(); }});  // accepts, and never shakes hands
  TestPeer peer({[](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write(kEmptyAnswer);
  }});
  const std::string refused = "https://127.0.0.1:" + std::to_string(UnusedPort());
  const std::string hangs = "https://127.0.0.1:" + std::to_string(deaf.port());
  {
    const auto client = MakeClient();
    client->Warm(std::array{refused, hangs, std::string("no origin")});
    EXPECT_TRUE(client->Send({"GET", peer.origin(), "/", {}, ""}, {})) << "another origin does not wait for it";
    ExpectFailure(client->Send({"POST", refused, "/", {}, "s3cret"}, {}), ErrorCode::kUnavailable, "could not connect");
    ExpectFailure(client->Send({"POST", hangs, "/", {}, "s3cret"}, Brief()), ErrorCode::kUnavailable, "");
  }
  // Given up in the middle, and before it began.
  TestPeer other({[](TestSocket& socket) { socket.ReadToEnd(); }});
  const auto client = MakeClient();
  client->Warm(std::array{"https://127.0.0.1:" + std::to_string(other.port())});
  ExpectFailure(client->Send({"GET", "http://127.0.0.1:" + std::to_string(UnusedPort()), "/", {}, ""}, {}),
                ErrorCode::kUnavailable, "could not connect");
  client->Warm(std::array{refused});
}

TEST(CurlClientFailure, WithoutATotalTimeoutTheClientWaitsForTheAnswer) {
  TestPeer peer({[](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write("HTTP/1.1 204 No Content\r\n\r\n");
  }});
  CallOptions options;
  options.total_timeout = std::nullopt;
  const auto response = Call(peer.origin(), options);
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 204);
}

}  // namespace
}  // namespace genesys_cfn::http
