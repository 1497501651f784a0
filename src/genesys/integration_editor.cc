// SPDX-License-Identifier: Apache-2.0
#include "genesys/integration_editor.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kIntegrations = "/api/v2/integrations";
constexpr Operation kCreating{"creating the integration", "integrations:integration:add"};
constexpr Operation kReading{"reading the integration", "integrations:integration:view"};
constexpr Operation kReadingConfig{"reading the integration's configuration", "integrations:integration:view"};
constexpr Operation kConfiguring{"writing the integration's configuration", "integrations:integration:edit"};
constexpr Operation kSwitching{"changing the integration's state", "integrations:integration:edit"};
constexpr Operation kDeleting{"deleting the integration", "integrations:integration:delete"};
constexpr Operation kListing{"listing the integrations", "integrations:integration:view"};

std::string PathOf(std::string_view id, std::string_view rest = "") {
  return Concat(kIntegrations, "/", PercentEncode(id), rest);
}

bool IsDeleted(const json::Value& integration) {
  return integration.FindString("intendedState") == "DELETED";
}

// The configuration's reference to the credential, in any of its slots.
bool Uses(const json::Object& config, std::string_view credential_id) {
  const json::Value* credentials = config.Find("credentials");
  if (credentials == nullptr || !credentials->is_object()) return false;
  return std::any_of(credentials->AsObject()->begin(), credentials->AsObject()->end(),
                     [&](const auto& slot) { return slot.second.FindString("id") == credential_id; });
}

}  // namespace

Result<json::Object> IntegrationEditor::Create(const json::Object& body, const Permit& permit) {
  return PostEntity(session_, kCreating, kIntegrations, body, permit);
}

Result<std::optional<json::Object>> IntegrationEditor::Peek(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<json::Object>();
  TRY_ASSIGN(auto integration, GetEntity(session_, kReading, PathOf(id)));
  if (!integration || IsDeleted(*integration)) return std::optional<json::Object>();
  if (json::Value(*integration).FindString("id") == id) return integration;
  return Error{ErrorCode::kUnavailable, Concat(kReading.name, " failed: GET ", PathOf(id),
                                               " answered with something else than this integration.")};
}

Result<std::optional<WholeIntegration>> IntegrationEditor::Read(std::string_view id) {
  TRY_ASSIGN(auto integration, Peek(id));
  if (!integration) return std::optional<WholeIntegration>();
  TRY_ASSIGN(auto config, GetEntity(session_, kReadingConfig, PathOf(id, "/config/current")));
  if (!config) return std::optional<WholeIntegration>();
  // Something else that answers 200 must not pass for a configuration that holds nothing.
  const json::Value* version = config->Find("version");
  const json::Value* name = config->Find("name");
  if (version == nullptr || !version->is_number() || name == nullptr || !name->is_string()) {
    return Error{ErrorCode::kUnavailable, Concat(kReadingConfig.name, " failed: GET ", PathOf(id, "/config/current"),
                                                 " answered with something else than a configuration.")};
  }
  return std::optional<WholeIntegration>({*std::move(integration), *std::move(config)});
}

Result<EntityWrite> IntegrationEditor::PutConfig(std::string_view id, const json::Object& config,
                                                 const Permit& permit) {
  return WriteEntity(session_, kConfiguring, "PUT", PathOf(id, "/config/current"), config, Repeatable::kYes, permit);
}

Result<EntityWrite> IntegrationEditor::SetState(std::string_view id, std::string_view state, const Permit& permit) {
  return WriteEntity(session_, kSwitching, "PATCH", PathOf(id), json::Object{{"intendedState", state}}, Repeatable::kNo,
                     permit);
}

Result<bool> IntegrationEditor::Delete(std::string_view id) {
  if (!IsPossibleId(id)) return false;
  return DeleteEntity(session_, kDeleting, PathOf(id));
}

Result<std::vector<json::Value>> IntegrationEditor::List() {
  TRY_ASSIGN(std::vector<json::Value> integrations, ListAll(session_, kListing, kIntegrations, ""));
  std::erase_if(integrations, IsDeleted);
  return integrations;
}

Result<std::vector<json::Value>> IntegrationEditor::ListUsing(std::string_view credential_id) {
  const std::string filter = Concat("&credentialId=", PercentEncode(credential_id), "&expand=config.current");
  TRY_ASSIGN(std::vector<json::Value> candidates, ListAll(session_, kListing, kIntegrations, filter));
  std::vector<json::Value> users;
  for (json::Value& candidate : candidates) {
    if (IsDeleted(candidate)) continue;
    const json::Value* config = candidate.Find("config");
    const json::Value* current = config == nullptr ? nullptr : config->Find("current");
    std::optional<json::Object> known;
    if (current != nullptr && current->is_object()) {
      known = *current->AsObject();
    } else {
      const std::string id = candidate.FindString("id").value_or("");
      TRY_ASSIGN(known, GetEntity(session_, kReadingConfig, PathOf(id, "/config/current")));
    }
    if (known && Uses(*known, credential_id)) users.push_back(std::move(candidate));
  }
  return users;
}

}  // namespace genesys_cfn::genesys
