// SPDX-License-Identifier: Apache-2.0
// A small HTTP/1.1 server for the local cloud: loopback only, one thread a connection, keep-alive. Not part of the
// function.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "http/handler.h"

namespace genesys_cfn::http {

class Server {
 public:
  struct Options {
    uint16_t port = 0;  // 0: any free one
    size_t max_body_bytes = size_t{16} << 20;
    // Whoever is slower loses the connection (408 if a request has begun), so that no client holds a thread for ever.
    Milliseconds idle_timeout{3'600'000};  // between requests
    Milliseconds header_timeout{20'000};   // for all headers of a request
    Milliseconds body_timeout{120'000};    // for its whole body
    Milliseconds write_timeout{120'000};   // for the whole answer
    Milliseconds hang_timeout{3'600'000};  // of an answer that hangs on purpose (http::Ending)
    size_t max_connections = 1024;         // further ones are answered 503
  };

  // Listens on 127.0.0.1 at once; a port in use is kIo naming it. The handler must outlive the server.
  static Result<std::unique_ptr<Server>> Start(Handler& handler, const Options& options);

  virtual ~Server() = default;
  [[nodiscard]] virtual uint16_t port() const = 0;
  // Closes every connection and waits for the threads. Handlers that block must have been released by their owner
  // first. Idempotent; the destructor calls it.
  virtual void Stop() = 0;
};

}  // namespace genesys_cfn::http
