// SPDX-License-Identifier: Apache-2.0
#include "aws/lambda_client.h"

#include <array>

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

std::string TextOf(const json::Value& object, std::string_view name) {
  return object.FindString(name).value_or("");
}

FunctionDetails DetailsOf(const json::Value& configuration) {
  FunctionDetails details;
  details.arn = TextOf(configuration, "FunctionArn");
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

}  // namespace

Result<FunctionDetails> LambdaClient::GetFunction(std::string_view function, SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("reading the function ", function, " in ", region_);
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the Lambda endpoint");
  std::string base = url->target;
  if (base.ends_with('/')) base.pop_back();
  call.request = {"GET", url->origin, Concat(base, "/2015-03-31/functions/", PercentEncode(function)), {}, ""};
  call.signing = {.region = region_, .service = "lambda"};
  call.failure_of = [](const http::Response& response) {
    return FailureOf(response, ReadJsonError(response), kKnownErrors, "allow lambda:GetFunction on the function");
  };
  TRY_ASSIGN(const http::Response answer,
             Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline));
  const auto body = json::Parse(answer.body);
  const json::Value* configuration = body ? body->Find("Configuration") : nullptr;
  if (configuration == nullptr) {
    return Error{ErrorCode::kUnavailable, Concat(call.context, ": the answer cannot be used; is the endpoint Lambda?")};
  }
  FunctionDetails details = DetailsOf(*configuration);
  if (const json::Value* code = body->Find("Code")) details.code_location = TextOf(*code, "Location");
  return details;
}

}  // namespace genesys_cfn::aws
