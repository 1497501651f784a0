// SPDX-License-Identifier: Apache-2.0
// Writing integrations (genesys-cloud-api.md 2.4, 3.5): making, configuring, switching on and off, deleting. A new one
// is disabled; what it does stands in its configuration, which is written as a whole and has a version of its own.
// Finding an integration for an action to hang on is integrations_client.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/entity_calls.h"
#include "genesys/session.h"
#include "json/value.h"

namespace genesys_cfn::genesys {

struct WholeIntegration {
  json::Object integration;  // Integration
  json::Object config;       // IntegrationConfiguration
};

// Errors carry the text of genesys/api_error.h. Not thread-safe.
class IntegrationEditor {
 public:
  explicit IntegrationEditor(Session& session) : session_(session) {}

  // POST; as PostEntity.
  Result<json::Object> Create(const json::Object& body, const Permit& permit);
  // Two requests. nullopt when it is gone, or shown as deleted.
  Result<std::optional<WholeIntegration>> Read(std::string_view id);
  // The Integration without its configuration.
  Result<std::optional<json::Object>> Peek(std::string_view id);
  // PUT of the whole IntegrationConfiguration, its version included.
  Result<EntityWrite> PutConfig(std::string_view id, const json::Object& config, const Permit& permit);
  // "ENABLED" or "DISABLED". There is no version, so it is not repeated blindly: a repetition may come late, and undo
  // what somebody has written since.
  Result<EntityWrite> SetState(std::string_view id, std::string_view state, const Permit& permit);
  // As DeleteEntity. The integration's actions go with it.
  Result<bool> Delete(std::string_view id);
  // Every Integration, deleted ones aside, over all pages.
  Result<std::vector<json::Value>> List();
  // Those whose configuration names this credential. A platform that does not know the filter answers with all, so each
  // one's configuration is looked at.
  Result<std::vector<json::Value>> ListUsing(std::string_view credential_id);

 private:
  Session& session_;
};

}  // namespace genesys_cfn::genesys
