// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <thread>

#include "base/files.h"
#include "http/curl_client.h"
#include "http/test_certificates.h"

namespace genesys_cfn::http {
namespace {

using testing::HasSubstr;

class CurlClientTlsTest : public testing::Test {
 protected:
  CurlClientTlsTest()
      : bundle_(testing::TempDir() + "curl_client_tls_test_" + std::to_string(getpid()) + ".pem"),
        authority_(MakeAuthority("Test Authority")) {
    std::string bundle;
    for (int i = 0; i < 40; ++i) bundle += ToPem(*MakeAuthority("other " + std::to_string(i)).certificate);
    EXPECT_TRUE(WriteFileAtomically(bundle_, bundle + ToPem(*authority_.certificate)));
  }
  ~CurlClientTlsTest() override { std::filesystem::remove(bundle_); }

  static std::unique_ptr<Client> MakeClient(const std::string& bundle) {
    return MakeCurlClient(MapEnvironment({{"SSL_CERT_FILE", bundle}}));
  }
  static Request Post(const TestPeer& peer, const std::string& host = "127.0.0.1") {
    return {"POST", "https://" + host + ":" + std::to_string(peer.port()), "/path?token=s3cret", {}, ""};
  }
  static void ExpectRefusal(const Result<Response>& result, const std::string& cause) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(result.error().message, HasSubstr(cause));
    EXPECT_THAT(result.error().message, testing::Not(HasSubstr("s3cret")));
  }

  std::string bundle_;
  Identity authority_;
};

TEST_F(CurlClientTlsTest, AcceptsAServerOfAnAuthorityInTheBundleAndKeepsTheConnection) {
  TestPeer peer({ServeTls(MakeServerIdentity(authority_, "Test Authority"), 3)});
  const auto client = MakeClient(bundle_);
  for (int i = 0; i < 3; ++i) {
    const auto response = client->Send(Post(peer), {});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
  }
  EXPECT_EQ(peer.connections(), 1);
}

TEST_F(CurlClientTlsTest, ConnectsAgainAfterTheServerClosed) {
  const Identity identity = MakeServerIdentity(authority_, "Test Authority");
  TestPeer peer({ServeTls(identity), ServeTls(identity), ServeTls(identity)});
  const auto client = MakeClient(bundle_);
  Request request = Post(peer);
  request.method = "GET";  // repeated, should the close arrive after the request has left
  for (int i = 0; i < 3; ++i) {
    const auto response = client->Send(request, {});
    ASSERT_TRUE(response) << response.error().message;
  }
  EXPECT_EQ(peer.connections(), 3);
}

TEST_F(CurlClientTlsTest, AWarmConnectionIsTheOneThatIsUsed) {
  TestPeer peer({ServeTls(MakeServerIdentity(authority_, "Test Authority"), 2)});
  const auto client = MakeClient(bundle_);
  const Request request = Post(peer);
  client->Warm(std::array{request.origin, request.origin});
  client->Warm(std::array{request.origin});
  TestPeer other({[&](TestSocket& socket) {
    socket.ReadMessage();
    while (peer.connections() == 0) std::this_thread::yield();  // opened although this call is not over
    socket.Write("HTTP/1.1 204 No Content\r\n\r\n");
  }});
  ASSERT_TRUE(client->Send({"GET", other.origin(), "/", {}, ""}, {}));
  for (int i = 0; i < 2; ++i) {
    const auto response = client->Send(request, {});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
  }
  EXPECT_EQ(peer.connections(), 1);
}

TEST_F(CurlClientTlsTest, RefusesAServerOfAnotherAuthority) {
  const Identity other = MakeAuthority("Other Authority");
  TestPeer peer({ServeTls(MakeServerIdentity(other, "Other Authority"))});
  ExpectRefusal(MakeClient(bundle_)->Send(Post(peer), {}), "unable to get local issuer certificate");
}

TEST_F(CurlClientTlsTest, RefusesASelfSignedServer) {
  TestPeer peer({ServeTls(MakeAuthority("self"))});
  ExpectRefusal(MakeClient(bundle_)->Send(Post(peer), {}), "certificate was refused");
}

TEST_F(CurlClientTlsTest, RefusesACertificateOfAnotherName) {
  TestPeer peer({ServeTls(MakeServerIdentity(authority_, "Test Authority"))});
  ExpectRefusal(MakeClient(bundle_)->Send(Post(peer, "localhost"), {}), "localhost");
}

TEST_F(CurlClientTlsTest, SaysThatTheBundleIsMissing) {
  TestPeer peer({ServeTls(MakeServerIdentity(authority_, "Test Authority"))});
  const auto client = MakeClient("/nonexistent/bundle.pem");
  ExpectRefusal(client->Send(Post(peer), {}), "SSL_CERT_FILE");
}

TEST_F(CurlClientTlsTest, NeedsNoBundleForPlainHttp) {
  TestPeer peer({[](TestSocket& socket) {
    socket.ReadMessage();
    socket.Write("HTTP/1.1 204 No Content\r\n\r\n");
  }});
  EXPECT_TRUE(MakeClient("/nonexistent/bundle.pem")->Send({"GET", peer.origin(), "/", {}, ""}, {}));
}

}  // namespace
}  // namespace genesys_cfn::http
