// SPDX-License-Identifier: Apache-2.0
#include "emulator/lambda/lambda_documents.h"

#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

// "2026-01-02T03:04:05.678+0000".
std::string LambdaTime(std::string_view iso) {
  return iso.ends_with('Z') ? Concat(iso.substr(0, iso.size() - 1), "+0000") : std::string(iso);
}

}  // namespace

json::Object FunctionDocument(const FunctionConfiguration& function, std::string_view arn) {
  json::Object document{{"FunctionName", function.name},
                        {"FunctionArn", arn},
                        {"Runtime", function.runtime},
                        {"Role", function.role},
                        {"Handler", function.handler},
                        {"CodeSize", function.code_bytes},
                        {"Description", function.description},
                        {"Timeout", function.timeout_seconds},
                        {"MemorySize", function.memory_megabytes},
                        {"LastModified", LambdaTime(function.last_modified)},
                        {"CodeSha256", function.code_sha256},
                        {"Version", "$LATEST"}};
  json::Object variables;
  for (const auto& [name, value] : function.environment) variables.Append(name, value);
  if (!variables.empty()) document.Append("Environment", json::Object{{"Variables", std::move(variables)}});
  document.Append("TracingConfig", json::Object{{"Mode", "PassThrough"}});
  document.Append("RevisionId", function.revision_id);
  document.Append("State", "Active");
  document.Append("LastUpdateStatus", "Successful");
  document.Append("PackageType", "Zip");
  document.Append("Architectures", json::Array{function.architecture});
  document.Append("EphemeralStorage", json::Object{{"Size", 512}});
  document.Append("SnapStart", json::Object{{"ApplyOn", "None"}, {"OptimizationStatus", "Off"}});
  document.Append("LoggingConfig",
                  json::Object{{"LogFormat", "Text"}, {"LogGroup", Concat("/aws/lambda/", function.name)}});
  return document;
}

json::Object EventInvokeDocument(const FunctionConfiguration& function, std::string_view arn) {
  return {{"FunctionArn", Concat(arn, ":$LATEST")},
          {"MaximumRetryAttempts", function.max_retry_attempts},
          {"MaximumEventAgeInSeconds", function.max_event_age_seconds},
          {"DestinationConfig", json::Object{{"OnSuccess", json::Object{}}, {"OnFailure", json::Object{}}}}};
}

http::Response LambdaAnswer(int status, const json::Object& body) {
  return {status, {{"Content-Type", "application/json"}}, json::Write(body)};
}

http::Response LambdaError(int status, std::string_view type, std::string_view message, std::string_view reason) {
  json::Object body{{"Type", status < 500 ? "User" : "Service"}, {"Message", message}, {"message", message}};
  if (!reason.empty()) body.Append("Reason", reason);
  http::Response response = LambdaAnswer(status, body);
  response.headers.Add("x-amzn-ErrorType", type);
  return response;
}

http::Response LambdaError(const Error& error) {
  switch (error.code) {
    case ErrorCode::kNotFound:
      return LambdaError(404, "ResourceNotFoundException", error.message);
    case ErrorCode::kInvalidInput:
      return LambdaError(400, "InvalidParameterValueException", error.message);
    case ErrorCode::kRateLimited:
      return LambdaError(429, "TooManyRequestsException", error.message,
                         "ReservedFunctionConcurrentInvocationLimitExceeded");
    default:
      return LambdaError(500, "ServiceException", error.message);
  }
}

}  // namespace genesys_cfn::emulator
