// SPDX-License-Identifier: Apache-2.0
#include "genesys/drafts_client.h"

#include "base/text.h"
#include "genesys/action_calls.h"
#include "genesys/api_error.h"
#include "genesys/listing.h"
#include "json/write.h"

namespace genesys_cfn::genesys {
namespace {

constexpr Operation kCreating{"creating the draft", "integrations:action:add"};
constexpr Operation kOpening{"creating a draft of the data action", "integrations:action:edit"};
constexpr Operation kReading{"reading the draft", "integrations:action:view"};
constexpr Operation kListing{"listing the drafts", "integrations:action:view"};
constexpr Operation kUpdating{"updating the draft", "integrations:action:edit"};
constexpr Operation kDeleting{"deleting the draft", "integrations:action:delete"};
constexpr Operation kValidating{"validating the draft", "integrations:action:edit"};
constexpr Operation kTesting{"testing the draft", "integrations:action:execute"};
constexpr Operation kPublishing{"publishing the draft", "integrations:action:edit"};

constexpr size_t kMaxMessageBytes = 500;

std::string MessageOf(const json::Value* error) {
  if (error == nullptr) return {};
  const std::string message =
      error->FindString("message").value_or(error->FindString("messageWithParams").value_or(""));
  return std::string(TruncateUtf8(message, kMaxMessageBytes));
}

bool Succeeded(const json::Value& result) {
  const json::Value* success = result.Find("success");
  return success != nullptr && success->is_bool() && *success->AsBool();
}

// The error of the operation that failed, or of the whole.
void ReadFailure(const json::Value& body, TestOutcome& outcome) {
  const json::Value* error = body.Find("error");
  std::string step;
  if (const json::Value* operations = body.Find("operations"); operations != nullptr && operations->is_array()) {
    for (const json::Value& operation : *operations->AsArray()) {
      const json::Value* failure = operation.Find("error");
      if (failure == nullptr || failure->is_null()) continue;
      error = failure;
      const std::string name = operation.FindString("name").value_or("");
      if (!name.empty()) step = Concat("\"", TruncateUtf8(name, 80), "\" failed: ");
    }
  }
  if (error == nullptr) return;
  const json::Value* status = error->Find("status");
  if (status != nullptr) outcome.status = status->AsInteger();
  outcome.message = Concat(step, MessageOf(error));
}

}  // namespace

Result<json::Value> DraftsClient::Create(const json::Object& body, const Permit& permit) {
  return PostAction(session_, kCreating, Concat(kActionsPath, "/drafts"), body, permit);
}

Result<DraftCreation> DraftsClient::CreateOf(std::string_view id, const Permit& permit) {
  if (!IsPossibleId(id)) return DraftCreation::kNoAction;
  Call call{"POST", PathOfAction(id, "/draft"), ""};  // repeated, it finds its own draft
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kOpening, response.error());
  if (IsGone(*response)) return DraftCreation::kNoAction;
  if (response->ok()) return DraftCreation::kDone;
  if (response->status == 409) return DraftCreation::kExists;
  return Refused(kOpening, call, *response);
}

Result<std::optional<LiveAction>> DraftsClient::Read(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<LiveAction>();
  return ReadWhole(session_, kReading, PathOfAction(id, "/draft"), id);
}

Result<std::optional<json::Object>> DraftsClient::ReadContract(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<json::Object>();
  return ReadContractAt(session_, kReading, PathOfAction(id, "/draft"), id);
}

Result<std::vector<ActionSummary>> DraftsClient::List(std::string_view name) {
  return ListActions(session_, kListing, Concat(kActionsPath, "/drafts"), name);
}

Result<PatchResult> DraftsClient::Patch(std::string_view id, const json::Object& body, const Permit& permit) {
  if (!IsPossibleId(id)) return PatchResult{PatchOutcome::kGone, {}};
  Call call{"PATCH", PathOfAction(id, "/draft"), json::Write(body)};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kUpdating, response.error());
  return JudgePatch(kUpdating, call, *response, id);
}

Result<bool> DraftsClient::Delete(std::string_view id) {
  if (!IsPossibleId(id)) return false;
  const Call call{"DELETE", PathOfAction(id, "/draft"), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kDeleting, response.error());
  if (IsGone(*response)) return false;
  if (response->ok()) return true;
  return Refused(kDeleting, call, *response);
}

Result<std::vector<std::string>> DraftsClient::Validate(std::string_view id) {
  const Call call{"GET", PathOfAction(id, "/draft/validation"), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kValidating, response.error());
  if (!response->ok()) return Refused(kValidating, call, *response);
  TRY_ASSIGN(const json::Object body, ReadObject(kValidating, call, *response));
  std::vector<std::string> problems;
  const json::Value* errors = body.Find("errors");
  if (errors != nullptr && errors->is_array()) {
    for (const json::Value& error : *errors->AsArray()) problems.push_back(MessageOf(&error));
  }
  const json::Value* valid = body.Find("valid");
  const bool is_valid = valid != nullptr && valid->is_bool() && *valid->AsBool();
  if (is_valid) problems.clear();
  if (!is_valid && problems.empty())
    problems.emplace_back("the platform says no more than that the draft is not valid");
  return problems;
}

Result<TestOutcome> DraftsClient::Test(std::string_view id, const json::Object& inputs, Repeatable repeatable,
                                       Milliseconds timeout, const Permit& permit) {
  Call call{"POST", PathOfAction(id, "/draft/test"), json::Write(inputs), repeatable};
  call.permit = permit;
  call.timeout = timeout;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kTesting, response.error());
  if (!response->ok()) return Refused(kTesting, call, *response);
  TRY_ASSIGN(json::Object object, ReadObject(kTesting, call, *response));
  const json::Value body(std::move(object));
  TestOutcome outcome;
  outcome.success = Succeeded(body);
  if (const json::Value* result = body.Find("finalResult")) outcome.result = *result;
  if (!outcome.success) ReadFailure(body, outcome);
  return outcome;
}

Result<PublishResult> DraftsClient::Publish(std::string_view id, const json::Value& version, const Permit& permit) {
  // Repeated, it finds no draft any more, and the caller looks at the action.
  Call call{"POST", PathOfAction(id, "/draft/publish"), json::Write(json::Object{{"version", version}})};
  call.permit = permit;
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kPublishing, response.error());
  if (IsGone(*response)) return PublishResult{PublishOutcome::kGone, {}};
  if (response->ok()) {
    Result<json::Object> action = ReadAction(kPublishing, call, *response, id);
    if (!action) return PublishResult{PublishOutcome::kReadAgain, {}};
    return PublishResult{PublishOutcome::kDone, *std::move(action)};
  }
  if (ParseApiError(*response).version_conflict) return PublishResult{PublishOutcome::kVersionConflict, {}};
  return Refused(kPublishing, call, *response);
}

}  // namespace genesys_cfn::genesys
