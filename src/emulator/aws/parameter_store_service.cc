// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/parameter_store_service.h"

#include <utility>

#include "emulator/aws/aws_authentication.h"
#include "emulator/aws/json_protocol.h"
#include "emulator/aws/parameter_operations.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::string_view kTargetPrefix = "AmazonSSM.";

http::Response ErrorAnswer(int status, std::string_view type, std::string_view message) {
  return JsonErrorAnswer(status, type, message, "message");
}

}  // namespace

ParameterStoreService::ParameterStoreService(Parts parts, CloudIdentity identity, AccessKeys keys)
    : parts_(parts), identity_(std::move(identity)), keys_(std::move(keys)) {}

std::string_view ParameterStoreService::Schema() {
  return ParameterRecords::Schema();
}

http::Response ParameterStoreService::Handle(const http::Request& request) {
  http::Response response = Respond(request);
  response.headers.Add("x-amzn-RequestId", RandomUuid(parts_.random));
  return response;
}

http::Response ParameterStoreService::Respond(const http::Request& request) {
  const WallTime now = parts_.clock.Now();
  if (const auto refusal = RefusalOf(request, {"ssm", identity_.region}, keys_, now)) {
    return ErrorAnswer(400, JsonErrorType(refusal->reason), refusal->message);
  }
  const std::string target = request.headers.Get("X-Amz-Target").value_or("");
  if (request.method != "POST" || !target.starts_with(kTargetPrefix)) {
    return ErrorAnswer(400, "UnknownOperationException",
                       "A call is a POST with the header X-Amz-Target: AmazonSSM.<operation>.");
  }
  // A parser's message could quote the body, which may hold a secret.
  const auto input = json::Parse(request.body);
  if (!input || !input->is_object()) {
    return ErrorAnswer(400, "SerializationException", "The request's body is not a JSON object.");
  }
  const auto outcome = Call(std::string_view(target).substr(kTargetPrefix.size()), *input);
  if (!outcome) return ErrorAnswer(500, "InternalServerError", outcome.error().message);
  if (const auto* error = std::get_if<JsonServiceError>(&*outcome)) {
    return ErrorAnswer(400, error->type, error->message);
  }
  return JsonAnswer(200, std::get<json::Object>(*outcome));
}

Result<ParameterOutcome> ParameterStoreService::Call(std::string_view operation, const json::Value& input) {
  return parts_.database.Run([&](Transaction& transaction) {
    return ParameterOperations(transaction, identity_, parts_.clock.Now()).Call(operation, input);
  });
}

}  // namespace genesys_cfn::emulator
