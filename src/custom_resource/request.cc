// SPDX-License-Identifier: Apache-2.0
#include "custom_resource/request.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "http/message.h"

namespace genesys_cfn::custom_resource {
namespace {

constexpr int kLongestServiceTimeoutSeconds = 3'600;
// How long a response URL with a version 2 signature is valid (aws-protocols.md 1.5).
constexpr std::chrono::hours kSigV2Validity{2};

Error Unusable(std::string_view member, std::string_view why) {
  return {ErrorCode::kInvalidInput, Concat("the custom resource request is unusable: ", member, " ", why, ".")};
}

Error WrongType(std::string_view member, std::string_view expected, const json::Value& value) {
  const std::string_view actual = json::TypeName(value);
  const bool vowel = actual.starts_with('a') || actual.starts_with('o');
  return Unusable(member, Concat("must be ", expected, ", but is ", vowel ? "an " : "a ", actual));
}

Result<std::string> RequiredText(const json::Value& event, std::string_view member) {
  const json::Value* value = event.Find(member);
  if (value == nullptr) return Unusable(member, "is missing");
  if (!value->is_string()) return WrongType(member, "a string", *value);
  if (value->AsString()->empty()) return Unusable(member, "is empty");
  return *value->AsString();
}

// Takes the member out of the event, which is an object; an absent one and null are empty.
Result<json::Object> TakeObject(json::Value& event, std::string_view member) {
  json::Value* value = event.AsObject()->Find(member);
  if (value == nullptr || value->is_null()) return json::Object();
  if (!value->is_object()) return WrongType(member, "an object", *value);
  return std::move(*value->AsObject());
}

std::optional<RequestType> TypeOf(std::string_view text) {
  for (const RequestType type : {RequestType::kCreate, RequestType::kUpdate, RequestType::kDelete}) {
    if (text == ToString(type)) return type;
  }
  return std::nullopt;
}

// nullopt for what CloudFormation would not have accepted.
std::optional<Milliseconds> ServiceTimeoutOf(const json::Object& properties) {
  const json::Value* value = properties.Find("ServiceTimeout");
  if (value == nullptr) return std::nullopt;
  const std::optional<int64_t> seconds =
      value->is_string() ? ParseInteger<int64_t>(*value->AsString()) : value->AsInteger();
  if (!seconds || *seconds < 1 || *seconds > kLongestServiceTimeoutSeconds) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

}  // namespace

std::string_view ToString(RequestType type) {
  switch (type) {
    case RequestType::kCreate:
      return "Create";
    case RequestType::kUpdate:
      return "Update";
    case RequestType::kDelete:
      return "Delete";
  }
  return "unknown";
}

std::optional<WallTime> RequestedAt(const Secret<std::string>& response_url) {
  const std::vector<http::QueryParameter> parameters = http::ParseQuery(http::QueryOf(response_url.Reveal()));
  if (const auto date = http::FindParameter(parameters, "X-Amz-Date")) return ParseIso8601(*date);
  const std::optional<std::string> expires = http::FindParameter(parameters, "Expires");
  if (!expires) return std::nullopt;
  const std::optional<int64_t> seconds = ParseInteger<int64_t>(*expires);
  // Beyond the year 9999 it is no time, and would not fit milliseconds at some point.
  if (!seconds || *seconds < 0 || *seconds > 253'402'300'799) return std::nullopt;
  return FromEpochMilliseconds(*seconds * 1'000) - kSigV2Validity;
}

Result<AnswerAddress> ParseAddress(const json::Value& event) {
  if (!event.is_object()) {
    return WrongType("the event", "an object", event);
  }
  AnswerAddress address;
  TRY_ASSIGN(std::string url, RequiredText(event, "ResponseURL"));
  address.response_url = Secret<std::string>(std::move(url));
  TRY_ASSIGN(address.stack_id, RequiredText(event, "StackId"));
  TRY_ASSIGN(address.request_id, RequiredText(event, "RequestId"));
  TRY_ASSIGN(address.logical_id, RequiredText(event, "LogicalResourceId"));
  address.physical_id = event.FindString("PhysicalResourceId");
  return address;
}

Result<Request> ParseRequest(json::Value event) {
  Request request;
  TRY_ASSIGN(request.address, ParseAddress(event));
  TRY_ASSIGN(const std::string type, RequiredText(event, "RequestType"));
  const std::optional<RequestType> known_type = TypeOf(type);
  if (!known_type) return Unusable("RequestType", "must be Create, Update or Delete");
  request.type = *known_type;
  TRY_ASSIGN(request.resource_type, RequiredText(event, "ResourceType"));
  const json::Value* physical_id = event.Find("PhysicalResourceId");
  if (physical_id != nullptr && !physical_id->is_string() && !physical_id->is_null()) {
    return WrongType("PhysicalResourceId", "a string", *physical_id);
  }
  TRY_ASSIGN(request.properties, TakeObject(event, "ResourceProperties"));
  TRY_ASSIGN(request.old_properties, TakeObject(event, "OldResourceProperties"));
  request.service_timeout = ServiceTimeoutOf(request.properties).value_or(request.service_timeout);
  for (json::Object* properties : {&request.properties, &request.old_properties}) {
    properties->Remove("ServiceToken");
    properties->Remove("ServiceTimeout");
  }
  request.requested_at = RequestedAt(request.address.response_url);
  return request;
}

StackIdParts ParseStackId(std::string_view stack_id) {
  // arn:<partition>:cloudformation:<region>:<account>:stack/<name>/<uuid>
  const std::vector<std::string_view> fields = Split(stack_id, ':');
  if (fields.size() != 6 || fields[0] != "arn" || fields[2] != "cloudformation") return {};
  const std::vector<std::string_view> resource = Split(fields[5], '/');
  if (resource.size() != 3 || resource[0] != "stack") return {};
  return {std::string(fields[1]), std::string(fields[3]), std::string(fields[4]), std::string(resource[1])};
}

}  // namespace genesys_cfn::custom_resource
