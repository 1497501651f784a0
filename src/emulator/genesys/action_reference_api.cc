// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/action_reference_api.h"

#include "base/text.h"
#include "emulator/genesys/paging.h"
#include "emulator/genesys/visibility.h"

namespace genesys_cfn::emulator {
namespace {

// Self-signed; its key was thrown away.
constexpr std::string_view kCertificate =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBrDCCAVOgAwIBAgIUdLBMSJF04x7BkqkpoPW8w8GgIPEwCgYIKoZIzj0EAwIw\n"
    "KzEpMCcGA1UEAwwgbG9jYWwgR2VuZXN5cyBDbG91ZCBvcmdhbmlzYXRpb24wIBcN\n"
    "MjYxMTI3MDYzMjI3WhgPMjEyNjExMDMwNjMyMjdaMCsxKTAnBgNVBAMMIGxvY2Fs\n"
    "IEdlbmVzeXMgQ2xvdWQgb3JnYW5pc2F0aW9uMFkwEwYHKoZIzj0CAQYIKoZIzj0D\n"
    "AQcDQgAEHwpqJ5D5Kv4PCe+djxWcSKIavlEq6upSydyl/8bdKsFJw7P+1W/r1feR\n"
    "P2EWhPCB5WjyWmbP4rw0fNIEl8AmWqNTMFEwHQYDVR0OBBYEFD0DOWrPqoMxh3Ww\n"
    "orPAZQR2GAZcMB8GA1UdIwQYMBaAFD0DOWrPqoMxh3WworPAZQR2GAZcMA8GA1Ud\n"
    "EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgNG5jWvEosnw6ykmjxC1NkLyG\n"
    "blFa3xR/9WDe0NYzCnICIA3CERiD6Ias7m0ajd2OPaSnqHdc9ekPhyGEbwskUzYq\n"
    "-----END CERTIFICATE-----\n";

constexpr std::string_view kCategories =
    " FROM genesys_action WHERE created <= ?1 AND (deleted IS NULL OR deleted > ?1) AND (?2 IS NULL OR secure = ?2)";

// A parameter that may have one of two values, in any case.
std::optional<ApiFailure> CheckChoice(const std::optional<std::string>& given, const char* name, std::string_view one,
                                      std::string_view other) {
  if (!given.has_value() || EqualsIgnoreCase(*given, one)) return std::nullopt;
  if (!other.empty() && EqualsIgnoreCase(*given, other)) return std::nullopt;
  return InvalidField(name, Concat("must be ", one, other.empty() ? "" : " or ", other));
}

}  // namespace

Outcome ListActionCategories(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const auto sorting = ReadSorting(call, {{"name", "category COLLATE NOCASE"}});
  if (const auto* failure = std::get_if<ApiFailure>(&sorting)) return *failure;
  const auto flag = BooleanParameter(call, "secure", false);
  if (const auto* failure = std::get_if<ApiFailure>(&flag)) return *failure;
  std::optional<bool> secure;
  if (http::FindParameter(call.parameters, "secure").has_value()) secure = std::get<bool>(flag);
  const Page& shown = std::get<Page>(page);
  const int64_t seen_until = SeenUntil(call.now, call.options.list_lag);
  Statement count = call.transaction.Query(Concat("SELECT count(DISTINCT category)", kCategories), seen_until, secure);
  count.Step();
  Statement rows = call.transaction.Query(
      Concat("SELECT category, min(position) AS first", kCategories, " GROUP BY category ORDER BY ",
             std::get<std::string>(sorting), "first LIMIT ?3 OFFSET ?4"),
      seen_until, secure, shown.size, shown.offset());
  json::Array entities;
  while (rows.Step()) entities.emplace_back(json::Object{{"name", rows.Text(0)}});
  const int64_t total = count.Integer(0);
  return JsonAnswer(json::Object{{"entities", std::move(entities)},
                                 {"pageSize", shown.size},
                                 {"pageNumber", shown.number},
                                 {"total", total},
                                 {"pageCount", (total + shown.size - 1) / shown.size}});
}

Outcome ListActionCertificates(const ApiCall& call) {
  const auto status = http::FindParameter(call.parameters, "status");
  if (auto failure = CheckChoice(status, "status", "Current", "Upcoming")) return *failure;
  if (auto failure = CheckChoice(http::FindParameter(call.parameters, "type"), "type", "Client", "")) return *failure;
  json::Array entities;
  if (!status.has_value() || EqualsIgnoreCase(*status, "Current")) {
    entities.emplace_back(json::Object{
        {"signingAuthority", "Genesys"}, {"certificate", kCertificate}, {"status", "Current"}, {"type", "Client"}});
  }
  const int64_t total = std::ssize(entities);
  return JsonAnswer(ListingOf(call, Page(), total, std::move(entities)));
}

Outcome GetTrustStore(const ApiCall& /*call*/) {
  json::Array entities;
  entities.emplace_back(json::Object{{"description", "CN=local Genesys Cloud organisation"},
                                     {"serialNumber", "74b04c489174e31ec192a929a0f5bcc3c1a020f1"},
                                     {"signature", "SHA256withECDSA"}});
  return JsonAnswer(json::Object{{"entities", std::move(entities)}, {"total", 1}});
}

}  // namespace genesys_cfn::emulator
