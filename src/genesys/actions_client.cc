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

constexpr std::string_view kDataActions = "/api/v2/data/actions";

std::string PathOfAction(std::string_view id, std::string_view rest = "") {
  return Concat(kActions, "/", PercentEncode(id), rest);
}

// The permission that the same call needs with ActionsApi::kData.
Operation With(Operation operation, std::string_view data_permission, ActionsApi api) {
  if (api == ActionsApi::kData) operation.permission = data_permission;
  return operation;
}

Error NoSuchCall(const Operation& operation) {
  return {ErrorCode::kInvalidInput,
          Concat(operation.name, " is not possible: GENESYS_ACTIONS_API is data, which has no such call.")};
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

std::string ActionsClient::Target(std::string_view id) const {
  return is_data() ? Concat(kDataActions, "/", PercentEncode(id)) : PathOfAction(id);
}

Result<json::Value> ActionsClient::Create(const json::Object& body, const Permit& permit) {
  const Operation creating = With(kCreating, "data:actions:create", session_.actions_api());
  Call call{"POST", std::string(is_data() ? kDataActions : kActions), json::Write(body), Repeatable::kNo};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(creating, response.error());
  if (response->status >= 500 || response->status == 408) {
    Error error = Refused(creating, call, *response);
    error.code = ErrorCode::kOutcomeUnknown;
    return error;
  }
  if (!response->ok()) {
    Error error = Refused(creating, call, *response);
    const bool names_nothing = response->status == 400 && !ParseApiError(*response).names_a_field;
    if (names_nothing) error.code = ErrorCode::kNotFound;
    return error;
  }
  Result<json::Object> action = ReadObject(creating, call, *response);
  if (!action) return Error{ErrorCode::kOutcomeUnknown, action.error().message};
  json::Value created(*std::move(action));
  if (created.FindString("id").value_or("").empty()) {
    return Error{ErrorCode::kOutcomeUnknown, Concat(creating.name, " failed: POST ", call.target, " answered ",
                                                    response->status, " without the id of the action.")};
  }
  return created;
}

Result<std::optional<LiveAction>> ActionsClient::Read(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<LiveAction>();
  if (is_data()) {  // the whole action, its templates in place
    TRY_ASSIGN(auto action, Peek(id));
    if (!action) return std::optional<LiveAction>();
    return std::optional<LiveAction>({std::move(*action), std::nullopt, std::nullopt});
  }
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
  const Operation reading = With(kReading, "data:actions:read", session_.actions_api());
  const Call call{"GET", Target(id), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(reading, response.error());
  if (IsGone(*response)) return std::optional<json::Value>();
  if (!response->ok()) return Refused(reading, call, *response);
  TRY_ASSIGN(json::Object action, ReadAction(reading, call, *response, id));
  return std::optional<json::Value>(std::move(action));
}

Result<PatchResult> ActionsClient::Patch(std::string_view id, const json::Object& body, const Permit& permit) {
  if (!IsPossibleId(id)) return PatchResult{PatchOutcome::kGone, {}};
  const Operation updating = With(kUpdating, "data:actions:update", session_.actions_api());
  // The version in the body keeps a repeated PATCH from acting twice; a PUT says the same twice.
  Call call{is_data() ? "PUT" : "PATCH", Target(id), json::Write(body)};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(updating, response.error());
  if (IsGone(*response)) return PatchResult{PatchOutcome::kGone, {}};
  if (response->ok()) {
    Result<json::Object> action = ReadAction(updating, call, *response, id);
    if (!action) return PatchResult{PatchOutcome::kReadAgain, {}};
    return PatchResult{PatchOutcome::kDone, *std::move(action)};
  }
  if (!is_data() && ParseApiError(*response).version_conflict) return PatchResult{PatchOutcome::kVersionConflict, {}};
  return Refused(updating, call, *response);
}

Result<bool> ActionsClient::Delete(std::string_view id) {
  if (!IsPossibleId(id)) return false;
  const Operation deleting = With(kDeleting, "data:actions:delete", session_.actions_api());
  const Call call{"DELETE", Target(id), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(deleting, response.error());
  if (IsGone(*response)) return false;
  if (response->ok()) return true;
  return Refused(deleting, call, *response);
}

Result<std::vector<ActionSummary>> ActionsClient::List(std::string_view name) {
  if (is_data()) return NoSuchCall(kListing);
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
  if (is_data()) return NoSuchCall(kReading);
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
