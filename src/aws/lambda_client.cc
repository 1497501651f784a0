// SPDX-License-Identifier: Apache-2.0
#include "aws/lambda_client.h"

#include <array>
#include <span>
#include <utility>

#include "aws/service_call.h"
#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::array kKnownErrors = {
    KnownError{"ResourceNotFoundException", ErrorCode::kNotFound, Retry::kNever,
               "deploy the provider's stack in this region and account"},
};

constexpr std::array kAccountErrors = {
    KnownError{"AccessDeniedException", ErrorCode::kPermissionDenied, Retry::kNever,
               "allow lambda:GetAccountSettings to this caller"},
};

std::string TextOf(const json::Value& object, std::string_view name) {
  return object.FindString(name).value_or("");
}

FunctionDetails DetailsOf(const json::Value& configuration) {
  FunctionDetails details;
  details.arn = TextOf(configuration, "FunctionArn");
  details.role = TextOf(configuration, "Role");
  details.runtime = TextOf(configuration, "Runtime");
  details.state = TextOf(configuration, "State");
  details.state_reason = TextOf(configuration, "StateReason");
  details.last_update_status = TextOf(configuration, "LastUpdateStatus");
  const json::Value* architectures = configuration.Find("Architectures");
  const json::Array* list = architectures == nullptr ? nullptr : architectures->AsArray();
  if (list != nullptr && !list->empty() && list->front().is_string()) details.architecture = *list->front().AsString();
  const json::Value* environment = configuration.Find("Environment");
  const json::Value* variables = environment == nullptr ? nullptr : environment->Find("Variables");
  if (variables == nullptr || !variables->is_object()) return details;
  for (const auto& [name, value] : *variables->AsObject()) {
    if (value.is_string()) details.environment[name] = *value.AsString();
  }
  return details;
}

Error Unusable(std::string_view context) {
  return {ErrorCode::kUnavailable, Concat(context, ": the answer cannot be used; is the endpoint Lambda?")};
}

}  // namespace

struct LambdaClient::Question {
  std::string context;
  std::string path;
  std::span<const KnownError> errors;
  std::string_view denied_advice;
};

Result<http::Response> LambdaClient::Ask(Question question, SteadyTime deadline) {
  ServiceCall call;
  call.context = std::move(question.context);
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the Lambda endpoint");
  std::string base = url->target;
  if (base.ends_with('/')) base.pop_back();
  call.request = {"GET", url->origin, Concat(base, question.path), {}, ""};
  call.signing = {.region = region_, .service = "lambda"};
  call.failure_of = [errors = question.errors, advice = question.denied_advice](const http::Response& response) {
    return FailureOf(response, ReadJsonError(response), errors, advice);
  };
  return Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline);
}

Result<FunctionDetails> LambdaClient::GetFunction(std::string_view function, SteadyTime deadline) {
  const std::string context = Concat("reading the function ", function, " in ", region_);
  TRY_ASSIGN(const http::Response answer, Ask({context, Concat("/2015-03-31/functions/", PercentEncode(function)),
                                               kKnownErrors, "allow lambda:GetFunction on the function"},
                                              deadline));
  const auto body = json::Parse(answer.body);
  const json::Value* configuration = body ? body->Find("Configuration") : nullptr;
  if (configuration == nullptr) return Unusable(context);
  FunctionDetails details = DetailsOf(*configuration);
  if (const json::Value* code = body->Find("Code")) details.code_location = TextOf(*code, "Location");
  return details;
}

Result<int64_t> LambdaClient::UnreservedConcurrency(SteadyTime deadline) {
  const std::string context = Concat("reading the account's settings of Lambda in ", region_);
  TRY_ASSIGN(const http::Response answer, Ask({context, "/2016-08-19/account-settings", kAccountErrors, ""}, deadline));
  const auto body = json::Parse(answer.body);
  const json::Value* limits = body ? body->Find("AccountLimit") : nullptr;
  const json::Value* unreserved = limits == nullptr ? nullptr : limits->Find("UnreservedConcurrentExecutions");
  const auto number = unreserved == nullptr ? std::nullopt : unreserved->AsInteger();
  if (!number) return Unusable(context);
  return *number;
}

}  // namespace genesys_cfn::aws
