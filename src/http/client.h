// SPDX-License-Identifier: Apache-2.0
// Sending HTTP requests. A completed exchange is a value, whatever its status: a 404 is an answer. Errors are what kept
// an answer from arriving, and they tell apart whether the other side can have acted:
//   kUnavailable       not connected, nothing was sent (name, route, refused, TLS verification)
//   kOutcomeUnknown    sent, or partly sent, and no complete answer (reset, time-out, torn or oversize body)
//   kInvalidInput      a request that cannot be sent as it is; sending it again changes nothing
//   kDeadlineExceeded  the client has been closed (counting_client.h), nothing was sent
//   kInternal          a bug, nothing was sent
// No method is retried here, redirects are not followed, and messages name host and cause, never a query or a header.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"

namespace genesys_cfn::http {

struct CallOptions {
  Milliseconds connect_timeout{3'000};
  // For the whole exchange; nullopt waits for ever (the Runtime API freezes the process inside a call).
  std::optional<Milliseconds> total_timeout{Milliseconds{15'000}};
  // kEnvironment: HTTPS_PROXY, HTTP_PROXY and NO_PROXY as curl reads them, but none for loopback. kNever: none at all.
  enum class Proxy { kEnvironment, kNever } proxy = Proxy::kEnvironment;
  // A larger answer is kOutcomeUnknown.
  size_t max_response_bytes = size_t{16} << 20;
};

// Keeps connections open between calls. Not thread-safe: one client a thread.
class Client {
 public:
  virtual ~Client() = default;
  virtual Result<Response> Send(const Request& request, const CallOptions& options) = 0;
  // All at once, over connections side by side; the results are in the order of the requests.
  virtual std::vector<Result<Response>> SendAll(std::span<const Request> requests, const CallOptions& options) = 0;
  // Opens connections that will be needed, side by side, behind the next call and during those that follow; returns at
  // once. Each origin only once. A failure changes nothing: the call that needs the connection meets it again.
  virtual void Warm(std::span<const std::string> /*origins*/) {}
};

}  // namespace genesys_cfn::http
