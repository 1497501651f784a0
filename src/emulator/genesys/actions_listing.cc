// SPDX-License-Identifier: Apache-2.0
// The listing of actions_api.h.
#include "base/text.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/paging.h"
#include "emulator/genesys/visibility.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMostIds = 50;

// ?5 is SeenUntil(list_lag). The first state that ended after it is what was true then.
constexpr std::string_view kListedActions = R"( FROM (
    SELECT now.position, now.id, now.integration, now.secure, now.input_schema, now.success_schema,
      ifnull(past.name, now.name) AS name, ifnull(past.category, now.category) AS category,
      ifnull(past.version, now.version) AS version, ifnull(past.config, now.config) AS config
    FROM genesys_action AS now LEFT JOIN genesys_action_past AS past ON past.position =
      (SELECT min(position) FROM genesys_action_past WHERE action = now.id AND until > ?5)
    WHERE now.created <= ?5 AND (now.deleted IS NULL OR now.deleted > ?5))
  WHERE (?1 IS NULL OR instr(lower(name), lower(?1)) > 0) AND (?2 IS NULL OR category = ?2)
    AND (?3 IS NULL OR secure = ?3) AND (?4 IS NULL OR id IN (SELECT value FROM json_each(?4))))";

struct ListFilter {
  std::optional<std::string> name;
  std::optional<std::string> category;
  std::optional<bool> secure;
  std::optional<std::string> ids;
  Page page;
  std::string sorting;
  bool include_config = false;
};

// The same without a lag (?5 is every time there is): nothing has a past, and the index alone says what is on a page.
// So the pages before it, and the count, cost little.
std::string LiveActions(const ListFilter& filter) {
  std::string sql = " FROM genesys_action INDEXED BY genesys_action_listing WHERE deleted IS NULL AND ?5 IS NOT NULL";
  if (filter.name) sql += " AND instr(lower(name), lower(?1)) > 0";
  if (filter.category) sql += " AND category = ?2";
  if (filter.secure) sql += " AND secure = ?3";
  if (filter.ids) sql += " AND id IN (SELECT value FROM json_each(?4))";
  return sql;
}

// The rows of one page of them; `live` is empty with a lag.
std::string PageQuery(const ListFilter& filter, std::string_view live) {
  const std::string order = Concat(" ORDER BY ", filter.sorting, "position");
  if (live.empty()) return Concat("SELECT ", kActionColumns, kListedActions, order, " LIMIT ?6 OFFSET ?7");
  return Concat("SELECT ", kActionColumns, " FROM genesys_action WHERE position IN (SELECT position", live, order,
                " LIMIT ?6 OFFSET ?7)", order);
}

std::optional<ApiFailure> ReadFilter(const ApiCall& call, ListFilter& filter) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const auto ids = ReadIdList(call, kMostIds);
  if (const auto* failure = std::get_if<ApiFailure>(&ids)) return *failure;
  const auto sorting = ReadSorting(call, {{"name", "name COLLATE NOCASE"},
                                          {"category", "category COLLATE NOCASE"},
                                          {"id", "id"},
                                          {"integrationId", "integration"},
                                          {"secure", "secure"},
                                          {"version", "version"}});
  if (const auto* failure = std::get_if<ApiFailure>(&sorting)) return *failure;
  const auto secure = BooleanParameter(call, "secure", false);
  if (const auto* failure = std::get_if<ApiFailure>(&secure)) return *failure;
  const auto include_config = BooleanParameter(call, "includeConfig", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_config)) return *failure;
  // Checked only: this organisation holds no customAuth actions that it could add.
  const auto include_auth = BooleanParameter(call, "includeAuthActions", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_auth)) return *failure;
  filter.name = http::FindParameter(call.parameters, "name");
  filter.category = http::FindParameter(call.parameters, "category");
  if (http::FindParameter(call.parameters, "secure").has_value()) filter.secure = std::get<bool>(secure);
  filter.ids = std::get<std::optional<std::string>>(ids);
  filter.page = std::get<Page>(page);
  filter.sorting = std::get<std::string>(sorting);
  filter.include_config = std::get<bool>(include_config);
  return std::nullopt;
}

}  // namespace

Outcome ListActions(const ApiCall& call) {
  ListFilter filter;
  if (auto failure = ReadFilter(call, filter)) return *failure;
  const int64_t seen_until = SeenUntil(call.now, call.options.list_lag);
  const std::string live = call.options.list_lag.count() <= 0 ? LiveActions(filter) : "";
  Statement count =
      call.transaction.Query(Concat("SELECT count(*)", live.empty() ? kListedActions : std::string_view(live)),
                             filter.name, filter.category, filter.secure, filter.ids, seen_until);
  count.Step();
  Statement rows = call.transaction.Query(PageQuery(filter, live), filter.name, filter.category, filter.secure,
                                          filter.ids, seen_until, filter.page.size, filter.page.offset());
  json::Array entities;
  const ConfigView config = filter.include_config ? ConfigView::kPresent : ConfigView::kAbsent;
  while (rows.Step()) entities.emplace_back(ShowAction(ReadAction(rows), ContractView::kUris, config));
  return JsonAnswer(ListingOf(call, filter.page, count.Integer(0), std::move(entities)));
}

}  // namespace genesys_cfn::emulator
