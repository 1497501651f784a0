// SPDX-License-Identifier: Apache-2.0
#include "aws/parameter_store.h"

#include <array>
#include <utility>

#include "aws/service_call.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kTarget = "AmazonSSM.GetParameter";
constexpr std::string_view kDenied =
    "allow ssm:GetParameter on this parameter, and kms:Decrypt on its key if it is a SecureString with a key of its "
    "own";

constexpr std::array kKnownErrors = {
    KnownError{"ParameterNotFound", ErrorCode::kNotFound, Retry::kNever,
               "create the parameter in this region and account, or correct its name"},
    KnownError{"ParameterVersionNotFound", ErrorCode::kNotFound, Retry::kNever,
               "the parameter has no such version or label; Parameter Store keeps the last 100 versions"},
    KnownError{"InvalidKeyId", ErrorCode::kPermissionDenied, Retry::kNever,
               "the parameter's KMS key cannot be used: check that it exists and is enabled, and allow kms:Decrypt"},
    KnownError{"ValidationException", ErrorCode::kInvalidInput, Retry::kNever, "check the parameter's name or ARN"},
};

// Messages about a good answer must not quote it: it holds the value.
Result<Secret<std::string>> ValueIn(const http::Response& response) {
  auto body = json::Parse(response.body);
  json::Value* parameter = body && body->AsObject() != nullptr ? body->AsObject()->Find("Parameter") : nullptr;
  json::Value* value =
      parameter != nullptr && parameter->AsObject() != nullptr ? parameter->AsObject()->Find("Value") : nullptr;
  if (value == nullptr || value->AsString() == nullptr) {
    return Error{ErrorCode::kInvalidInput, "the answer holds no value; is the endpoint really Parameter Store?"};
  }
  return Secret<std::string>(std::move(*value->AsString()));
}

}  // namespace

ParameterStore::ParameterStore(Parts parts, Credentials credentials, std::string region, std::string endpoint)
    : parts_(parts), credentials_(std::move(credentials)), region_(std::move(region)), endpoint_(std::move(endpoint)) {}

Result<Secret<std::string>> ParameterStore::GetParameter(std::string_view name, SteadyTime deadline) {
  ServiceCall call;
  call.context = Concat("reading the parameter '", name, "' from Parameter Store in ", region_);
  if (const auto checked = CheckArn(name, "ssm", region_); !checked) return checked.error().WithContext(call.context);
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the Parameter Store endpoint").WithContext(call.context);
  call.request = {"POST",
                  url->origin,
                  url->target,
                  {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", std::string(kTarget)}},
                  json::Write(json::Object{{"Name", name}, {"WithDecryption", true}})};
  call.signing = {.region = region_, .service = "ssm"};
  call.failure_of = [](const http::Response& response) {
    return FailureOf(response, ReadJsonError(response), kKnownErrors, kDenied);
  };
  const auto response = Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline);
  if (!response) return response.error();
  auto value = ValueIn(*response);
  if (!value) return value.error().WithContext(call.context);
  return value;
}

}  // namespace genesys_cfn::aws
