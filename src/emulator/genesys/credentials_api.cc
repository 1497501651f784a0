// SPDX-License-Identifier: Apache-2.0
#include "emulator/genesys/credentials_api.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/text.h"
#include "emulator/genesys/body_reader.h"
#include "emulator/genesys/credential_record.h"
#include "emulator/genesys/credential_types.h"
#include "emulator/genesys/custom_auth.h"
#include "emulator/genesys/paging.h"

namespace genesys_cfn::emulator {
namespace {

constexpr int64_t kLargestCursorPage = 200;
constexpr std::string_view kCursorPrefix = "credential:";

// Messages name fields, never their values.
std::optional<ApiFailure> ReadFields(const json::Object& body, const CredentialType& type, CredentialFields& fields) {
  json::Object given;
  if (auto failure = ReadObject(body, "credentialFields", Presence::kRequired, given)) return failure;
  for (const auto& [name, value] : given) {
    const std::string place = Concat("credentialFields.", name);
    if (!value.is_string()) return InvalidField(place, Concat("must be a string, not ", TypeName(value)));
    if (!type.fields.empty() && std::find(type.fields.begin(), type.fields.end(), name) == type.fields.end()) {
      return InvalidField(place, Concat("is no field of the type ", type.name));
    }
    fields.emplace(name, Secret<std::string>(*value.AsString()));
  }
  for (const std::string_view name : type.fields) {
    if (!fields.contains(std::string(name))) return InvalidField(Concat("credentialFields.", name), "is required");
  }
  return std::nullopt;
}

std::optional<ApiFailure> ReadCredentialBody(const json::Object& body, CredentialRecord& credential) {
  json::Object type_reference;
  if (auto failure = ReadObject(body, "type", Presence::kRequired, type_reference)) return failure;
  const json::Value* type_name = FindPresent(type_reference, "name");
  if (type_name == nullptr) type_name = FindPresent(type_reference, "id");
  if (type_name == nullptr || !type_name->is_string()) return InvalidField("type.name", "is required, as a string");
  const CredentialType* const type = FindCredentialType(*type_name->AsString());
  if (type == nullptr) return InvalidField("type.name", "is no type of credentials");
  credential.type = *type_name->AsString();
  if (auto failure = ReadLabel(body, "name", Presence::kOptional, credential.name)) return failure;
  credential.fields.clear();
  return ReadFields(body, *type, credential.fields);
}

std::string CursorOf(int64_t position) {
  return Base64Encode(Concat(kCursorPrefix, position));
}

std::variant<std::optional<int64_t>, ApiFailure> ReadCursor(const ApiCall& call, const char* name) {
  const auto text = http::FindParameter(call.parameters, name);
  if (!text.has_value()) return std::optional<int64_t>();
  const auto decoded = Base64Decode(*text);
  if (decoded.has_value() && decoded->starts_with(kCursorPrefix)) {
    const auto position = ParseInteger<int64_t>(std::string_view(*decoded).substr(kCursorPrefix.size()));
    if (position.has_value()) return std::optional(*position);
  }
  return InvalidField(name, "is no cursor of this list");
}

}  // namespace

Outcome ListCredentials(const ApiCall& call) {
  const auto page = ReadPage(call);
  if (const auto* failure = std::get_if<ApiFailure>(&page)) return *failure;
  const Page& shown = std::get<Page>(page);
  Statement count = call.transaction.Query("SELECT count(*) FROM genesys_credential");
  count.Step();
  Statement rows = call.transaction.Query(
      Concat("SELECT ", kCredentialColumns, " FROM genesys_credential ORDER BY position LIMIT ? OFFSET ?"), shown.size,
      shown.offset());
  json::Array entities;
  while (rows.Step()) entities.emplace_back(ShowCredentialInfo(ReadCredential(rows)));
  return JsonAnswer(ListingOf(call, shown, count.Integer(0), std::move(entities)));
}

Outcome ListCredentialsByCursor(const ApiCall& call) {
  const auto after = ReadCursor(call, "after");
  if (const auto* failure = std::get_if<ApiFailure>(&after)) return *failure;
  const auto before = ReadCursor(call, "before");
  if (const auto* failure = std::get_if<ApiFailure>(&before)) return *failure;
  int64_t size = Page().size;
  if (const auto text = http::FindParameter(call.parameters, "pageSize")) {
    size = ParseInteger<int64_t>(*text).value_or(0);
    if (size < 1 || size > kLargestCursorPage) {
      return InvalidField("pageSize", Concat("must be an integer from 1 to ", kLargestCursorPage));
    }
  }
  // A page before a cursor is read from its end.
  const auto& end = std::get<std::optional<int64_t>>(before);
  Statement rows = call.transaction.Query(
      Concat("SELECT ", kCredentialColumns,
             ", position, (SELECT min(position) FROM genesys_credential), "
             "(SELECT max(position) FROM genesys_credential) FROM genesys_credential WHERE (?1 IS NULL OR position > "
             "?1) AND (?2 IS NULL OR position < ?2) ORDER BY position ",
             end.has_value() ? "DESC" : "ASC", " LIMIT ?3"),
      std::get<std::optional<int64_t>>(after), end, size);
  json::Array entities;
  int64_t lowest = 0;
  int64_t highest = 0;
  bool is_first = true;
  bool is_last = true;
  while (rows.Step()) {
    const int64_t position = rows.Integer(6);
    lowest = entities.empty() ? position : std::min(lowest, position);
    highest = std::max(highest, position);
    is_first = lowest == rows.Integer(7);
    is_last = highest == rows.Integer(8);
    entities.emplace_back(ShowCredentialInfo(ReadCredential(rows)));
  }
  if (end.has_value()) std::reverse(entities.begin(), entities.end());
  const auto uri = [&](std::string_view parameter, int64_t position) {
    return Concat(call.path, "?pageSize=", size, "&", parameter, "=", PercentEncode(CursorOf(position)));
  };
  json::Object listing{{"entities", std::move(entities)}, {"selfUri", std::string(call.path)}};
  if (!is_last) listing.Append("nextUri", uri("after", highest));
  if (!is_first) listing.Append("previousUri", uri("before", lowest));
  return JsonAnswer(listing);
}

Outcome CreateCredential(const ApiCall& call) {
  CredentialRecord credential{.id = RandomUuid(call.random), .created = call.now, .modified = call.now};
  credential.name = credential.id;
  if (auto failure = ReadCredentialBody(call.body, credential)) return *failure;
  StoreCredential(call.transaction, credential);
  return JsonAnswer(ShowCredentialInfo(credential));
}

Outcome GetCredential(const ApiCall& call) {
  const auto credential = FindCredential(call.transaction, call.arguments.front());
  if (!credential.has_value()) return NotFound("credential", call.arguments.front());
  return JsonAnswer(ShowCredential(*credential));
}

Outcome PutCredential(const ApiCall& call) {
  auto credential = FindCredential(call.transaction, call.arguments.front());
  if (!credential.has_value()) return NotFound("credential", call.arguments.front());
  if (auto failure = ReadCredentialBody(call.body, *credential)) return *failure;
  credential->modified = call.now;
  StoreCredential(call.transaction, *credential);
  for (const std::string& integration : IntegrationsUsing(call.transaction, credential->id)) {
    SyncCustomAuthAction(call.transaction, integration, call.now);
  }
  return JsonAnswer(ShowCredentialInfo(*credential));
}

Outcome DeleteCredential(const ApiCall& call) {
  const std::string& id = call.arguments.front();
  if (!FindCredential(call.transaction, id).has_value()) return NotFound("credential", id);
  const auto users = IntegrationsUsing(call.transaction, id);
  if (!users.empty()) {
    return ApiFailure{409,
                      "general.conflict",
                      "The credential %{id} is used by the integrations: %{integrations}",
                      {{"id", id}, {"integrations", Join(users, ", ")}},
                      {}};
  }
  call.transaction.Execute("DELETE FROM genesys_integration_credential WHERE credential = ?", id);
  call.transaction.Execute("DELETE FROM genesys_credential WHERE id = ?", id);
  return http::Response{204, {}, ""};
}

Outcome ListCredentialTypes(const ApiCall& call) {
  json::Array types;
  for (const CredentialType& type : CredentialTypes()) types.emplace_back(ShowCredentialType(type));
  if (call.options.credential_types == CredentialTypeAnswer::kArray) return JsonAnswer(types);
  return JsonAnswer(json::Object{{"entities", std::move(types)}});
}

}  // namespace genesys_cfn::emulator
