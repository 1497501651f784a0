// SPDX-License-Identifier: Apache-2.0
// The custom resource protocol as the service speaks it (aws-protocols.md 1.2 to 1.4): the event that a function gets,
// and what its answer means. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "emulator/cloudformation/stack_record.h"
#include "json/value.h"

namespace genesys_cfn::emulator {

// The event of the resource's running task. Holds the response URL: never to be logged.
std::string RequestEvent(const ResourceRecord& resource, std::string_view stack_id, std::string_view response_url);

// The function's ARN of the properties. The error is the resource's status reason.
Result<std::string> ServiceTokenOf(const json::Object& properties);
// ServiceTimeout: 1 to 3600 s, by default 3600.
Result<std::chrono::seconds> ServiceTimeoutOf(const json::Object& properties);

// An answer that decides the request.
struct Judgement {
  bool succeeded = false;
  std::string reason;       // of a failure: the resource's status reason
  std::string physical_id;  // empty when the answer has no usable one
  json::Object data;        // scalars as strings
  bool no_echo = false;
};
// Nothing that CloudFormation recognises as the answer to this request: it goes on waiting.
struct Unusable {
  std::string why;
};
std::variant<Judgement, Unusable> JudgeAnswer(std::string_view body, const ResourceRecord& resource,
                                              std::string_view stack_id);

}  // namespace genesys_cfn::emulator
