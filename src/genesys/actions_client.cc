// SPDX-License-Identifier: Apache-2.0
#include "genesys/actions_client.h"

#include "base/encoding.h"
#include "base/text.h"
#include "genesys/api_error.h"
#include "genesys/listing.h"
#include "json/write.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kActions = "/api/v2/integrations/actions";
constexpr Operation kCreating{"creating the data action", "integrations:action:add"};
constexpr Operation kReading{"reading the data action", "integrations:action:view"};
constexpr Operation kReadingTemplate{"reading a template of the data action", "integrations:action:view"};
constexpr Operation kUpdating{"updating the data action", "integrations:action:edit"};
constexpr Operation kDeleting{"deleting the data action", "integrations:action:delete"};
constexpr Operation kListing{"listing the data actions", "integrations:action:view"};

std::string PathOfAction(std::string_view id, std::string_view rest = "") {
  return Concat(kActions, "/", PercentEncode(id), rest);
}

bool IsGone(const http::Response& response) {
  return response.status == 404 || response.status == 410;
}

// The body as the action that was asked for. Something else that answers 200 must not pass for an action without a tag,
// or without an id.
Result<json::Object> ReadAction(const Operation& operation, const Call& call, const http::Response& response,
                                std::string_view id) {
  TRY_ASSIGN(json::Object action, ReadObject(operation, call, response));
  const json::Value* answered_id = action.Find("id");
  if (answered_id != nullptr && answered_id->is_string() && *answered_id->AsString() == id) return action;
  return Error{ErrorCode::kUnavailable,
               Concat(operation.name, " failed: ", call.method, " ", http::PathOf(call.target), " answered ",
                      response.status, " with something else than the data action ", id, ".")};
}

// The text of a template; nullopt when the action has none.
Result<std::optional<std::string>> ReadTemplate(const Call& call, Result<http::Response> answer) {
  if (!answer) return Unanswered(kReadingTemplate, answer.error());
  if (IsGone(*answer)) return std::optional<std::string>();
  if (!answer->ok()) return Refused(kReadingTemplate, call, *answer);
  if (ToLower(answer->headers.Get("Content-Type").value_or("")).starts_with("text/html")) {
    return Error{ErrorCode::kUnavailable, Concat(kReadingTemplate.name, " failed: GET ", call.target, " answered ",
                                                 answer->status, " with a web page, which no template is.")};
  }
  return std::optional<std::string>(std::move(answer->body));
}

}  // namespace

Result<json::Value> ActionsClient::Create(const json::Object& body, const Permit& permit) {
  Call call{"POST", std::string(kActions), json::Write(body), Repeatable::kNo};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kCreating, response.error());
  if (response->status >= 500 || response->status == 408) {
    Error error = Refused(kCreating, call, *response);
    error.code = ErrorCode::kOutcomeUnknown;
    return error;
  }
  if (!response->ok()) {
    Error error = Refused(kCreating, call, *response);
    const bool names_nothing = response->status == 400 && !ParseApiError(*response).names_a_field;
    if (names_nothing) error.code = ErrorCode::kNotFound;
    return error;
  }
  Result<json::Object> action = ReadObject(kCreating, call, *response);
  if (!action) return Error{ErrorCode::kOutcomeUnknown, action.error().message};
  json::Value created(*std::move(action));
  if (created.FindString("id").value_or("").empty()) {
    return Error{ErrorCode::kOutcomeUnknown, Concat(kCreating.name, " failed: POST ", kActions, " answered ",
                                                    response->status, " without the id of the action.")};
  }
  return created;
}

Result<std::optional<LiveAction>> ActionsClient::Read(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<LiveAction>();
  const std::vector<Call> calls = {
      {"GET", PathOfAction(id, "?expand=contract&includeConfig=true"), ""},
      {"GET", PathOfAction(id, "/templates/requesttemplate.vm"), "", Repeatable::kYes, "*/*"},
      {"GET", PathOfAction(id, "/templates/successtemplate.vm"), "", Repeatable::kYes, "*/*"},
  };
  std::vector<Result<http::Response>> answers = session_.SendAll(calls);
  const Result<http::Response>& action = answers[0];
  if (!action) return Unanswered(kReading, action.error());
  if (IsGone(*action)) return std::optional<LiveAction>();
  if (!action->ok()) return Refused(kReading, calls[0], *action);

  LiveAction live;
  TRY_ASSIGN(live.action, ReadAction(kReading, calls[0], *action, id));
  TRY_ASSIGN(live.request_template, ReadTemplate(calls[1], std::move(answers[1])));
  TRY_ASSIGN(live.success_template, ReadTemplate(calls[2], std::move(answers[2])));
  return std::optional<LiveAction>(std::move(live));
}

Result<std::optional<json::Value>> ActionsClient::Peek(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<json::Value>();
  const Call call{"GET", PathOfAction(id), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kReading, response.error());
  if (IsGone(*response)) return std::optional<json::Value>();
  if (!response->ok()) return Refused(kReading, call, *response);
  TRY_ASSIGN(json::Object action, ReadAction(kReading, call, *response, id));
  return std::optional<json::Value>(std::move(action));
}

Result<PatchResult> ActionsClient::Patch(std::string_view id, const json::Object& body, const Permit& permit) {
  if (!IsPossibleId(id)) return PatchResult{PatchOutcome::kGone, {}};
  // The version in the body keeps a repeated PATCH from acting twice.
  Call call{"PATCH", PathOfAction(id), json::Write(body)};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kUpdating, response.error());
  if (IsGone(*response)) return PatchResult{PatchOutcome::kGone, {}};
  if (response->ok()) {
    Result<json::Object> action = ReadAction(kUpdating, call, *response, id);
    if (!action) return PatchResult{PatchOutcome::kReadAgain, {}};
    return PatchResult{PatchOutcome::kDone, *std::move(action)};
  }
  if (ParseApiError(*response).version_conflict) return PatchResult{PatchOutcome::kVersionConflict, {}};
  return Refused(kUpdating, call, *response);
}

Result<bool> ActionsClient::Delete(std::string_view id) {
  if (!IsPossibleId(id)) return false;
  const Call call{"DELETE", PathOfAction(id), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kDeleting, response.error());
  if (IsGone(*response)) return false;
  if (response->ok()) return true;
  return Refused(kDeleting, call, *response);
}

Result<std::vector<ActionSummary>> ActionsClient::List(std::string_view name) {
  const std::string query = name.empty() ? std::string() : Concat("&name=", PercentEncode(name));
  TRY_ASSIGN(const std::vector<json::Value> entities, ListAll(session_, kListing, kActions, query));
  std::vector<ActionSummary> actions;
  for (const json::Value& entity : entities) {
    ActionSummary action{entity.FindString("id").value_or(""), entity.FindString("name").value_or(""),
                         entity.FindString("integrationId").value_or(""), entity.FindString("category").value_or("")};
    if (name.empty() || action.name == name) actions.push_back(std::move(action));
  }
  return actions;
}

Result<std::optional<json::Object>> ActionsClient::ReadContract(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<json::Object>();
  const Call call{"GET", PathOfAction(id, "?expand=contract"), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kReading, response.error());
  if (IsGone(*response)) return std::optional<json::Object>();
  if (!response->ok()) return Refused(kReading, call, *response);
  TRY_ASSIGN(json::Object action, ReadAction(kReading, call, *response, id));
  json::Value* contract = action.Find("contract");
  if (contract == nullptr || !contract->is_object()) return std::optional<json::Object>(json::Object());
  return std::optional<json::Object>(std::move(*contract->AsObject()));
}

}  // namespace genesys_cfn::genesys
