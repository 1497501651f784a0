// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/integrations_api.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/paging.h"
#include "emulator/genesys/static_actions.h"
#include "emulator/genesys/visibility.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMostIds = 100;

// ?5 is SeenUntil(activation_lag), as IntegrationRecord::ReportedState has it; ?7 is SeenUntil(list_lag).
constexpr std::string_view kListed =
    " FROM genesys_integration WHERE (?1 IS NULL OR type = ?1) AND (?2 IS NULL OR ?2 = CASE WHEN intended_state = "
    "'ENABLED' THEN iif(state_changed <= ?5, 'ACTIVE', 'ACTIVATING') ELSE iif(state_changed <= ?5, 'INACTIVE', "
    "'DEACTIVATING') END) AND (?3 IS NULL OR id IN (SELECT value FROM json_each(?3))) AND (?4 OR intended_state <> "
    "'DELETED') AND (?6 IS NULL OR id IN (SELECT integration FROM genesys_integration_credential WHERE credential = "
    "?6)) AND created <= ?7";

bool ShowsDeleted(const ApiCall& call) {
  return call.options.deleted_integration_status == 200;
}

int64_t SeenStates(const ApiCall& call) {
  return SeenUntil(call.now, call.options.activation_lag);
}

// "expand" may repeat and may have several values: "config.current" is the one that changes what is shown.
IntegrationView ViewOf(const ApiCall& call) {
  for (const http::QueryParameter& parameter : call.parameters) {
    if (parameter.name != "expand") continue;
    for (const std::string_view member : Split(parameter.value, ',')) {
      if (Trim(member) == "config.current" || Trim(member) == "config") return IntegrationView::kWithConfig;
    }
  }
  return IntegrationView::kPlain;
}

// The integration of the path that a write is about.
std::optional<IntegrationRecord> FindForWriter(const ApiCall& call) {
  auto integration = FindIntegration(call.transaction, call.arguments.front());
  if (integration.has_value() && integration->deleted()) return std::nullopt;
  return integration;
}

Outcome Delete(const ApiCall& call, const std::string& id) {
  DeleteIntegration(call.transaction, id);
  return JsonAnswer(ShowIntegration(call.transaction, *FindIntegration(call.transaction, id), SeenStates(call)));
}

}  // namespace

Result<std::string> AddIntegration(Transaction& transaction, Random& random, std::string_view name,
                                   std::string_view type) {
  if (FindType(type) == nullptr) {
    return Error{ErrorCode::kInvalidInput, Concat("there is no integration type '", type, "'")};
  }
  const IntegrationRecord integration{
      .id = RandomUuid(random), .name = std::string(name), .type = std::string(type), .intended_state = "ENABLED"};
  InsertIntegration(transaction, integration, 0);
  return integration.id;
}

bool DeleteIntegration(Transaction& transaction, std::string_view id) {
  const int64_t deleted = transaction.Execute(
      "UPDATE genesys_integration SET intended_state = 'DELETED', state_changed = 0 WHERE id = ? AND intended_state <> "
      "'DELETED'",
      id);
  for (const std::string_view statement :
       {"DELETE FROM genesys_function WHERE action IN (SELECT id FROM genesys_action WHERE integration = ?1 UNION "
        "SELECT id FROM genesys_action_draft WHERE integration = ?1)",
        "DELETE FROM genesys_action WHERE integration = ?", "DELETE FROM genesys_action_draft WHERE integration = ?",
        "DELETE FROM genesys_integration_credential WHERE integration = ?"}) {
    transaction.Execute(statement, id);
  }
  return deleted > 0;
}

std::optional<std::string> FindIntegrationType(Transaction& transaction, std::string_view id, int64_t made_until) {
  const auto integration = FindIntegration(transaction, id, made_until);
  if (!integration.has_value() || integration->deleted()) return std::nullopt;
  return integration->type;
}

