// SPDX-License-Identifier: Apache-2.0
#include "genesys/actions_client.h"

#include "base/encoding.h"
#include "base/text.h"
#include "genesys/action_calls.h"
#include "genesys/listing.h"
#include "json/write.h"

namespace genesys_cfn::genesys {
namespace {

constexpr Operation kCreating{"creating the data action", "integrations:action:add"};
constexpr Operation kReading{"reading the data action", "integrations:action:view"};
constexpr Operation kUpdating{"updating the data action", "integrations:action:edit"};
constexpr Operation kDeleting{"deleting the data action", "integrations:action:delete"};
constexpr Operation kListing{"listing the data actions", "integrations:action:view"};

constexpr std::string_view kDataActions = "/api/v2/data/actions";

// The permission that the same call needs with ActionsApi::kData.
Operation With(Operation operation, std::string_view data_permission, ActionsApi api) {
  if (api == ActionsApi::kData) operation.permission = data_permission;
  return operation;
}

Error NoSuchCall(const Operation& operation) {
  return {ErrorCode::kInvalidInput,
          Concat(operation.name, " is not possible: GENESYS_ACTIONS_API is data, which has no such call.")};
}

}  // namespace

std::string ActionsClient::Target(std::string_view id) const {
  return is_data() ? Concat(kDataActions, "/", PercentEncode(id)) : PathOfAction(id);
}

Result<json::Value> ActionsClient::Create(const json::Object& body, const Permit& permit) {
  const Operation creating = With(kCreating, "data:actions:create", session_.actions_api());
  return PostAction(session_, creating, is_data() ? kDataActions : kActionsPath, body, permit);
}

Result<std::optional<LiveAction>> ActionsClient::Read(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<LiveAction>();
  if (is_data()) {  // the whole action, its templates in place
    TRY_ASSIGN(auto action, Peek(id));
    if (!action) return std::optional<LiveAction>();
    return std::optional<LiveAction>({std::move(*action), std::nullopt, std::nullopt});
  }
  return ReadWhole(session_, kReading, PathOfAction(id), id);
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
  return JudgePatch(updating, call, *response, id);
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
  return ListActions(session_, kListing, kActionsPath, name);
}

Result<std::optional<json::Object>> ActionsClient::ReadContract(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<json::Object>();
  if (is_data()) return NoSuchCall(kReading);
  return ReadContractAt(session_, kReading, PathOfAction(id), id);
}

}  // namespace genesys_cfn::genesys
