// SPDX-License-Identifier: Apache-2.0
#include "http/test_peer.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/text.h"

namespace genesys_cfn::http {
namespace {

sockaddr_in Loopback(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::pair<int, uint16_t> Listen() {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  EXPECT_EQ(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), size), 0);
  EXPECT_EQ(::listen(descriptor, 16), 0);
  EXPECT_EQ(::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size), 0);
  return {descriptor, ntohs(address.sin_port)};
}

size_t BodyLength(std::string_view head) {
  for (const std::string_view line : Split(head, '\n')) {
    const size_t colon = line.find(':');
    if (colon != std::string_view::npos && EqualsIgnoreCase(line.substr(0, colon), "Content-Length")) {
      return ParseInteger<size_t>(Trim(line.substr(colon + 1))).value_or(0);
    }
  }
  return 0;
}

}  // namespace

TestSocket::TestSocket(TestSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

TestSocket TestSocket::Connect(uint16_t port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = Loopback(port);
  EXPECT_EQ(::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  return TestSocket(descriptor);
}

std::string TestSocket::ReadMessage() {
  std::string message;
  char byte = 0;
  while (!message.ends_with("\r\n\r\n")) {
    if (::recv(descriptor_, &byte, 1, 0) != 1) return message;
    message += byte;
  }
  std::string body(BodyLength(message), '\0');
  const ssize_t count = body.empty() ? 0 : ::recv(descriptor_, body.data(), body.size(), MSG_WAITALL);
  body.resize(count > 0 ? static_cast<size_t>(count) : 0);
  return message + body;
}

std::string TestSocket::ReadToEnd() {
  std::string text;
  std::array<char, 16'384> part{};
  for (;;) {
    const ssize_t count = ::recv(descriptor_, part.data(), part.size(), 0);
    if (count <= 0) return text;
    text.append(part.data(), static_cast<size_t>(count));
  }
}

void TestSocket::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

void TestSocket::Close() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void TestSocket::Reset() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  Close();
}

TestPeer::TestPeer(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
  std::tie(listener_, port_) = Listen();
  thread_ = std::thread([this] { Run(); });
}

TestPeer::~TestPeer() {
  ::shutdown(listener_, SHUT_RDWR);
  thread_.join();
  ::close(listener_);
}

void TestPeer::Run() {
  for (const Script& script : scripts_) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return;
    ++connections_;
    TestSocket socket(descriptor);
    script(socket);
  }
}

uint16_t UnusedPort() {
  const auto [descriptor, port] = Listen();
  ::close(descriptor);
  return port;
}

}  // namespace genesys_cfn::http
