// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/integrations_api.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "emulator/genesys/paging.h"

namespace genesys_cfn::emulator {
namespace {

constexpr std::array<IntegrationType, 5> kTypes = {{
    {"purecloud-data-actions", "Genesys Cloud Data Actions", "pureCloudOAuthClient", "pureCloudOAuthClient"},
    {"custom-rest-actions", "Web Services Data Actions", "basicAuth", "basicAuth"},
    {"aws-lambda-data-actions", "AWS Lambda Data Actions", "AmazonWebServicesARN", "amazonWebServicesARN"},
    {"function-data-actions", "Genesys Cloud Function Data Actions", "", ""},
    {"salesforce-datadip", "Salesforce Data Actions", "", ""},
}};

constexpr std::string_view kTypesPath = "/api/v2/integrations/types";
constexpr size_t kMostIds = 100;

const IntegrationType* FindType(std::string_view id) {
  const auto* const type =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const IntegrationType& entry) { return entry.id == id; });
  return type == kTypes.end() ? nullptr : type;
}

json::Object ShowType(const IntegrationType& type) {
  json::Object shown{{"id", type.id}, {"name", type.name}};
  if (!type.credential_key.empty()) {
    json::Object specification{{"required", false},
                               {"credentialTypes", json::Array{json::Value(type.credential_type)}}};
    shown.Append("credentials", json::Object{{std::string(type.credential_key), std::move(specification)}});
  }
  shown.Append("selfUri", Concat(kTypesPath, "/", type.id));
  return shown;
}

// Columns: id, name, type, intended_state, reported_state.
json::Object ShowIntegration(const Statement& row) {
  const std::string type_id = row.Text(2);
  json::Object type{{"id", type_id}};
  if (const IntegrationType* const known = FindType(type_id)) type.Append("name", known->name);
  type.Append("selfUri", Concat(kTypesPath, "/", type_id));
  return {{"id", row.Text(0)},
          {"name", row.Text(1)},
          {"integrationType", std::move(type)},
          {"intendedState", row.Text(3)},
          {"reportedState", json::Object{{"code", row.Text(4)}}},
          {"attributes", json::Object()},
          {"selfUri", Concat("/api/v2/integrations/", row.Text(0))}};
}

constexpr std::string_view kListedIntegrations =
    " FROM genesys_integration WHERE (?1 IS NULL OR type = ?1) AND (?2 IS NULL OR reported_state = ?2) AND "
    "(?3 IS NULL OR id IN (SELECT value FROM json_each(?3))) AND (?4 OR intended_state <> 'DELETED')";

bool ShowsDeleted(const ApiCall& call) {
  return call.options.deleted_integration_status == 200;
}

}  // namespace

std::span<const IntegrationType> IntegrationTypes() {
  return kTypes;
}

Result<std::string> AddIntegration(Transaction& transaction, Random& random, std::string_view name,
                                   std::string_view type) {
  if (FindType(type) == nullptr) {
    return Error{ErrorCode::kInvalidInput, Concat("there is no integration type '", type, "'")};
  }
  std::string id = RandomUuid(random);
  transaction.Execute(
      "INSERT INTO genesys_integration (id, name, type, intended_state, reported_state) "
      "VALUES (?, ?, ?, 'ENABLED', 'ACTIVE')",
      id, name, type);
  return id;
}

bool DeleteIntegration(Transaction& transaction, std::string_view id) {
  const int64_t deleted = transaction.Execute(
      "UPDATE genesys_integration SET intended_state = 'DELETED', reported_state = 'INACTIVE' "
      "WHERE id = ? AND intended_state <> 'DELETED'",
      id);
  transaction.Execute("DELETE FROM genesys_action WHERE integration = ?", id);
  return deleted > 0;
}

std::optional<std::string> FindIntegrationType(Transaction& transaction, std::string_view id) {
  Statement row =
      transaction.Query("SELECT type FROM genesys_integration WHERE id = ? AND intended_state <> 'DELETED'", id);
  if (!row.Step()) return std::nullopt;
  return row.Text(0);
}

Outcome ListIntegrations(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const auto ids = ReadIdList(call, kMostIds);
  if (const auto* failure = std::get_if<ApiFailure>(&ids)) return *failure;
  const auto sorting = ReadSorting(call, {{"name", "name COLLATE NOCASE"}, {"id", "id"}});
  if (const auto* failure = std::get_if<ApiFailure>(&sorting)) return *failure;
  const auto type = http::FindParameter(call.parameters, "integrationType");
  auto state = http::FindParameter(call.parameters, "reportedState");
  if (state.has_value()) {
    std::transform(state->begin(), state->end(), state->begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  }
  const auto& id_list = std::get<std::optional<std::string>>(ids);
  const Page& shown = std::get<Page>(page);
  Statement count =
      call.transaction.Query(Concat("SELECT count(*)", kListedIntegrations), type, state, id_list, ShowsDeleted(call));
  count.Step();
  Statement rows =
      call.transaction.Query(Concat("SELECT id, name, type, intended_state, reported_state", kListedIntegrations,
                                    " ORDER BY ", std::get<std::string>(sorting), "position LIMIT ?5 OFFSET ?6"),
                             type, state, id_list, ShowsDeleted(call), shown.size, shown.offset());
  json::Array entities;
  while (rows.Step()) entities.emplace_back(ShowIntegration(rows));
  return JsonAnswer(ListingOf(call, shown, count.Integer(0), std::move(entities)));
}

Outcome GetIntegration(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  Statement row = call.transaction.Query(
      "SELECT id, name, type, intended_state, reported_state FROM genesys_integration WHERE id = ? AND "
      "(? OR intended_state <> 'DELETED')",
      id, ShowsDeleted(call));
  if (!row.Step()) return NotFound("integration", id);
  return JsonAnswer(ShowIntegration(row));
}

Outcome ListIntegrationTypes(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const Page& shown = std::get<Page>(page);
  json::Array entities;
  for (int64_t i = shown.offset(); i < shown.offset() + shown.size && i < std::ssize(kTypes); ++i) {
    entities.emplace_back(ShowType(kTypes.at(static_cast<size_t>(i))));
  }
  return JsonAnswer(ListingOf(call, shown, std::ssize(kTypes), std::move(entities)));
}

Outcome GetIntegrationType(const ApiCall& call) {
  const IntegrationType* const type = FindType(call.arguments.front());
  if (type == nullptr) return NotFound("integration type", call.arguments.front());
  return JsonAnswer(ShowType(*type));
}

}  // namespace genesys_cfn::emulator
