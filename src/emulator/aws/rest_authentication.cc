// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/rest_authentication.h"

#include <utility>

#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/json_protocol.h"

namespace genesys_cfn::emulator {

RestAuthentication::RestAuthentication(Parts parts, std::string service, AccessKeys keys)
    : parts_(parts), service_(std::move(service)), keys_(std::move(keys)) {}

http::Response RestAuthentication::Handle(const http::Request& request) {
  const auto refusal = RefusalOf(request, {service_, ""}, keys_, parts_.clock.Now());
  const bool is_unsigned = refusal && refusal->reason == AwsRefusal::Reason::kMissing;
  if (!refusal || (is_unsigned && keys_.accepts_others())) return parts_.behind.Handle(request);
  http::Response response = JsonAnswer(403, json::Object{{"message", refusal->message}});
  response.headers.Set("x-amzn-ErrorType", std::string(JsonErrorType(refusal->reason)));
  return response;
}

}  // namespace genesys_cfn::emulator
