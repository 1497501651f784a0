// SPDX-License-Identifier: Apache-2.0
#include "aws/secrets_manager.h"

#include <array>
#include <utility>

#include "aws/service_call.h"
#include "base/text.h"
#include "json/parse.h"
#include "json/value.h"
#include "json/write.h"

namespace genesys_cfn::aws {
namespace {

constexpr std::string_view kDenied =
    "allow secretsmanager:GetSecretValue (and kms:Decrypt, if it has a key of its own) on this secret";

constexpr std::array kKnownErrors = {
    KnownError{"ResourceNotFoundException", ErrorCode::kNotFound, Retry::kNever,
               "create the secret in this region and account, or correct its name"},
    KnownError{
        "DecryptionFailure", ErrorCode::kPermissionDenied, Retry::kNever,
        "allow kms:Decrypt on the secret's key for secretsmanager:GetSecretValue, and check that the key is enabled"},
    KnownError{"InvalidRequestException", ErrorCode::kInvalidInput, Retry::kNever,
               "a secret that is scheduled for deletion must be restored first"},
    KnownError{"InvalidParameterException", ErrorCode::kInvalidInput, Retry::kNever, "check the secret's name or ARN"},
    KnownError{"ValidationException", ErrorCode::kInvalidInput, Retry::kNever, "check the secret's name or ARN"},
};

// Messages about a good answer must not quote it, not even a parser's: it holds the secret.
Result<Secret<std::string>> SecretIn(const http::Response& response) {
  auto body = json::Parse(response.body);
  if (!body) {
    return Error{ErrorCode::kInvalidInput, "the answer is no JSON; is the endpoint really Secrets Manager?"};
  }
  json::Value* value = body->AsObject() == nullptr ? nullptr : body->AsObject()->Find("SecretString");
  if (value != nullptr && value->AsString() != nullptr) return Secret<std::string>(std::move(*value->AsString()));
  if (body->Find("SecretBinary") != nullptr) {
    return Error{ErrorCode::kInvalidInput, "the secret is binary (SecretBinary); store it as text (SecretString)"};
  }
  return Error{ErrorCode::kInvalidInput, "the answer holds no SecretString"};
}

}  // namespace

SecretsManager::SecretsManager(Parts parts, Credentials credentials, std::string region, std::string endpoint)
    : parts_(parts), credentials_(std::move(credentials)), region_(std::move(region)), endpoint_(std::move(endpoint)) {}

struct SecretsManager::Question {
  std::string_view operation;
  std::string context;
  json::Object input;
  std::string_view denied_advice;
};

Result<http::Response> SecretsManager::Ask(Question question, std::string_view secret_id, SteadyTime deadline) {
  ServiceCall call;
  call.context = std::move(question.context);
  if (const auto checked = CheckArn(secret_id, "secretsmanager", region_); !checked) {
    return checked.error().WithContext(call.context);
  }
  const auto url = http::ParseUrl(endpoint_);
  if (!url) return url.error().WithContext("the Secrets Manager endpoint").WithContext(call.context);
  call.request = {
      "POST",
      url->origin,
      url->target,
      {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", Concat("secretsmanager.", question.operation)}},
      json::Write(question.input)};
  call.signing = {.region = region_, .service = "secretsmanager"};
  call.failure_of = [advice = question.denied_advice](const http::Response& response) {
    return FailureOf(response, ReadJsonError(response), kKnownErrors, advice);
  };
  return Send({parts_.client, parts_.clock, parts_.random}, credentials_, call, deadline);
}

Result<Secret<std::string>> SecretsManager::GetSecretString(std::string_view secret_id, SteadyTime deadline,
                                                            const std::optional<std::string>& version_id) {
  const std::string context =
      Concat("reading the secret '", secret_id, "'", version_id ? Concat(" in version ", *version_id) : "",
             " from Secrets Manager in ", region_);
  json::Object input{{"SecretId", secret_id}};
  if (version_id) input.Append("VersionId", *version_id);
  TRY_ASSIGN(const http::Response response,
             Ask({"GetSecretValue", context, std::move(input), kDenied}, secret_id, deadline));
  auto secret = SecretIn(response);
  if (!secret) return secret.error().WithContext(context);
  return secret;
}

Result<SecretDescription> SecretsManager::DescribeSecret(std::string_view secret_id, SteadyTime deadline) {
  const std::string context = Concat("asking Secrets Manager in ", region_, " about the secret '", secret_id, "'");
  TRY_ASSIGN(
      const http::Response response,
      Ask({"DescribeSecret", context, {{"SecretId", secret_id}}, "allow secretsmanager:DescribeSecret on this secret"},
          secret_id, deadline));
  const auto body = json::Parse(response.body);
  const auto arn = body ? body->FindString("ARN") : std::nullopt;
  if (!arn) {
    return Error{ErrorCode::kUnavailable, Concat(context, ": the answer cannot be used; is the endpoint right?")};
  }
  return SecretDescription{*arn, body->FindString("KmsKeyId").value_or("")};
}

}  // namespace genesys_cfn::aws