Outcome ListIntegrations(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const auto ids = ReadIdList(call, kMostIds);
  if (const auto* failure = std::get_if<ApiFailure>(&ids)) return *failure;
  const auto sorting = ReadSorting(call, {{"name", "name COLLATE NOCASE"}, {"id", "id"}});
  if (const auto* failure = std::get_if<ApiFailure>(&sorting)) return *failure;
  const auto type = http::FindParameter(call.parameters, "integrationType");
  const auto credential = http::FindParameter(call.parameters, "credentialId");
  auto state = http::FindParameter(call.parameters, "reportedState");
  if (state.has_value()) {
    std::transform(state->begin(), state->end(), state->begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  }
  const auto& id_list = std::get<std::optional<std::string>>(ids);
  const Page& shown = std::get<Page>(page);
  const int64_t made_until = SeenUntil(call.now, call.options.list_lag);
  Statement count = call.transaction.Query(Concat("SELECT count(*)", kListed), type, state, id_list, ShowsDeleted(call),
                                           SeenStates(call), credential, made_until);
  count.Step();
  Statement rows = call.transaction.Query(Concat("SELECT ", kIntegrationColumns, kListed, " ORDER BY ",
                                                 std::get<std::string>(sorting), "position LIMIT ?8 OFFSET ?9"),
                                          type, state, id_list, ShowsDeleted(call), SeenStates(call), credential,
                                          made_until, shown.size, shown.offset());
  json::Array entities;
  while (rows.Step()) {
    entities.emplace_back(ShowIntegration(call.transaction, ReadIntegration(rows), SeenStates(call), ViewOf(call)));
  }
  return JsonAnswer(ListingOf(call, shown, count.Integer(0), std::move(entities)));
}

Outcome CreateIntegration(const ApiCall& call) {
  json::Object reference;
  if (auto failure = ReadObject(call.body, "integrationType", Presence::kRequired, reference)) return *failure;
  std::string type_id;
  if (const json::Value* const id = FindPresent(reference, "id"); id != nullptr && id->is_string()) {
    type_id = *id->AsString();
  }
  if (type_id.empty()) return InvalidField("integrationType.id", "is required, as a string");
  const IntegrationType* const type = FindType(type_id);
  if (type == nullptr) return InvalidField("integrationType.id", "is no type of integrations");
  IntegrationRecord integration{
      .id = RandomUuid(call.random), .name = std::string(type->name), .type = type_id, .intended_state = "DISABLED"};
  if (auto failure = ReadLabel(call.body, "name", Presence::kOptional, integration.name)) return *failure;
  InsertIntegration(call.transaction, integration, ToEpochMilliseconds(call.now));
  if (call.options.static_actions == StaticActions::kShipped) {
    AddStaticActions(call.transaction, integration, call.now);
  }
  return JsonAnswer(ShowIntegration(call.transaction, integration, SeenStates(call)));
}

Outcome GetIntegration(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  const auto integration = FindIntegration(call.transaction, id, SeenUntil(call.now, call.options.read_lag));
  if (!integration.has_value() || (integration->deleted() && !ShowsDeleted(call))) return NotFound("integration", id);
  return JsonAnswer(ShowIntegration(call.transaction, *integration, SeenStates(call), ViewOf(call)));
}

Outcome PatchIntegration(const ApiCall& call) {
  auto integration = FindForWriter(call);
  if (!integration.has_value()) return NotFound("integration", call.arguments.front());
  if (auto failure = ReadLabel(call.body, "name", Presence::kOptional, integration->name)) return *failure;
  if (auto failure = ReadText(call.body, "notes", Presence::kOptional, integration->notes)) return *failure;
  std::string state = integration->intended_state;
  if (auto failure = ReadText(call.body, "intendedState", Presence::kOptional, state)) return *failure;
  if (state == "RESTORED") return InvalidField("intendedState", "the integration is not deleted");
  if (state != "ENABLED" && state != "DISABLED" && state != "DELETED") {
    return InvalidField("intendedState", "must be ENABLED, DISABLED, DELETED or RESTORED");
  }
  if (state == "DELETED") return Delete(call, integration->id);
  if (state != integration->intended_state) integration->state_changed = ToEpochMilliseconds(call.now);
  integration->intended_state = state;
  UpdateIntegration(call.transaction, *integration);
  return JsonAnswer(ShowIntegration(call.transaction, *integration, SeenStates(call)));
}

Outcome DeleteIntegrationById(const ApiCall& call) {
  const auto integration = FindForWriter(call);
  if (!integration.has_value()) return NotFound("integration", call.arguments.front());
  return Delete(call, integration->id);
}

}  // namespace genesys_cfn::emulator
