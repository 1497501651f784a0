// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/error_body.h"

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

http::Response JsonResponse(int status, const json::Object& body) {
  return {status, {{"Content-Type", "application/json"}}, json::Write(body)};
}

}  // namespace

ApiFailure BadRequest(std::string message) {
  return {400, "bad.request", std::move(message), {}, {}};
}

ApiFailure InvalidField(std::string field, std::string_view message) {
  return {400, "bad.request", Concat(field, ": ", message), {}, {{"invalid.value", std::move(field)}}};
}

ApiFailure NotFound(std::string_view kind, std::string_view id) {
  return {404,
          "not.found",
          "No %{kind} with the id %{id} was found",
          {{"kind", std::string(kind)}, {"id", std::string(id)}},
          {}};
}

json::Object ErrorBody(const ApiFailure& failure) {
  std::string message = failure.message;
  json::Object parameters;
  for (const auto& [name, value] : failure.parameters) {
    message = ReplaceAll(message, Concat("%{", name, "}"), value);
    parameters.Set(name, value);
  }
  json::Array details;
  for (const ErrorDetail& detail : failure.details) {
    details.emplace_back(json::Object{{"errorCode", detail.error_code}, {"fieldName", detail.field_name}});
  }
  json::Object body{{"message", message}, {"code", failure.code}, {"status", failure.status}};
  if (!failure.parameters.empty()) body.Append("messageWithParams", failure.message);
  body.Append("messageParams", std::move(parameters));
  body.Append("details", std::move(details));
  body.Append("errors", json::Array{});
  if (failure.limit) {
    body.Append("limit", json::Object{{"key", failure.limit->key},
                                      {"namespace", failure.limit->name_space},
                                      {"value", failure.limit->value}});
  }
  return body;
}

http::Response ErrorResponse(const ApiFailure& failure, std::string_view correlation_id) {
  json::Object body = ErrorBody(failure);
  body.Append("contextId", correlation_id);
  http::Response response = JsonResponse(failure.status, body);
  response.headers.Set(kCorrelationHeader, correlation_id);
  return response;
}

http::Response LoginError(int status, std::string_view error, std::string_view description) {
  return JsonResponse(status, {{"error", error}, {"description", description}, {"error_description", description}});
}

}  // namespace genesys_cfn::emulator
