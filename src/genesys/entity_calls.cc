// SPDX-License-Identifier: Apache-2.0
#include "genesys/entity_calls.h"

#include "base/text.h"
#include "genesys/api_error.h"
#include "json/write.h"

namespace genesys_cfn::genesys {

Result<json::Object> ReadCreated(const Operation& operation, const Call& call, const Result<http::Response>& response) {
  if (!response) return Unanswered(operation, response.error());
  if (!response->ok()) return Refused(operation, call, *response);
  Result<json::Object> entity = ReadObject(operation, call, *response);
  if (!entity) return Error{ErrorCode::kOutcomeUnknown, entity.error().message};
  const json::Value* id = entity->Find("id");
  if (id != nullptr && id->is_string() && !id->AsString()->empty()) return entity;
  return Error{ErrorCode::kOutcomeUnknown, Concat(operation.name, " failed: POST ", call.target, " answered ",
                                                  response->status, " without an id.")};
}

Result<json::Object> PostEntity(Session& session, const Operation& operation, std::string_view path,
                                const json::Object& body, const Permit& permit) {
  Call call{"POST", std::string(path), json::Write(body), Repeatable::kNo};
  call.permit = permit;
  return ReadCreated(operation, call, session.Send(call));
}

Result<std::optional<json::Object>> GetEntity(Session& session, const Operation& operation, std::string_view path) {
  const Call call{"GET", std::string(path), ""};
  const Result<http::Response> response = session.Send(call);
  if (!response) return Unanswered(operation, response.error());
  if (IsGone(*response)) return std::optional<json::Object>();
  if (!response->ok()) return Refused(operation, call, *response);
  TRY_ASSIGN(json::Object entity, ReadObject(operation, call, *response));
  return std::optional<json::Object>(std::move(entity));
}

Result<EntityWrite> WriteEntity(Session& session, const Operation& operation, std::string_view method,
                                std::string_view path, const json::Object& body, Repeatable repeatable,
                                const Permit& permit) {
  Call call{std::string(method), std::string(path), json::Write(body), repeatable};
  call.permit = permit;
  const Result<http::Response> response = session.Send(call);
  if (response && response->ok()) return EntityWrite::kDone;
  if (response && IsGone(*response)) return EntityWrite::kGone;
  if (response && ParseApiError(*response).version_conflict) return EntityWrite::kReadAgain;
  const Error error = response ? Refused(operation, call, *response) : Unanswered(operation, response.error());
  if (error.code == ErrorCode::kOutcomeUnknown && repeatable == Repeatable::kNo) return EntityWrite::kReadAgain;
  return error;
}

Result<bool> DeleteEntity(Session& session, const Operation& operation, std::string_view path) {
  const Call call{"DELETE", std::string(path), ""};
  const Result<http::Response> response = session.Send(call);
  if (!response) return Unanswered(operation, response.error());
  if (IsGone(*response)) return false;
  if (response->ok()) return true;
  return Refused(operation, call, *response);
}

}  // namespace genesys_cfn::genesys
