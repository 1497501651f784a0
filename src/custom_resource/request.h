// SPDX-License-Identifier: Apache-2.0
// A CloudFormation custom resource request: the Lambda event (aws-protocols.md 1.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "json/value.h"

namespace genesys_cfn::custom_resource {

enum class RequestType { kCreate, kUpdate, kDelete };
std::string_view ToString(RequestType type);

// Enough to answer with, present even when the rest of the event is unusable.
struct AnswerAddress {
  Secret<std::string> response_url;
  std::string stack_id;
  std::string request_id;
  std::string logical_id;
  std::optional<std::string> physical_id;  // absent on Create
};

struct Request {
  AnswerAddress address;
  RequestType type = RequestType::kCreate;
  std::string resource_type;  // "Custom::GenesysDataAction"
  json::Object properties;    // scalars are strings; without ServiceToken and ServiceTimeout
  json::Object old_properties;
  Milliseconds service_timeout{3'600'000};
  // When CloudFormation made the request: X-Amz-Date of the response URL, or Expires less two hours (SigV2). nullopt
  // when the URL says neither.
  std::optional<WallTime> requested_at;
};

// The address of any event that has one: an object with ResponseURL, StackId, RequestId and LogicalResourceId as
// non-empty strings. kInvalidInput says what is missing, without a word of the event's content.
Result<AnswerAddress> ParseAddress(const json::Value& event);
// The whole request. kInvalidInput names the member that is missing or of the wrong type; an unknown RequestType too.
Result<Request> ParseRequest(json::Value event);

// X-Amz-Date of a response URL, or its Expires less two hours; nullopt when it says neither.
std::optional<WallTime> RequestedAt(const Secret<std::string>& response_url);

// Account, region and stack name out of a stack id (an ARN); empty parts when it is none.
struct StackIdParts {
  std::string partition;
  std::string region;
  std::string account;
  std::string stack_name;
};
StackIdParts ParseStackId(std::string_view stack_id);

}  // namespace genesys_cfn::custom_resource
