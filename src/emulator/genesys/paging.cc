// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/paging.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "json/write.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kLargestPage = 500;
constexpr int64_t kLastPageNumber = 1'000'000'000;
constexpr std::string_view kTokenPrefix = "page:";

std::variant<int64_t, ApiFailure> ReadNumber(const ApiCall& call, std::string_view name, int64_t fallback,
                                             int64_t largest) {
  const auto text = http::FindParameter(call.parameters, name);
  if (!text.has_value()) return fallback;
  const auto number = ParseInteger<int64_t>(*text);
  if (number.has_value() && *number >= 1 && *number <= largest) return *number;
  return InvalidField(std::string(name), Concat("must be an integer from 1 to ", largest));
}

bool IsPageParameter(std::string_view name) {
  return name == "pageSize" || name == "pageNumber" || name == "nextPage" || name == "previousPage";
}

}  // namespace

std::variant<Page, ApiFailure> ReadPage(const ApiCall& call) {
  Page page;
  const auto size = ReadNumber(call, "pageSize", page.size, kLargestPage);
  if (const auto* failure = std::get_if<ApiFailure>(&size)) return *failure;
  const auto number = ReadNumber(call, "pageNumber", page.number, kLastPageNumber);
  if (const auto* failure = std::get_if<ApiFailure>(&number)) return *failure;
  page.size = std::get<int64_t>(size);
  page.number = std::get<int64_t>(number);
  for (const char* const name : {"nextPage", "previousPage"}) {
    const auto token = http::FindParameter(call.parameters, name);
    if (!token.has_value()) continue;
    const auto decoded = Base64Decode(*token);
    const auto meant = decoded.has_value() && decoded->starts_with(kTokenPrefix)
                           ? ParseInteger<int64_t>(std::string_view(*decoded).substr(kTokenPrefix.size()))
                           : std::nullopt;
    if (!meant.has_value() || *meant < 1 || *meant > kLastPageNumber) {
      return InvalidField(name, "is no page token of this list");
    }
    page.number = *meant;
  }
  return page;
}

json::Object ListingOf(const ApiCall& call, const Page& page, int64_t total, json::Array entities) {
  const int64_t page_count = (total + page.size - 1) / page.size;
  const auto uri = [&](int64_t number) {
    std::string text = Concat(call.path, "?pageSize=", page.size, "&pageNumber=", number);
    for (const http::QueryParameter& parameter : call.parameters) {
      if (IsPageParameter(parameter.name)) continue;
      text += Concat("&", PercentEncode(parameter.name), "=", PercentEncode(parameter.value));
    }
    return text;
  };
  const auto token = [](std::string_view name, int64_t number) {
    return Concat("&", name, "=", PercentEncode(Base64Encode(Concat(kTokenPrefix, number))));
  };
  json::Object listing{{"entities", std::move(entities)},
                       {"pageSize", page.size},
                       {"pageNumber", page.number},
                       {"total", total},
                       {"firstUri", uri(1)},
                       {"selfUri", uri(page.number)}};
  if (page.number < page_count) {
    listing.Append("nextUri", uri(page.number + 1) + token("nextPage", page.number + 1));
  }
  if (page.number > 1) {
    listing.Append("previousUri", uri(page.number - 1) + token("previousPage", page.number - 1));
  }
  listing.Append("lastUri", uri(std::max<int64_t>(page_count, 1)));
  listing.Append("pageCount", page_count);
  return listing;
}

std::variant<std::string, ApiFailure> ReadSorting(const ApiCall& call, std::initializer_list<SortColumn> columns) {
  const std::string order = ToLower(http::FindParameter(call.parameters, "sortOrder").value_or("asc"));
  if (order != "asc" && order != "desc") return InvalidField("sortOrder", "must be ASC or DESC");
  const auto field = http::FindParameter(call.parameters, "sortBy");
  if (!field.has_value()) return std::string();
  const auto* const column =
      std::find_if(columns.begin(), columns.end(), [&](const SortColumn& entry) { return entry.field == *field; });
  if (column == columns.end()) return InvalidField("sortBy", "is not a field that this list can be sorted by");
  return Concat(column->sql, " ", order, ", ");
}

std::variant<std::optional<std::string>, ApiFailure> ReadIdList(const ApiCall& call, size_t limit) {
  const auto text = http::FindParameter(call.parameters, "ids");
  if (!text.has_value()) return std::optional<std::string>();
  json::Array ids;
  for (const std::string_view id : Split(*text, ',')) ids.emplace_back(Trim(id));
  if (ids.size() > limit) return InvalidField("ids", Concat("must be at most ", limit, " ids"));
  return std::optional(json::Write(ids));
}

}  // namespace genesys_cfn::emulator
