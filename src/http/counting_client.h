// SPDX-License-Identifier: Apache-2.0
// Counts what passes through another client, for the log and the metrics of one event, and lets nothing more pass when
// the event is over although its worker is not.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "http/client.h"

namespace genesys_cfn::http {

struct CallCounts {
  int64_t calls = 0;
  // Calls that sent the same request again after it had failed: no answer, or 401, 408, 429, 5xx. Polling for something
  // that is not there yet is no repeat.
  int64_t repeats = 0;
};

// Sending is for one thread, as with any client; the rest is safe from others.
class CountingClient final : public Client {
 public:
  // The client must outlive this one.
  explicit CountingClient(Client& client) : client_(client) {}

  Result<Response> Send(const Request& request, const CallOptions& options) override;
  std::vector<Result<Response>> SendAll(std::span<const Request> requests, const CallOptions& options) override;
  void Warm(std::span<const std::string> origins) override { client_.Warm(origins); }

  [[nodiscard]] CallCounts counts() const { return {calls_, repeats_}; }
  // From any thread: calls that begin from now on are kDeadlineExceeded and do nothing.
  void Close() { closed_ = true; }
  // A new event: counts from zero, open.
  void Reset();

 private:
  void Note(const Request& request, const Result<Response>& response);

  Client& client_;
  std::map<size_t, bool> failed_;  // by digest of a request, whether it failed when it was sent last
  std::atomic<int64_t> calls_ = 0;
  std::atomic<int64_t> repeats_ = 0;
  std::atomic<bool> closed_ = false;
};

}  // namespace genesys_cfn::http
