// SPDX-License-Identifier: Apache-2.0
#include "genesys/functions_client.h"

#include "base/text.h"
#include "genesys/action_calls.h"
#include "genesys/listing.h"
#include "json/parse.h"
#include "json/write.h"

namespace genesys_cfn::genesys {
namespace {

constexpr Operation kListing{"listing the runtimes of functions", "integrations:actionFunction:view"};
constexpr Operation kReading{"reading the function", "integrations:actionFunction:view"};
constexpr Operation kAsking{"asking for the upload of the function", "integrations:actionFunction:edit"};
constexpr Operation kSetting{"setting the function", "integrations:actionFunction:edit"};

std::string TextOf(const json::Value* object, std::string_view name) {
  return object == nullptr ? std::string() : object->FindString(name).value_or("");
}

Function FunctionOf(const json::Value& body) {
  Function function;
  const json::Value* settings = body.Find("function");
  const json::Value* zip = body.Find("zip");
  function.zip_id = TextOf(settings, "zipId");
  function.zip_name = TextOf(zip, "name");
  function.zip_status = TextOf(zip, "status");
  function.zip_error = TextOf(zip, "errorMessage");
  const std::string handler = TextOf(settings, "handler");
  if (handler.empty()) return function;
  const json::Value* seconds = settings->Find("timeoutSeconds");
  function.settings = FunctionSettings{handler, TextOf(settings, "runtime"), TextOf(settings, "description"),
                                       seconds == nullptr ? 15 : seconds->AsInteger().value_or(15)};
  return function;
}

}  // namespace

Result<std::vector<FunctionRuntime>> FunctionsClient::Runtimes() {
  const Call call{"GET", Concat(kActionsPath, "/functions/runtimes"), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kListing, response.error());
  if (!response->ok()) return Refused(kListing, call, *response);
  const Result<json::Value> body = json::Parse(response->body);
  if (!body || !body->is_array()) {
    return Error{ErrorCode::kUnavailable, Concat(kListing.name, " failed: GET ", call.target, " answered ",
                                                 response->status, " without a list.")};
  }
  std::vector<FunctionRuntime> runtimes;
  for (const json::Value& runtime : *body->AsArray()) {
    runtimes.push_back({TextOf(&runtime, "name"), TextOf(&runtime, "status")});
  }
  return runtimes;
}

Result<std::optional<Function>> FunctionsClient::Read(std::string_view action_id) {
  return ReadAt(action_id, "/function");
}

Result<std::optional<Function>> FunctionsClient::ReadDraft(std::string_view action_id) {
  return ReadAt(action_id, "/draft/function");
}

Result<std::optional<Function>> FunctionsClient::ReadAt(std::string_view action_id, std::string_view rest) {
  if (!IsPossibleId(action_id)) return std::optional<Function>();
  const Call call{"GET", PathOfAction(action_id, rest), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kReading, response.error());
  if (IsGone(*response)) return std::optional<Function>();
  if (!response->ok()) return Refused(kReading, call, *response);
  TRY_ASSIGN(json::Object body, ReadObject(kReading, call, *response));
  // All members may be absent, but something else must not be taken for an action without a function.
  if (!body.Contains("id") && !body.Contains("function") && !body.Contains("zip")) {
    return Error{ErrorCode::kUnavailable, Concat(kReading.name, " failed: GET ", call.target, " answered ",
                                                 response->status, " with something else than a function.")};
  }
  return std::optional<Function>(FunctionOf(json::Value(std::move(body))));
}

Result<UploadTarget> FunctionsClient::RequestUpload(std::string_view action_id, std::string_view file_name,
                                                    const Permit& permit) {
  // Another URL for the same package does no harm.
  Call call{"POST", PathOfAction(action_id, "/draft/function/upload"),
            json::Write(json::Object{{"fileName", file_name}})};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kAsking, response.error());
  if (!response->ok()) return Refused(kAsking, call, *response);
  TRY_ASSIGN(json::Object object, ReadObject(kAsking, call, *response));
  const json::Value body(std::move(object));
  UploadTarget target{Secret<std::string>(body.FindString("url").value_or("")), {}};
  if (const json::Value* headers = body.Find("headers"); headers != nullptr && headers->is_object()) {
    for (const auto& [name, value] : *headers->AsObject()) {
      if (value.is_string()) target.headers.emplace_back(name, *value.AsString());
    }
  }
  if (!target.url.Reveal().empty()) return target;
  return Error{ErrorCode::kUnavailable,
               Concat(kAsking.name, " failed: POST ", call.target, " answered ", response->status, " without a URL.")};
}

Result<void> FunctionsClient::PutSettings(std::string_view action_id, const FunctionSettings& settings,
                                          std::string_view zip_id, const Permit& permit) {
  Call call{"PUT", PathOfAction(action_id, "/draft/function"),
            json::Write(json::Object{{"description", settings.description},
                                     {"handler", settings.handler},
                                     {"runtime", settings.runtime},
                                     {"timeoutSeconds", settings.timeout_seconds},
                                     {"zipId", zip_id}})};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kSetting, response.error());
  if (!response->ok()) return Refused(kSetting, call, *response);
  return {};
}

}  // namespace genesys_cfn::genesys
