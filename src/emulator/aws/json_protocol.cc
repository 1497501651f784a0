// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/json_protocol.h"

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {

http::Response JsonAnswer(int status, const json::Object& body) {
  return {status, {{"Content-Type", "application/x-amz-json-1.1"}}, json::Write(body)};
}

http::Response JsonErrorAnswer(int status, std::string_view type, std::string_view message,
                               std::string_view message_member) {
  json::Object body{{"__type", type}};
  body.Append(std::string(message_member), message);
  return JsonAnswer(status, body);
}

std::string_view JsonErrorType(AwsRefusal::Reason reason) {
  switch (reason) {
    case AwsRefusal::Reason::kMissing:
      return "MissingAuthenticationTokenException";
    case AwsRefusal::Reason::kIncomplete:
      return "IncompleteSignatureException";
    case AwsRefusal::Reason::kUnknownKey:
      return "UnrecognizedClientException";
    case AwsRefusal::Reason::kExpiredToken:
      return "ExpiredTokenException";
    case AwsRefusal::Reason::kBadSignature:
      return "InvalidSignatureException";
  }
  return "InternalServiceError";
}

json::Number JsonSeconds(int64_t milliseconds) {
  const std::string fraction = std::to_string(1000 + milliseconds % 1000).substr(1);
  return json::Number{Concat(milliseconds / 1000, '.', fraction)};
}

}  // namespace genesys_cfn::emulator
