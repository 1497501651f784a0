// SPDX-License-Identifier: Apache-2.0
// The listings of actions_api.h and drafts_api.h.
#include "base/text.h"
#include "emulator/genesys/action_record.h"
#include "emulator/genesys/actions_api.h"
#include "emulator/genesys/drafts_api.h"
#include "emulator/genesys/paging.h"
#include "emulator/genesys/visibility.h"

namespace genesys_cfn::emulator {
namespace {

constexpr size_t kMostIds = 50;

struct ListSource {
  std::string_view rows;
  ActionStage stage = ActionStage::kPublished;
};

// ?5 is SeenUntil(list_lag). The first state that ended after it is what was true then.
constexpr ListSource kPublished = {R"( FROM (
    SELECT now.position, now.id, now.integration, now.secure, now.input_schema, now.success_schema,
      ifnull(past.name, now.name) AS name, ifnull(past.category, now.category) AS category,
      ifnull(past.version, now.version) AS version, ifnull(past.config, now.config) AS config
    FROM genesys_action AS now LEFT JOIN genesys_action_past AS past ON past.position =
      (SELECT min(position) FROM genesys_action_past WHERE action = now.id AND until > ?5)
    WHERE now.created <= ?5 AND (now.deleted IS NULL OR now.deleted > ?5)))",
                                   ActionStage::kPublished};

constexpr ListSource kDrafts = {" FROM (SELECT * FROM genesys_action_draft WHERE created <= ?5)", ActionStage::kDraft};

// ?6: customAuth actions too.
constexpr std::string_view kFilter = R"(
  WHERE (?1 IS NULL OR instr(lower(name), lower(?1)) > 0) AND (?2 IS NULL OR category = ?2)
    AND (?3 IS NULL OR secure = ?3) AND (?4 IS NULL OR id IN (SELECT value FROM json_each(?4)))
    AND (?6 OR substr(id, 1, 10) <> 'customAuth'))";

struct ListFilter {
  std::optional<std::string> name;
  std::optional<std::string> category;
  std::optional<bool> secure;
  std::optional<std::string> ids;
  Page page;
  std::string sorting;
  bool include_auth = false;
  bool include_config = false;
};

// The same without a lag (?5 is every time there is): nothing has a past, and an index alone says what is on a page. So
// the pages before it, and the count, cost little: least of all without a filter, as everybody reads the whole list.
std::string LiveActions(const ListFilter& filter) {
  if (!filter.name && !filter.category && !filter.secure && !filter.ids && !filter.include_auth) {
    return " FROM genesys_action INDEXED BY genesys_action_order"
           " WHERE deleted IS NULL AND substr(id, 1, 10) <> 'customAuth' AND ?5 IS NOT NULL AND ?6 IS NOT NULL";
  }
  std::string sql =
      " FROM genesys_action INDEXED BY genesys_action_listing WHERE deleted IS NULL AND ?5 IS NOT NULL"
      " AND (?6 OR substr(id, 1, 10) <> 'customAuth')";
  if (filter.name) sql += " AND instr(lower(name), lower(?1)) > 0";
  if (filter.category) sql += " AND category = ?2";
  if (filter.secure) sql += " AND secure = ?3";
  if (filter.ids) sql += " AND id IN (SELECT value FROM json_each(?4))";
  return sql;
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
  const auto include_auth = BooleanParameter(call, "includeAuthActions", false);
  if (const auto* failure = std::get_if<ApiFailure>(&include_auth)) return *failure;
  filter.name = http::FindParameter(call.parameters, "name");
  filter.category = http::FindParameter(call.parameters, "category");
  if (http::FindParameter(call.parameters, "secure").has_value()) filter.secure = std::get<bool>(secure);
  filter.ids = std::get<std::optional<std::string>>(ids);
  filter.page = std::get<Page>(page);
  filter.sorting = std::get<std::string>(sorting);
  filter.include_auth = std::get<bool>(include_auth);
  filter.include_config = std::get<bool>(include_config);
  return std::nullopt;
}

Outcome List(const ApiCall& call, const ListSource& source) {
  ListFilter filter;
  if (auto failure = ReadFilter(call, filter)) return *failure;
  const int64_t seen_until = SeenUntil(call.now, call.options.list_lag);
  const bool reads_live = source.stage == ActionStage::kPublished && call.options.list_lag.count() <= 0;
  const std::string chosen = reads_live ? LiveActions(filter) : Concat(source.rows, kFilter);
  Statement count = call.transaction.Query(Concat("SELECT count(*)", chosen), filter.name, filter.category,
                                           filter.secure, filter.ids, seen_until, filter.include_auth);
  count.Step();
  const std::string order = Concat(" ORDER BY ", filter.sorting, "position");
  const std::string page = Concat(chosen, order, " LIMIT ?7 OFFSET ?8");
  const std::string query = reads_live
                                ? Concat("SELECT ", kActionColumns,
                                         " FROM genesys_action WHERE position IN (SELECT position", page, ")", order)
                                : Concat("SELECT ", kActionColumns, page);
  Statement rows = call.transaction.Query(query, filter.name, filter.category, filter.secure, filter.ids, seen_until,
                                          filter.include_auth, filter.page.size, filter.page.offset());
  json::Array entities;
  const ConfigView config = filter.include_config ? ConfigView::kPresent : ConfigView::kAbsent;
  while (rows.Step()) entities.emplace_back(ShowAction(ReadAction(rows), ContractView::kUris, config, source.stage));
  return JsonAnswer(ListingOf(call, filter.page, count.Integer(0), std::move(entities)));
}

}  // namespace

Outcome ListActions(const ApiCall& call) {
  return List(call, kPublished);
}

Outcome ListDrafts(const ApiCall& call) {
  return List(call, kDrafts);
}

}  // namespace genesys_cfn::emulator
