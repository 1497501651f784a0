// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/functions_api.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/digest.h"
#include "emulator/genesys/draft_record.h"
#include "emulator/genesys/function_record.h"
#include "emulator/genesys/function_uploads.h"
#include "emulator/genesys/integrations_api.h"

namespace genesys_cfn::emulator {
namespace {

struct Runtime {
  std::string_view name;
  std::string_view status;
};
constexpr std::array<Runtime, 3> kRuntimes = {
    {{"nodejs22.x", "Available"}, {"nodejs20.x", "Available"}, {"nodejs18.x", "Deprecated"}}};

constexpr int64_t kLongestTimeout = 15;
constexpr size_t kLongestDescription = 255;
constexpr int64_t kLongestUpload = 604'800;
constexpr int64_t kUsualUpload = 900;
constexpr size_t kTokenLength = 64;
constexpr std::string_view kTokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

// The draft of the path, which must be one of a function integration.
std::variant<ActionRecord, ApiFailure> FindFunctionDraft(const ApiCall& call) {
  auto draft = FindDraft(call.transaction, call.arguments.front());
  if (!draft.has_value()) return NotFound("draft of an action", call.arguments.front());
  if (FindIntegrationType(call.transaction, draft->integration_id) != kFunctionIntegrationType) {
    return BadRequest(Concat("The action ", draft->id, " does not belong to a function integration"));
  }
  return *std::move(draft);
}

std::optional<ApiFailure> ReadSeconds(const json::Object& body, const char* field, int64_t most, int64_t& out) {
  const json::Value* const value = FindPresent(body, field);
  if (value == nullptr) return std::nullopt;
  const auto seconds = value->AsInteger();
  if (!seconds.has_value() || *seconds < 1 || *seconds > most) {
    return InvalidField(field, Concat("must be an integer from 1 to ", most));
  }
  out = *seconds;
  return std::nullopt;
}

bool IsFileName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("+-_.'()").find(c) != std::string_view::npos;
  });
}

}  // namespace

Outcome ListFunctionRuntimes(const ApiCall& /*call*/) {
  json::Array runtimes;
  for (const auto& [name, status] : kRuntimes) {
    runtimes.emplace_back(json::Object{{"name", name}, {"description", name}, {"status", status}});
  }
  return JsonAnswer(runtimes);
}

Outcome GetFunction(const ApiCall& call) {
  const auto action = FindAction(call.transaction, call.arguments.front());
  if (!action.has_value()) return NotFound("action", call.arguments.front());
  const FunctionRecord function = FindFunction(call.transaction, action->id, ActionStage::kPublished);
  if (!function.handler.has_value()) return NotFound("function of the action", action->id);
  return JsonAnswer(ShowFunction(*action, function, ActionStage::kPublished, call.now, call.options));
}

Outcome GetDraftFunction(const ApiCall& call) {
  const auto draft = FindFunctionDraft(call);
  if (const auto* failure = std::get_if<ApiFailure>(&draft)) return *failure;
  const ActionRecord& action = std::get<ActionRecord>(draft);
  return JsonAnswer(ShowFunction(action, FindFunction(call.transaction, action.id, ActionStage::kDraft),
                                 ActionStage::kDraft, call.now, call.options));
}

Outcome PutDraftFunction(const ApiCall& call) {
  auto draft = FindFunctionDraft(call);
  if (const auto* failure = std::get_if<ApiFailure>(&draft)) return *failure;
  auto& action = std::get<ActionRecord>(draft);
  FunctionRecord function = FindFunction(call.transaction, action.id, ActionStage::kDraft);
  std::string handler;
  if (auto failure = ReadLabel(call.body, "handler", Presence::kRequired, handler)) return *failure;
  if (auto failure = ReadText(call.body, "runtime", Presence::kRequired, function.runtime)) return *failure;
  const auto* const runtime = std::find_if(kRuntimes.begin(), kRuntimes.end(),
                                           [&](const Runtime& entry) { return entry.name == function.runtime; });
  if (runtime == kRuntimes.end()) return InvalidField("runtime", "is no runtime of functions");
  if (auto failure = ReadText(call.body, "description", Presence::kOptional, function.description)) return *failure;
  if (function.description.size() > kLongestDescription) {
    return InvalidField("description", Concat("must have at most ", kLongestDescription, " characters"));
  }
  function.timeout_seconds = kLongestTimeout;
  if (auto failure = ReadSeconds(call.body, "timeoutSeconds", kLongestTimeout, function.timeout_seconds)) {
    return *failure;
  }
  std::string zip_id = function.zip_id;
  if (auto failure = ReadText(call.body, "zipId", Presence::kOptional, zip_id)) return *failure;
  if (function.zip_id.empty() || zip_id != function.zip_id) return InvalidField("zipId", "is no uploaded package");
  if (function.ZipStatus(call.now, call.options) != "Available") {
    return InvalidField("zipId", Concat("the package is ", function.ZipStatus(call.now, call.options)));
  }
  if (!function.handler.has_value()) function.created = ToEpochMilliseconds(call.now);
  function.handler = handler;
  call.transaction.Execute(
      "UPDATE genesys_function SET handler = ?, runtime = ?, description = ?, timeout = ?, created = ? WHERE action = "
      "? "
      "AND stage = 'draft'",
      handler, function.runtime, function.description, function.timeout_seconds, function.created, action.id);
  ++action.version;
  UpdateDraft(call.transaction, action);
  return JsonAnswer(ShowFunction(action, function, ActionStage::kDraft, call.now, call.options));
}

Outcome RequestFunctionUpload(const ApiCall& call) {
  const auto draft = FindFunctionDraft(call);
  if (const auto* failure = std::get_if<ApiFailure>(&draft)) return *failure;
  std::string file_name;
  if (auto failure = ReadText(call.body, "fileName", Presence::kRequired, file_name)) return *failure;
  if (!IsFileName(file_name)) return InvalidField("fileName", "may have letters, digits and + - _ . ' ( ) only");
  int64_t seconds = kUsualUpload;
  if (auto failure = ReadSeconds(call.body, "signedUrlTimeoutSeconds", kLongestUpload, seconds)) return *failure;
  const std::string token = RandomText(call.random, kTokenAlphabet, kTokenLength);
  const int64_t now = ToEpochMilliseconds(call.now);
  call.transaction.Execute(
      "INSERT INTO genesys_function (action, stage, zip_id, zip_name, token, requested, expires) VALUES (?, 'draft', "
      "?, "
      "?, ?, ?, ?) ON CONFLICT (action, stage) DO UPDATE SET zip_id = excluded.zip_id, zip_name = excluded.zip_name, "
      "token = excluded.token, requested = excluded.requested, expires = excluded.expires, uploaded = NULL, problem = "
      "NULL",
      std::get<ActionRecord>(draft).id, RandomUuid(call.random), file_name, SecretDigest("", token), now,
      now + seconds * 1000);
  return JsonAnswer(
      json::Object{{"url", Concat("http://", call.host, kFunctionUploadPath, token)},
                   {"headers", json::Object{{std::string(kUploadHeader), std::string(kUploadHeaderValue)}}},
                   {"signedUrlTimeoutSeconds", seconds}});
}

}  // namespace genesys_cfn::emulator
