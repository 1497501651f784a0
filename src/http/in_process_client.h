// SPDX-License-Identifier: Apache-2.0
// A client that calls a handler directly: no socket, no thread, the same bytes. An answer that a server
// would not send whole (http::Ending) is kOutcomeUnknown at once, and delays are not waited for.
#pragma once

#include "http/client.h"
#include "http/handler.h"

namespace genesys_cfn::http {

class InProcessClient final : public Client {
 public:
  // The handler must outlive the client.
  explicit InProcessClient(Handler& handler) : handler_(handler) {}
  Result<Response> Send(const Request& request, const CallOptions& options) override;
  // One after the other.
  std::vector<Result<Response>> SendAll(std::span<const Request> requests, const CallOptions& options) override;

 private:
  Handler& handler_;
};

}  // namespace genesys_cfn::http
