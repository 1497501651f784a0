// SPDX-License-Identifier: Apache-2.0
#include "emulator/cloudformation/custom_resource_calls.h"

#include "base/text.h"
#include "emulator/cloudformation/reasons.h"
#include "json/parse.h"
#include "json/write.h"
#include "template/evaluate.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMaxAnswerBytes = 4096;
constexpr size_t kMaxPhysicalIdBytes = 1024;
constexpr int kMaxServiceTimeout = 3600;

std::string_view RequestType(Task task) {
  if (task == Task::kCreate) return "Create";
  return task == Task::kUpdate ? "Update" : "Delete";
}

Judgement Fail(std::string_view reason, std::string physical_id = {}) {
  Judgement judgement;
  judgement.reason = reason;
  judgement.physical_id = std::move(physical_id);
  return judgement;
}

std::optional<Unusable> CheckIds(const json::Value& answer, const ResourceRecord& resource, std::string_view stack_id) {
  if (!answer.is_object()) return Unusable{"the body is not a JSON object"};
  if (answer.FindString("RequestId") != resource.request_id) return Unusable{"RequestId is not that of the request"};
  if (answer.FindString("StackId") != stack_id) return Unusable{"StackId is not that of the request"};
  if (answer.FindString("LogicalResourceId") != resource.logical_id) {
    return Unusable{"LogicalResourceId is not that of the request"};
  }
  return std::nullopt;
}

// The data as attributes; nullopt when a value is no simple one.
std::optional<json::Object> SimpleData(const json::Value* data) {
  json::Object attributes;
  if (data == nullptr) return attributes;
  if (!data->is_object()) return std::nullopt;
  for (const auto& [name, value] : *data->AsObject()) {
    if (value.is_null() || value.is_array() || value.is_object()) return std::nullopt;
    attributes.Append(name, cloudformation::StringifyScalars(value));
  }
  return attributes;
}

bool NoEchoOf(const json::Value& answer) {
  const json::Value* flag = answer.Find("NoEcho");
  if (flag == nullptr) return false;
  if (flag->is_bool()) return *flag->AsBool();
  return flag->is_string() && EqualsIgnoreCase(*flag->AsString(), "true");
}

Judgement JudgeObject(const json::Value& answer, const ResourceRecord& resource) {
  const json::Value* status = answer.Find("Status");
  const std::string status_text = status != nullptr && status->is_string() ? *status->AsString()
                                  : status != nullptr                      ? json::Write(*status)
                                                                           : "null";
  if (status_text != "SUCCESS" && status_text != "FAILED") return Fail(reasons::UnknownStatus(status_text));
  const json::Value* id = answer.Find("PhysicalResourceId");
  if (id != nullptr && !id->is_string() && !id->is_null()) return Fail(reasons::kPhysicalIdNoString);
  const std::string physical_id = id != nullptr && id->is_string() ? *id->AsString() : "";
  if (physical_id.empty() || physical_id.size() > kMaxPhysicalIdBytes) return Fail(reasons::kInvalidPhysicalId);
  const json::Value* reason = answer.Find("Reason");
  if (reason != nullptr && !reason->is_string()) return Fail(reasons::kReasonNoString, physical_id);
  std::optional<json::Object> data = SimpleData(answer.Find("Data"));
  if (!data.has_value()) return Fail(reasons::kDataNotSimple, physical_id);
  if (status_text == "FAILED") {
    return Fail(reasons::Failed(reason != nullptr ? *reason->AsString() : "", resource.request_id), physical_id);
  }
  return Judgement{true, "", physical_id, std::move(*data), NoEchoOf(answer)};
}

}  // namespace

std::string RequestEvent(const ResourceRecord& resource, std::string_view stack_id, std::string_view response_url) {
  const bool is_delete = resource.task == Task::kDelete || !resource.target.has_value();
  const json::Object& properties = is_delete ? resource.state.properties : resource.target->properties;
  json::Object event;
  event.Append("RequestType", RequestType(resource.task));
  event.Append("ServiceToken",
               properties.Contains("ServiceToken") ? *properties.Find("ServiceToken") : json::Value(""));
  event.Append("ResponseURL", response_url);
  event.Append("StackId", stack_id);
  event.Append("RequestId", resource.request_id);
  event.Append("LogicalResourceId", resource.logical_id);
  if (resource.task != Task::kCreate) event.Append("PhysicalResourceId", resource.state.physical_id);
  event.Append("ResourceType", resource.type);
  event.Append("ResourceProperties", properties);
  if (resource.task == Task::kUpdate) event.Append("OldResourceProperties", resource.state.properties);
  return json::Write(json::Value(std::move(event)));
}

Result<std::string> ServiceTokenOf(const json::Object& properties) {
  const json::Value* token = properties.Find("ServiceToken");
  if (token == nullptr || !token->is_string() || token->AsString()->empty()) {
    return Error{ErrorCode::kInvalidInput,
                 "The custom resource has no ServiceToken: give the ARN of the Lambda function that provides it."};
  }
  return *token->AsString();
}

Result<std::chrono::seconds> ServiceTimeoutOf(const json::Object& properties) {
  const json::Value* timeout = properties.Find("ServiceTimeout");
  if (timeout == nullptr) return std::chrono::seconds(kMaxServiceTimeout);
  const std::optional<int> seconds = timeout->is_string() ? ParseInteger<int>(*timeout->AsString()) : std::nullopt;
  if (!seconds.has_value() || *seconds < 1 || *seconds > kMaxServiceTimeout) {
    return Error{ErrorCode::kInvalidInput,
                 Concat("ServiceTimeout must be a whole number of seconds from 1 to ", kMaxServiceTimeout, ".")};
  }
  return std::chrono::seconds(*seconds);
}

std::variant<Judgement, Unusable> JudgeAnswer(std::string_view body, const ResourceRecord& resource,
                                              std::string_view stack_id) {
  if (body.size() > kMaxAnswerBytes) return Fail(reasons::kAnswerTooLong);
  const auto answer = json::Parse(body);
  if (!answer.has_value()) return Unusable{Concat("the body is not JSON: ", answer.error().message)};
  if (auto unusable = CheckIds(*answer, resource, stack_id)) return *unusable;
  return JudgeObject(*answer, resource);
}

}  // namespace genesys_cfn::emulator
