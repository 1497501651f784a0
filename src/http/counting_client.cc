// SPDX-License-Identifier: Apache-2.0
#include "http/counting_client.h"

#include <functional>
#include <string>

#include "base/text.h"

namespace genesys_cfn::http {
namespace {

// Headers aside: tokens and signatures change from attempt to attempt.
size_t Digest(const Request& request) {
  return std::hash<std::string>()(Concat(request.method, " ", request.origin, request.target, "\n", request.body));
}

bool Failed(const Result<Response>& response) {
  if (!response) return true;
  const int status = response->status;
  return status == 401 || status == 408 || status == 429 || status >= 500;
}

Error Closed() {
  return {ErrorCode::kDeadlineExceeded, "the event was cut off, nothing more is sent for it"};
}

}  // namespace

Result<Response> CountingClient::Send(const Request& request, const CallOptions& options) {
  if (closed_) return Closed();
  Result<Response> response = client_.Send(request, options);
  Note(request, response);
  return response;
}

std::vector<Result<Response>> CountingClient::SendAll(std::span<const Request> requests, const CallOptions& options) {
  if (closed_) return std::vector<Result<Response>>(requests.size(), Closed());
  std::vector<Result<Response>> responses = client_.SendAll(requests, options);
  for (size_t i = 0; i < responses.size(); ++i) Note(requests[i], responses[i]);
  return responses;
}

void CountingClient::Reset() {
  failed_.clear();
  closed_ = false;
  calls_ = 0;
  repeats_ = 0;
}

void CountingClient::Note(const Request& request, const Result<Response>& response) {
  ++calls_;
  bool& failed = failed_[Digest(request)];
  if (failed) ++repeats_;
  failed = Failed(response);
}

}  // namespace genesys_cfn::http
