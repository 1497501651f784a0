// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/secrets_manager_service.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/json_protocol.h"
#include "emulator/aws/secret_operations.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kTargetPrefix = "secretsmanager.";

http::Response ErrorAnswer(int status, std::string_view type, std::string_view message) {
  return JsonErrorAnswer(status, type, message, "Message");
}

}  // namespace

SecretsManagerService::SecretsManagerService(Parts parts, CloudIdentity identity, AccessKeys keys)
    : parts_(parts), identity_(std::move(identity)), keys_(std::move(keys)) {}

std::string_view SecretsManagerService::Schema() {
  return SecretStore::Schema();
}

http::Response SecretsManagerService::Handle(const http::Request& request) {
  http::Response response = Respond(request);
  response.headers.Add("x-amzn-RequestId", RandomUuid(parts_.random));
  return response;
}

http::Response SecretsManagerService::Respond(const http::Request& request) {
  const WallTime now = parts_.clock.Now();
  if (const auto refusal = RefusalOf(request, {"secretsmanager", identity_.region}, keys_, now)) {
    return ErrorAnswer(400, JsonErrorType(refusal->reason), refusal->message);
  }
  const std::string target = request.headers.Get("X-Amz-Target").value_or("");
  if (request.method != "POST" || !target.starts_with(kTargetPrefix)) {
    return ErrorAnswer(400, "UnknownOperationException",
                       "A call is a POST with the header X-Amz-Target: secretsmanager.<operation>.");
  }
  // A parser's message could quote the body, which may hold a secret.
  const auto input = json::Parse(request.body);
  if (!input || !input->is_object()) {
    return ErrorAnswer(400, "SerializationException", "The request's body is not a JSON object.");
  }
  const auto outcome = Call(std::string_view(target).substr(kTargetPrefix.size()), *input);
  if (!outcome) return ErrorAnswer(500, "InternalServiceError", outcome.error().message);
  if (const auto* error = std::get_if<JsonServiceError>(&*outcome))
    return ErrorAnswer(400, error->type, error->message);
  return JsonAnswer(200, std::get<json::Object>(*outcome));
}

Result<SecretsOutcome> SecretsManagerService::Call(std::string_view operation, const json::Value& input) {
  return parts_.database.Run([&](Transaction& transaction) {
    return SecretOperations(transaction, identity_, parts_.clock.Now(), parts_.random).Call(operation, input);
  });
}

Result<void> SecretsManagerService::PutSecret(std::string_view name, std::string_view value) {
  TRY_ASSIGN(const SecretsOutcome outcome, parts_.database.Run([&](Transaction& transaction) -> SecretsOutcome {
    SecretOperations operations(transaction, identity_, parts_.clock.Now(), parts_.random);
    SecretsOutcome current = operations.GetSecretValue(json::Object{{"SecretId", name}});
    const auto* answer = std::get_if<json::Object>(&current);
    if (answer != nullptr) {
      const json::Value* text = answer->Find("SecretString");
      if (text != nullptr && *text == json::Value(value)) return current;
    } else {
      const auto described = operations.DescribeSecret(json::Object{{"SecretId", name}});
      if (std::holds_alternative<JsonServiceError>(described)) {
        return operations.CreateSecret(json::Object{{"Name", name}, {"SecretString", value}});
      }
    }
    return operations.PutSecretValue(json::Object{{"SecretId", name}, {"SecretString", value}});
  }));
  if (const auto* error = std::get_if<JsonServiceError>(&outcome)) {
    return Error{ErrorCode::kInvalidInput, Concat("the secret '", name, "': ", error->type, ": ", error->message)};
  }
  return {};
}

}  // namespace genesys_cfn::emulator
