// SPDX-License-Identifier: Apache-2.0
// Listings: pageSize, pageNumber, and the URIs around a page (genesys-cloud-api.md 2.6).
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "emulator/genesys/api_call.h"

namespace genesys_cfn::emulator {

struct Page {
  int64_t size = 25;
  int64_t number = 1;  // from 1

  [[nodiscard]] int64_t offset() const { return size * (number - 1); }
};

// pageSize 1..500 and pageNumber from 1, or a token of nextPage or previousPage, which goes before the number; anything
// else is a 400 naming the parameter.
std::variant<Page, ApiFailure> ReadPage(const ApiCall& call);

// The listing's object. A page beyond the last has no entities and no nextUri. The URIs keep the call's other
// parameters; those of the next and the previous page have its token too.
json::Object ListingOf(const ApiCall& call, const Page& page, int64_t total, json::Array entities);

// The column to sort by and its direction as SQL (" name COLLATE NOCASE DESC, "), from sortBy and sortOrder; "" when
// sortBy is absent. `columns` are pairs of field name and SQL.
struct SortColumn {
  std::string_view field;
  std::string_view sql;
};
std::variant<std::string, ApiFailure> ReadSorting(const ApiCall& call, std::initializer_list<SortColumn> columns);

// "a,b,c" as a JSON array of texts, for `IN (SELECT value FROM json_each(?))`; nullopt when absent, 400 beyond `limit`.
std::variant<std::optional<std::string>, ApiFailure> ReadIdList(const ApiCall& call, size_t limit);

}  // namespace genesys_cfn::emulator
