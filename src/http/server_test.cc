// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "http/test_peer.h"

namespace genesys_cfn::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class RecordingHandler final : public Handler {
 public:
  Response Handle(const Request& request) override {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
    if (request.target == "/throw") throw std::runtime_error("s3cret");
    return response;
  }
  std::vector<Request> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  Response response{200, {{"X-Mixed-Case", "1"}}, "body"};

 private:
  std::mutex mutex_;
  std::vector<Request> requests_;
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    auto started = Server::Start(handler_, {.port = 0, .max_body_bytes = 100});
    EXPECT_TRUE(started);
    server_ = std::move(started).value();
  }
  // Sends `bytes` and reads until the server closes.
  std::string Exchange(std::string_view bytes) {
    TestSocket socket = TestSocket::Connect(server_->port());
    socket.Write(bytes);
    return socket.ReadToEnd();
  }

  RecordingHandler handler_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, HandsOverTheRequestAsItWasSent) {
  Exchange(
      "PATCH /a%2Fb/../c?x=%7C&e= HTTP/1.1\r\nhost: h\r\nX-ONE: 1\r\nx-one:  2 \r\nConnection: close\r\n"
      "Content-Length: 3\r\n\r\n\xC3\xA9z");
  ASSERT_EQ(handler_.requests().size(), 1U);
  const Request request = handler_.requests()[0];
  EXPECT_EQ(request.method, "PATCH");
  EXPECT_EQ(request.origin, "");
  EXPECT_EQ(request.target, "/a%2Fb/../c?x=%7C&e=");
  EXPECT_EQ(request.body, "\xC3\xA9z");
  const std::vector<Headers::Field> expected = {
      {"host", "h"}, {"X-ONE", "1"}, {"x-one", "2"}, {"Connection", "close"}, {"Content-Length", "3"}};
  EXPECT_EQ(request.headers.fields(), expected);
}

