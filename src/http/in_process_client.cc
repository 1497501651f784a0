// SPDX-License-Identifier: Apache-2.0
#include "http/in_process_client.h"

#include "base/text.h"

namespace genesys_cfn::http {

Result<Response> InProcessClient::Send(const Request& request, const CallOptions& options) {
  Request received = request;
  if (!received.headers.Get("Host")) received.headers.Add("Host", HostOf(request.origin));
  received.origin.clear();
  Response response = handler_.Handle(received);
  if (response.ending != Ending::kSent) {
    return Error{ErrorCode::kOutcomeUnknown,
                 Concat(HostOf(request.origin), ": the connection ended before the answer")};
  }
  if (response.body.size() > options.max_response_bytes) {
    return Error{ErrorCode::kOutcomeUnknown,
                 Concat(HostOf(request.origin), ": the answer is larger than ", options.max_response_bytes, " bytes")};
  }
  return response;
}

std::vector<Result<Response>> InProcessClient::SendAll(std::span<const Request> requests, const CallOptions& options) {
  std::vector<Result<Response>> responses;
  responses.reserve(requests.size());
  for (const Request& request : requests) responses.push_back(Send(request, options));
  return responses;
}

}  // namespace genesys_cfn::http
