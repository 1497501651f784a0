// SPDX-License-Identifier: Apache-2.0
// What the emulated services of the JSON 1.1 protocol have in common (aws-protocols.md 3.3).
#pragma once

#include <string>
#include <string_view>

#include "emulator/aws/aws_authentication.h"
#include "http/message.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// An error as such a service words it.
struct JsonServiceError {
  std::string type;  // "ResourceNotFoundException"
  std::string message;
};

http::Response JsonAnswer(int status, const json::Object& body);
// `message_member` is "Message" or "message", as the service has it.
http::Response JsonErrorAnswer(int status, std::string_view type, std::string_view message,
                               std::string_view message_member);
// The error type of a refused signature.
std::string_view JsonErrorType(AwsRefusal::Reason reason);

// Seconds since 1970 with milliseconds, as JSON 1.1 writes a time.
json::Number JsonSeconds(int64_t milliseconds);

}  // namespace genesys_cfn::emulator
