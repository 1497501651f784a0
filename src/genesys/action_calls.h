// SPDX-License-Identifier: Apache-2.0
// What the clients of actions and of drafts share: paths, the making of either, and reading one back. Internal to this
// folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "genesys/actions_client.h"
#include "genesys/listing.h"
#include "genesys/session.h"

namespace genesys_cfn::genesys {

inline constexpr std::string_view kActionsPath = "/api/v2/integrations/actions";

std::string PathOfAction(std::string_view id, std::string_view rest = "");

// The POST of a PostActionInput; errors as of ActionsClient::Create.
Result<json::Value> PostAction(Session& session, const Operation& operation, std::string_view target,
                               const json::Object& body, const Permit& permit);

// The body as the action that was asked for. Something else that answers 200 must not pass for an action without a tag,
// or without an id.
Result<json::Object> ReadAction(const Operation& operation, const Call& call, const http::Response& response,
                                std::string_view id);

// The whole action below `path`, that of an action or of its draft; nullopt when it is gone.
Result<std::optional<LiveAction>> ReadWhole(Session& session, const Operation& operation, const std::string& path,
                                            std::string_view id);

// Its contract alone; nullopt when it is gone.
Result<std::optional<json::Object>> ReadContractAt(Session& session, const Operation& operation,
                                                   const std::string& path, std::string_view id);

// The answer of a PATCH whose body holds a version.
Result<PatchResult> JudgePatch(const Operation& operation, const Call& call, const http::Response& response,
                               std::string_view id);

// Of every page below `path` those named exactly `name`; all for an empty name.
Result<std::vector<ActionSummary>> ListActions(Session& session, const Operation& operation, std::string_view path,
                                               std::string_view name);

}  // namespace genesys_cfn::genesys