TEST_F(ServerTest, AnswersWithItsOwnContentLength) {
  handler_.response.headers = {{"X-Mixed-Case", "1"}, {"content-length", "99"}, {"Transfer-Encoding", "chunked"}};
  EXPECT_EQ(Exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nX-Mixed-Case: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
}

TEST_F(ServerTest, AnswersHeadAndNoContentWithoutABody) {
  EXPECT_EQ(Exchange("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nX-Mixed-Case: 1\r\nContent-Length: 4\r\nConnection: close\r\n\r\n");
  handler_.response = {204, {}, "never sent"};
  EXPECT_EQ(Exchange("DELETE / HTTP/1.1\r\nConnection: close\r\n\r\n"),
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST_F(ServerTest, KeepsTheConnectionForPipelinedRequests) {
  const std::string answer = Exchange(
      "POST /1 HTTP/1.1\r\nContent-Length: 1\r\n\r\naPOST /2 HTTP/1.1\r\nTransfer-Encoding: "
      "chunked\r\n\r\n2\r\nbc\r\n0\r\n\r\nGET /3 HTTP/1.0\r\n\r\n");
  const auto requests = handler_.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_EQ(requests[0].body, "a");
  EXPECT_EQ(requests[1].body, "bc");
  EXPECT_EQ(requests[2].target, "/3");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nX-Mixed-Case: 1\r\nContent-Length: 4\r\n\r\nbodyHTTP/1.1 200"));
}

TEST_F(ServerTest, InvitesABodyThatWaitsForIt) {
  TestSocket socket = TestSocket::Connect(server_->port());
  socket.Write("PUT / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(socket.ReadMessage(), "HTTP/1.1 100 Continue\r\n\r\n");
  socket.Write("ok");
  EXPECT_THAT(socket.ReadMessage(), EndsWith("body"));
  EXPECT_EQ(handler_.requests()[0].body, "ok");
}

TEST_F(ServerTest, RefusesWhatIsNotHttpAndCloses) {
  for (const std::string_view bytes :
       {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\nBad Name: x\r\n\r\n", "GET / HTTP/9.9\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    // Nothing but the server ends this exchange.
    EXPECT_THAT(Exchange(bytes), StartsWith("HTTP/1.1 400 Bad Request\r\n")) << bytes;
  }
  EXPECT_TRUE(handler_.requests().empty());
}

TEST_F(ServerTest, RefusesABodyAboveTheLimitWithoutReadingItIntoMemory) {
  for (const std::string& head :
       {std::string("Content-Length: 3000000\r\n\r\n"), std::string("Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n")}) {
    // The answer must survive that most of the body is still under way.
    TestSocket socket = TestSocket::Connect(server_->port());
    socket.Write("POST / HTTP/1.1\r\n" + head + std::string(2'000'000, 'b'));
    ::shutdown(socket.descriptor(), SHUT_WR);
    const std::string answer = socket.ReadToEnd();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 Payload Too Large\r\n"));
    EXPECT_THAT(answer, HasSubstr("larger than 100 bytes"));
  }
  EXPECT_TRUE(handler_.requests().empty());
}

TEST_F(ServerTest, RefusesHeadersAboveTheLimit) {
  EXPECT_THAT(Exchange("GET / HTTP/1.1\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n"), StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerTest, TurnsAnEscapedExceptionIntoA500WithoutItsText) {
  const std::string answer = Exchange("GET /throw HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("s3cret")));
}

TEST_F(ServerTest, NeverSendsAHeaderThatWouldSplitTheAnswer) {
  handler_.response.headers = {{"X", "a\r\nY: b"}};
  EXPECT_THAT(Exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 500 "));
  handler_.response = {0, {}, ""};
  EXPECT_THAT(Exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), StartsWith("HTTP/1.1 500 "));
}

TEST_F(ServerTest, StopsAlthoughClientsHoldConnections) {
  std::vector<TestSocket> sockets;
  for (int i = 0; i < 20; ++i) sockets.push_back(TestSocket::Connect(server_->port()));
  for (size_t i = 0; i < 5; ++i) {  // idle after an exchange
    sockets[i].Write("GET / HTTP/1.1\r\n\r\n");
    EXPECT_THAT(sockets[i].ReadMessage(), EndsWith("body"));
  }
  for (size_t i = 5; i < 10; ++i) sockets[i].Write("POST / HTTP/1.1\r\nContent-Length: 50\r\n\r\nhalf");
  server_->Stop();
  server_->Stop();
  for (TestSocket& socket : sockets) EXPECT_EQ(socket.ReadToEnd(), "");
}

// Servers of little patience: nothing but the server ends these exchanges.
class ImpatientServerTest : public testing::Test {
 protected:
  std::unique_ptr<Server> Start(Server::Options options) { return Server::Start(handler_, options).value(); }

  RecordingHandler handler_;
};

TEST_F(ImpatientServerTest, GivesUpClientsThatSayNothing) {
  const auto server = Start({.idle_timeout = Milliseconds(20)});
  TestSocket silent = TestSocket::Connect(server->port());
  EXPECT_EQ(silent.ReadToEnd(), "");
  TestSocket done = TestSocket::Connect(server->port());
  done.Write("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(done.ReadToEnd(), EndsWith("body"));
}

TEST_F(ImpatientServerTest, GivesUpRequestsThatDoNotEnd) {
  const auto server = Start({.header_timeout = Milliseconds(20), .body_timeout = Milliseconds(20)});
  for (const char* half : {"GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n", "PUT / HTTP/1.1\r\nContent-Length: 5\r\n\r\nab",
                           "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
    TestSocket socket = TestSocket::Connect(server->port());
    socket.Write(half);
    const std::string answer = socket.ReadToEnd();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 408 Request Timeout\r\n")) << half;
    EXPECT_THAT(answer, HasSubstr("Connection: close"));
  }
  EXPECT_TRUE(handler_.requests().empty());
}

TEST_F(ImpatientServerTest, GivesUpClientsThatDoNotRead) {
  handler_.response.body = std::string(size_t{64} << 20, 'x');
  const auto server = Start({.write_timeout = Milliseconds(50), .max_connections = 1});
  TestSocket deaf = TestSocket::Connect(server->port());
  deaf.Write("GET / HTTP/1.1\r\n\r\n");
  // Its place is free for another one as soon as it was given up.
  std::string answer;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!answer.starts_with("HTTP/1.1 200") && std::chrono::steady_clock::now() < end) {
    TestSocket next = TestSocket::Connect(server->port());
    next.Write("HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n");
    answer = next.ReadToEnd();
  }
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_LT(deaf.ReadToEnd().size(), handler_.response.body.size());
}

TEST_F(ImpatientServerTest, AnswersNoMoreThanItsConnections) {
  const auto server = Start({.max_connections = 2});
  TestSocket first = TestSocket::Connect(server->port());
  TestSocket second = TestSocket::Connect(server->port());
  for (TestSocket* socket : {&first, &second}) {
    socket->Write("GET / HTTP/1.1\r\n\r\n");
    EXPECT_THAT(socket->ReadMessage(), EndsWith("body"));
  }
  TestSocket third = TestSocket::Connect(server->port());
  EXPECT_THAT(third.ReadToEnd(), StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
}

TEST_F(ServerTest, NamesAPortThatIsInUse) {
  const auto second = Server::Start(handler_, {.port = server_->port()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kIo);
  EXPECT_THAT(second.error().message, HasSubstr("port " + std::to_string(server_->port())));
  EXPECT_THAT(second.error().message, HasSubstr("choose another port"));
}

TEST_F(ServerTest, GivesItsPortBack) {
  const uint16_t port = server_->port();
  EXPECT_THAT(Exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), EndsWith("body"));
  server_->Stop();
  const auto second = Server::Start(handler_, {.port = port});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ((*second)->port(), port);
}

TEST_F(ServerTest, ResetsWhenTheAnswerSaysSo) {
  handler_.response.ending = Ending::kReset;
  TestSocket socket = TestSocket::Connect(server_->port());
  socket.Write("GET / HTTP/1.1\r\n\r\n");
  char byte = 0;
  EXPECT_EQ(::recv(socket.descriptor(), &byte, 1, 0), -1);
  EXPECT_EQ(errno, ECONNRESET);
  EXPECT_EQ(handler_.requests().size(), 1U);
}

TEST_F(ServerTest, TearsTheAnswerWithinItsBodyOrItsHead) {
  handler_.response.ending = Ending::kTorn;
  const std::string torn = Exchange("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(torn, HasSubstr("Content-Length: 4\r\n"));
  EXPECT_THAT(torn, EndsWith("\r\n\r\nbo"));
  handler_.response.body.clear();
  const std::string head = Exchange("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(head, Not(HasSubstr("\r\n\r\n")));
}

TEST_F(ServerTest, HangsUntilTheClientGoesOrTheServerStops) {
  handler_.response.ending = Ending::kHung;
  TestSocket given_up = TestSocket::Connect(server_->port());
  given_up.Write("GET / HTTP/1.1\r\n\r\n");
  TestSocket patient = TestSocket::Connect(server_->port());
  patient.Write("GET / HTTP/1.1\r\n\r\n");
  while (handler_.requests().size() < 2) std::this_thread::yield();
  pollfd entry{patient.descriptor(), POLLIN, 0};
  EXPECT_EQ(::poll(&entry, 1, 20), 0) << "no answer, and the connection stays";
  given_up.Close();
  server_->Stop();
  EXPECT_EQ(patient.ReadToEnd(), "");
}

TEST_F(ServerTest, ADelayHoldsUpNobodyElse) {
  handler_.response.delay = Milliseconds{3'600'000};
  TestSocket late = TestSocket::Connect(server_->port());
  late.Write("GET /late HTTP/1.1\r\n\r\n");
  while (handler_.requests().empty()) std::this_thread::yield();
  handler_.response.delay = Milliseconds{1};
  EXPECT_THAT(Exchange("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), EndsWith("body"));
  server_->Stop();
  EXPECT_EQ(late.ReadToEnd(), "");
}

}  // namespace
}  // namespace genesys_cfn::http
