// SPDX-License-Identifier: Apache-2.0
// For tests: the other side of a connection, byte by byte, so that it can misbehave.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace genesys_cfn::http {

// One accepted or opened connection.
class TestSocket {
 public:
  explicit TestSocket(int descriptor) : descriptor_(descriptor) {}
  TestSocket(TestSocket&& other) noexcept;
  TestSocket& operator=(TestSocket&&) = delete;
  ~TestSocket() { Close(); }

  // Opens a connection to a server on 127.0.0.1.
  static TestSocket Connect(uint16_t port);

  // A whole request or answer with a Content-Length (none: no body), as sent; what there was when the other side
  // closes.
  std::string ReadMessage();
  // Until the other side closes; also how a peer hangs: it ends when the client gives up.
  std::string ReadToEnd();
  void Write(std::string_view bytes);
  void Close();
  // Closes so that the other side sees "connection reset".
  void Reset();
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

// A server on 127.0.0.1 that runs one script a connection, one after the other, and then accepts no more.
class TestPeer {
 public:
  using Script = std::function<void(TestSocket&)>;

  explicit TestPeer(std::vector<Script> scripts);
  ~TestPeer();
  TestPeer(const TestPeer&) = delete;
  TestPeer& operator=(const TestPeer&) = delete;

  [[nodiscard]] uint16_t port() const { return port_; }
  [[nodiscard]] std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  // Connections accepted so far.
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void Run();

  std::vector<Script> scripts_;
  int listener_;
  uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

// A port of 127.0.0.1 on which nothing listens.
uint16_t UnusedPort();

}  // namespace genesys_cfn::http
