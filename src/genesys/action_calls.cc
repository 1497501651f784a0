// SPDX-License-Identifier: Apache-2.0
#include "genesys/action_calls.h"

#include "base/encoding.h"
#include "base/text.h"
#include "genesys/api_error.h"
#include "genesys/entity_calls.h"
#include "json/write.h"

namespace genesys_cfn::genesys {
namespace {

constexpr Operation kReadingTemplate{"reading a template of the data action", "integrations:action:view"};

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

std::string PathOfAction(std::string_view id, std::string_view rest) {
  return Concat(kActionsPath, "/", PercentEncode(id), rest);
}

Result<json::Value> PostAction(Session& session, const Operation& operation, std::string_view target,
                               const json::Object& body, const Permit& permit) {
  Call call{"POST", std::string(target), json::Write(body), Repeatable::kNo};
  call.permit = permit;
  const Result<http::Response> response = session.Send(call);
  if (response && response->status == 400 && !ParseApiError(*response).names_a_field) {
    return Error{ErrorCode::kNotFound, Refused(operation, call, *response).message};
  }
  TRY_ASSIGN(json::Object action, ReadCreated(operation, call, response));
  return json::Value(std::move(action));
}

Result<json::Object> ReadAction(const Operation& operation, const Call& call, const http::Response& response,
                                std::string_view id) {
  TRY_ASSIGN(json::Object action, ReadObject(operation, call, response));
  const json::Value* answered_id = action.Find("id");
  if (answered_id != nullptr && answered_id->is_string() && *answered_id->AsString() == id) return action;
  return Error{ErrorCode::kUnavailable,
               Concat(operation.name, " failed: ", call.method, " ", http::PathOf(call.target), " answered ",
                      response.status, " with something else than the data action ", id, ".")};
}

Result<std::optional<LiveAction>> ReadWhole(Session& session, const Operation& operation, const std::string& path,
                                            std::string_view id) {
  const std::vector<Call> calls = {
      {"GET", Concat(path, "?expand=contract&includeConfig=true"), ""},
      {"GET", Concat(path, "/templates/requesttemplate.vm"), "", Repeatable::kYes, "*/*"},
      {"GET", Concat(path, "/templates/successtemplate.vm"), "", Repeatable::kYes, "*/*"},
  };
  std::vector<Result<http::Response>> answers = session.SendAll(calls);
  const Result<http::Response>& action = answers[0];
  if (!action) return Unanswered(operation, action.error());
  if (IsGone(*action)) return std::optional<LiveAction>();
  if (!action->ok()) return Refused(operation, calls[0], *action);

  LiveAction live;
  TRY_ASSIGN(live.action, ReadAction(operation, calls[0], *action, id));
  TRY_ASSIGN(live.request_template, ReadTemplate(calls[1], std::move(answers[1])));
  TRY_ASSIGN(live.success_template, ReadTemplate(calls[2], std::move(answers[2])));
  return std::optional<LiveAction>(std::move(live));
}

Result<std::optional<json::Object>> ReadContractAt(Session& session, const Operation& operation,
                                                   const std::string& path, std::string_view id) {
  const Call call{"GET", Concat(path, "?expand=contract"), ""};
  const Result<http::Response> response = session.Send(call);
  if (!response) return Unanswered(operation, response.error());
  if (IsGone(*response)) return std::optional<json::Object>();
  if (!response->ok()) return Refused(operation, call, *response);
  TRY_ASSIGN(json::Object action, ReadAction(operation, call, *response, id));
  json::Value* contract = action.Find("contract");
  if (contract == nullptr || !contract->is_object()) return std::optional<json::Object>(json::Object());
  return std::optional<json::Object>(std::move(*contract->AsObject()));
}

Result<PatchResult> JudgePatch(const Operation& operation, const Call& call, const http::Response& response,
                               std::string_view id) {
  if (IsGone(response)) return PatchResult{PatchOutcome::kGone, {}};
  if (response.ok()) {
    Result<json::Object> action = ReadAction(operation, call, response, id);
    if (!action) return PatchResult{PatchOutcome::kReadAgain, {}};
    return PatchResult{PatchOutcome::kDone, *std::move(action)};
  }
  if (call.method != "PUT" && ParseApiError(response).version_conflict) {
    return PatchResult{PatchOutcome::kVersionConflict, {}};
  }
  return Refused(operation, call, response);
}

Result<std::vector<ActionSummary>> ListActions(Session& session, const Operation& operation, std::string_view path,
                                               std::string_view name) {
  const std::string query = name.empty() ? std::string() : Concat("&name=", PercentEncode(name));
  TRY_ASSIGN(const std::vector<json::Value> entities, ListAll(session, operation, path, query));
  std::vector<ActionSummary> actions;
  for (const json::Value& entity : entities) {
    ActionSummary action{entity.FindString("id").value_or(""), entity.FindString("name").value_or(""),
                         entity.FindString("integrationId").value_or(""), entity.FindString("category").value_or("")};
    if (name.empty() || action.name == name) actions.push_back(std::move(action));
  }
  return actions;
}

}  // namespace genesys_cfn::genesys
