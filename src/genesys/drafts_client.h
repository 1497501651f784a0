// SPDX-License-Identifier: Apache-2.0
// Drafts of actions (genesys-cloud-api.md 2.2, 2.8, 2.9): one method a call. A published action and its draft share one
// id; an action that was never published has a draft only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

// kExists: the action has a draft already.
enum class DraftCreation { kDone, kExists, kNoAction };

// What a publication answered. kGone: there is no such draft (any more). kReadAgain: it was carried out, but the answer
// is not the action.
enum class PublishOutcome { kDone, kVersionConflict, kGone, kReadAgain };
struct PublishResult {
  PublishOutcome outcome;
  json::Value action;  // of kDone
};

// TestExecutionResult, as far as it is of use.
struct TestOutcome {
  bool success = false;
  json::Value result;             // finalResult
  std::optional<int64_t> status;  // of the error
  std::string message;            // of the error, with the step that it came from
};

// Errors carry the text of genesys/api_error.h. For sessions with ActionsApi::kIntegrations only. Not thread-safe.
class DraftsClient {
 public:
  explicit DraftsClient(Session& session) : session_(session) {}

  // POST .../drafts: an action that has a draft only; errors as of ActionsClient::Create.
  Result<json::Value> Create(const json::Object& body, const Permit& permit = {});
  // POST .../{id}/draft: a draft with the content of the published action.
  Result<DraftCreation> CreateOf(std::string_view id, const Permit& permit = {});
  // As of ActionsClient.
  Result<std::optional<LiveAction>> Read(std::string_view id);
  Result<std::optional<json::Object>> ReadContract(std::string_view id);
  Result<std::vector<ActionSummary>> List(std::string_view name);
  Result<PatchResult> Patch(std::string_view id, const json::Object& body, const Permit& permit = {});
  // True when it was deleted, false when there was none.
  Result<bool> Delete(std::string_view id);

  // What the platform finds wrong with the draft; empty: nothing. A draft that is gone is kNotFound.
  Result<std::vector<std::string>> Validate(std::string_view id);
  // Runs the draft with these inputs, for at most `timeout`. An action that fails is a TestOutcome. `repeatable`:
  // whether running it twice does no harm.
  Result<TestOutcome> Test(std::string_view id, const json::Object& inputs, Repeatable repeatable, Milliseconds timeout,
                           const Permit& permit = {});
  // Ends the draft: the action gets its content. `version` is the draft's own.
  Result<PublishResult> Publish(std::string_view id, const json::Value& version, const Permit& permit = {});

 private:
  Session& session_;
};

}  // namespace genesys_cfn::genesys
