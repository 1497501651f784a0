// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/flows_api.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/paging.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

bool IsFlowType(std::string_view type) {
  return type.ends_with("FLOW") && std::all_of(type.begin(), type.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

json::Object ShowConsumer(const Statement& row) {
  return {{"id", row.Text(0)},     {"name", row.Text(1)},
          {"version", "1.0"},      {"type", row.Text(2)},
          {"deleted", false},      {"updated", false},
          {"stateUnknown", false}, {"selfUri", Concat("/api/v2/flows/", row.Text(0))}};
}

// Every "resourceType", each with one type or several after commas, as a JSON array; nullopt when there is none.
std::optional<std::string> WantedTypes(const ApiCall& call) {
  json::Array types;
  for (const http::QueryParameter& parameter : call.parameters) {
    if (parameter.name != "resourceType") continue;
    for (const std::string_view type : Split(parameter.value, ',')) types.emplace_back(Trim(type));
  }
  if (types.empty()) return std::nullopt;
  return json::Write(types);
}

constexpr std::string_view kConsumers =
    " FROM genesys_flow_action AS used JOIN genesys_flow AS flow ON flow.id = used.flow WHERE used.action = ?1 AND "
    "?2 = 'DATAACTION' AND (?3 IS NULL OR flow.type IN (SELECT value FROM json_each(?3)))";

// A member of the body that must be a string; the failure names it.
std::variant<std::string, ApiFailure> ReadText(const ApiCall& call, const char* field) {
  const json::Value* const value = call.body.Find(field);
  if (value == nullptr || !value->is_string()) return InvalidField(field, "is required, as a string");
  return *value->AsString();
}

}  // namespace

Result<std::string> AddFlow(Transaction& transaction, Random& random, std::string_view name, std::string_view type,
                            const std::vector<std::string>& action_ids) {
  const auto refuse = [&](std::string_view why) {
    return Error{ErrorCode::kInvalidInput, Concat("flow '", name, "': ", why)};
  };
  if (Trim(name).empty()) return refuse("the name must not be empty");
  if (!IsFlowType(type)) return refuse(Concat("'", type, "' is no type of a flow, as INBOUNDCALLFLOW or WORKFLOW are"));
  for (const std::string& action : action_ids) {
    if (!FindAction(transaction, action).has_value()) return refuse(Concat("there is no action '", action, "'"));
  }
  std::string id = RandomUuid(random);
  transaction.Execute("INSERT INTO genesys_flow (id, name, type) VALUES (?, ?, ?)", id, name, type);
  for (const std::string& action : action_ids) {
    transaction.Execute("INSERT OR IGNORE INTO genesys_flow_action (flow, action) VALUES (?, ?)", id, action);
  }
  return id;
}

bool DeleteFlow(Transaction& transaction, std::string_view id) {
  return transaction.Execute("DELETE FROM genesys_flow WHERE id = ?", id) > 0;
}

std::vector<std::string> FlowsUsing(Transaction& transaction, std::string_view action_id) {
  std::vector<std::string> names;
  Statement row = transaction.Query(
      "SELECT flow.name FROM genesys_flow_action AS used JOIN genesys_flow AS flow ON flow.id = used.flow "
      "WHERE used.action = ? ORDER BY flow.position",
      action_id);
  while (row.Step()) names.push_back(row.Text(0));
  return names;
}

Outcome ListConsumingResources(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const std::string id = http::FindParameter(call.parameters, "id").value_or("");
  if (id.empty()) return InvalidField("id", "is required");
  const std::string object_type = http::FindParameter(call.parameters, "objectType").value_or("");
  if (object_type.empty()) return InvalidField("objectType", "is required");
  const std::string filter = http::FindParameter(call.parameters, "flowFilter").value_or("published");
  if (filter != "published" && filter != "checkedIn") {
    return InvalidField("flowFilter", "must be checkedIn or published");
  }
  const auto types = WantedTypes(call);
  const Page& shown = std::get<Page>(page);
  Statement count = call.transaction.Query(Concat("SELECT count(*)", kConsumers), id, object_type, types);
  count.Step();
  Statement rows = call.transaction.Query(
      Concat("SELECT flow.id, flow.name, flow.type", kConsumers, " ORDER BY flow.position LIMIT ?4 OFFSET ?5"), id,
      object_type, types, shown.size, shown.offset());
  json::Array entities;
  while (rows.Step()) entities.emplace_back(ShowConsumer(rows));
  return JsonAnswer(ListingOf(call, shown, count.Integer(0), std::move(entities)));
}

Outcome PublishFlow(const ApiCall& call) {
  const auto name = ReadText(call, "name");
  if (const auto* failure = std::get_if<ApiFailure>(&name)) return *failure;
  const auto type = ReadText(call, "type");
  if (const auto* failure = std::get_if<ApiFailure>(&type)) return *failure;
  const json::Value* const given = call.body.Find("actions");
  if (given == nullptr || !given->is_array()) return InvalidField("actions", "is required, as an array of action ids");
  std::vector<std::string> actions;
  for (const json::Value& action : *given->AsArray()) {
    if (!action.is_string()) return InvalidField("actions", Concat("must hold action ids, not ", TypeName(action)));
    actions.push_back(*action.AsString());
  }
  const auto id =
      AddFlow(call.transaction, call.random, std::get<std::string>(name), std::get<std::string>(type), actions);
  if (!id.has_value()) return BadRequest(id.error().message);
  return JsonAnswer(json::Object{
      {"id", *id}, {"name", std::get<std::string>(name)}, {"type", std::get<std::string>(type)}, {"actions", *given}});
}

Outcome UnpublishFlow(const ApiCall& call) {
  if (!DeleteFlow(call.transaction, call.arguments.front())) return NotFound("flow", call.arguments.front());
  return http::Response{204, {}, ""};
}

}  // namespace genesys_cfn::emulator
