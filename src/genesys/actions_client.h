// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations/actions (genesys-cloud-api.md 2.1, 2.5-2.9): one method a call, JSON in and out. For a session
// with ActionsApi::kData the same through /api/v2/data/actions, as far as that has it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

// An action as read back: the Action model, and the two templates, which the platform serves as files.
struct LiveAction {
  json::Value action;
  std::optional<std::string> request_template;
  std::optional<std::string> success_template;
};

struct ActionSummary {
  std::string id;
  std::string name;
  std::string integration_id;
  std::string category;
};

// What a PATCH answered. kReadAgain: it was carried out, but the answer is not the action.
enum class PatchOutcome { kDone, kVersionConflict, kGone, kReadAgain };
struct PatchResult {
  PatchOutcome outcome;
  json::Value action;  // of kDone
};

// Errors carry the text of genesys/api_error.h. Not thread-safe.
class ActionsClient {
 public:
  explicit ActionsClient(Session& session) : session_(session) {}

  // POST with the PostActionInput `body`; the created Action. kOutcomeUnknown when the request may have been carried
  // out (connection lost after sending, 5xx): the caller must look before it acts again. kInvalidInput for what is
  // refused; kNotFound for a 400 that names no field: what the body refers to may not exist, or not be visible yet.
  // `permit` as of Call.
  Result<json::Value> Create(const json::Object& body, const Permit& permit = {});
  // The action with contract, configuration and both templates, in three requests side by side; nullopt for 404 and
  // 410.
  Result<std::optional<LiveAction>> Read(std::string_view id);
  // The Action model without contract and configuration (one request); nullopt for 404 and 410.
  Result<std::optional<json::Value>> Peek(std::string_view id);
  // PATCH with the whole `body`, version included; with kData PUT, and never a version conflict. `permit` as of Call.
  Result<PatchResult> Patch(std::string_view id, const json::Object& body, const Permit& permit = {});
  // True when it was deleted, false when it was gone already (404, 410).
  Result<bool> Delete(std::string_view id);
  // The rest is not there with kData: kInvalidInput.
  // Every action whose name equals `name` exactly, in any integration, over all pages; empty name: every action.
  Result<std::vector<ActionSummary>> List(std::string_view name);
  // The action's contract alone (one request); nullopt for 404.
  Result<std::optional<json::Object>> ReadContract(std::string_view id);

 private:
  [[nodiscard]] bool is_data() const { return session_.actions_api() == ActionsApi::kData; }
  [[nodiscard]] std::string Target(std::string_view id) const;

  Session& session_;
};

}  // namespace genesys_cfn::genesys
