// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/data_actions_api.h"

#include "base/text.h"
#include "emulator/genesys/action_limits.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/paging.h"
#include "emulator/genesys/visibility.h"
#include "json/parse.h"

namespace genesys_cfn::emulator {
namespace {

json::Value ParseStored(const std::string& text) {
  auto value = json::Parse(text);
  if (!value.has_value()) throw DatabaseError("a stored action is no longer JSON");
  return std::move(value).value();
}

json::Object Show(const ActionRecord& action) {
  return {{"id", action.id},
          {"name", action.name},
          {"category", action.category},
          {"integrationId", action.integration_id},
          {"secure", action.secure},
          {"config", ParseStored(action.config)},
          {"contract", json::Object{{"input", json::Object{{"inputSchema", ParseStored(action.input_schema)}}},
                                    {"output", json::Object{{"successSchema", ParseStored(action.success_schema)}}}}},
          {"selfUri", Concat("/api/v2/data/actions/", action.id)}};
}

}  // namespace

Outcome CreateDataAction(const ApiCall& call) {
  auto read = ReadWholeAction(call);
  if (auto* failure = std::get_if<ApiFailure>(&read)) return std::move(*failure);
  ActionRecord& action = std::get<ActionRecord>(read);
  if (auto failure = CheckActionLimits(call, action.integration_id)) return *failure;
  action.id = Concat("custom_-_", RandomUuid(call.random));
  InsertAction(call.transaction, action, call.now);
  return JsonAnswer(Show(action));
}

Outcome GetDataAction(const ApiCall& call) {
  const auto action = FindVisibleAction(call.transaction, call.arguments.front(),
                                        {.made = SeenUntil(call.now, call.options.read_lag),
                                         .deleted = SeenUntil(call.now, call.options.delete_lag),
                                         .edited = SeenUntil(call.now, call.options.edit_lag)});
  if (!action.has_value()) return NotFound("action", call.arguments.front());
  return JsonAnswer(Show(*action));
}

Outcome PutDataAction(const ApiCall& call) {
  const auto former = FindAction(call.transaction, call.arguments.front());
  if (!former.has_value()) return NotFound("action", call.arguments.front());
  auto read = ReadWholeAction(call);
  if (auto* failure = std::get_if<ApiFailure>(&read)) return std::move(*failure);
  ActionRecord& action = std::get<ActionRecord>(read);
  action.id = former->id;
  action.version = former->version + 1;
  KeepPastAction(call.transaction, action.id, call.now, call.options.LongestLag());
  UpdateAction(call.transaction, action);
  call.transaction.Execute(
      "UPDATE genesys_action SET integration = ?, secure = ?, input_schema = ?, success_schema = ? WHERE id = ?",
      action.integration_id, action.secure, action.input_schema, action.success_schema, action.id);
  return JsonAnswer(Show(action));
}

Outcome ListDataActions(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const Page& shown = std::get<Page>(page);
  Statement count = call.transaction.Query(
      "SELECT count(*) FROM genesys_action INDEXED BY genesys_action_listing WHERE deleted IS NULL");
  count.Step();
  Statement rows = call.transaction.Query(
      Concat("SELECT ", kActionColumns,
             " FROM genesys_action WHERE position IN (SELECT position FROM genesys_action INDEXED BY "
             "genesys_action_listing WHERE deleted IS NULL ORDER BY position LIMIT ? OFFSET ?) ORDER BY position"),
      shown.size, shown.offset());
  json::Array entities;
  while (rows.Step()) entities.emplace_back(Show(ReadAction(rows)));
  return JsonAnswer(ListingOf(call, shown, count.Integer(0), std::move(entities)));
}

}  // namespace genesys_cfn::emulator
