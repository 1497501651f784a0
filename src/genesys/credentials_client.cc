// SPDX-License-Identifier: Apache-2.0
#include "genesys/credentials_client.h"

#include "base/encoding.h"
#include "base/text.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kCredentials = "/api/v2/integrations/credentials";
constexpr Operation kCreating{"creating the credential", "integrations:integration:add"};
constexpr Operation kReading{"reading the credential", "integrations:integration:view"};
constexpr Operation kWriting{"writing the credential", "integrations:integration:edit"};
constexpr Operation kDeleting{"deleting the credential", "integrations:integration:delete"};
constexpr Operation kListing{"listing the credentials", "integrations:integration:view"};
constexpr Operation kListingTypes{"listing the credential types", "integrations:integration:view"};
constexpr int kMaxPages = 1'000;

std::string PathOf(std::string_view id) {
  return Concat(kCredentials, "/", PercentEncode(id));
}

}  // namespace

std::string CredentialTypeOf(const json::Object& credential) {
  const json::Value* type = credential.Find("type");
  if (type == nullptr) return "";
  const auto name = type->FindString("name");
  return name ? *name : type->FindString("id").value_or("");
}

Result<json::Object> CredentialsClient::Create(const json::Object& body, const Permit& permit) {
  return PostEntity(session_, kCreating, kCredentials, body, permit);
}

Result<std::optional<json::Object>> CredentialsClient::Get(std::string_view id) {
  TRY_ASSIGN(auto credential, GetWhole(id));
  if (credential) credential->Remove("credentialFields");
  return credential;
}

Result<std::optional<CredentialOutline>> CredentialsClient::Outline(std::string_view id) {
  TRY_ASSIGN(const auto credential, GetWhole(id));
  if (!credential) return std::optional<CredentialOutline>();
  CredentialOutline outline{
      json::Value(*credential).FindString("name").value_or(""), CredentialTypeOf(*credential), {}};
  const json::Value* fields = credential->Find("credentialFields");
  if (fields != nullptr && fields->is_object()) {
    for (const auto& [field, value] : *fields->AsObject()) outline.fields.push_back(field);
  }
  if (!outline.fields.empty()) return std::optional(std::move(outline));
  TRY_ASSIGN(const auto types, Types());
  for (const json::Value& type : types) {
    if (type.FindString("name") != outline.type && type.FindString("id") != outline.type) continue;
    const json::Value* required = type.Find("required");
    if (required == nullptr || !required->is_array()) continue;
    for (const json::Value& field : *required->AsArray()) {
      if (field.is_string()) outline.fields.push_back(*field.AsString());
    }
    break;
  }
  return std::optional(std::move(outline));
}

Result<std::optional<json::Object>> CredentialsClient::GetWhole(std::string_view id) {
  if (!IsPossibleId(id)) return std::optional<json::Object>();
  TRY_ASSIGN(auto credential, GetEntity(session_, kReading, PathOf(id)));
  if (!credential) return credential;
  if (json::Value(*credential).FindString("id") != id) {
    return Error{ErrorCode::kUnavailable, Concat(kReading.name, " failed: GET ", PathOf(id),
                                                 " answered with something else than this credential.")};
  }
  return credential;
}

Result<EntityWrite> CredentialsClient::Put(std::string_view id, const json::Object& body, const Permit& permit) {
  return WriteEntity(session_, kWriting, "PUT", PathOf(id), body, Repeatable::kYes, permit);
}

Result<bool> CredentialsClient::Delete(std::string_view id) {
  if (!IsPossibleId(id)) return false;
  return DeleteEntity(session_, kDeleting, PathOf(id));
}

Result<std::vector<json::Value>> CredentialsClient::List() {
  std::vector<json::Value> all;
  std::string target = Concat(kCredentials, "/listing?pageSize=200");
  for (int page = 0; page < kMaxPages; ++page) {
    TRY_ASSIGN(auto body, GetEntity(session_, kListing, target));
    json::Value* entities = body ? body->Find("entities") : nullptr;
    if (entities == nullptr || !entities->is_array()) {
      return Error{ErrorCode::kUnavailable,
                   Concat(kListing.name, " failed: GET ", kCredentials, "/listing answered without a list.")};
    }
    for (json::Value& entity : *entities->AsArray()) all.push_back(std::move(entity));
    const json::Value* next = body->Find("nextUri");
    if (next == nullptr || !next->is_string()) return all;
    target = *next->AsString();
    // An address elsewhere would be called with the token.
    if (!target.starts_with(kCredentials)) {
      return Error{ErrorCode::kUnavailable,
                   Concat(kListing.name, " failed: the address of the next page is not one of this list.")};
    }
  }
  return Error{ErrorCode::kUnavailable, Concat(kListing.name, " failed: more than ", kMaxPages, " pages.")};
}

Result<std::vector<json::Value>> CredentialsClient::Types() {
  const Call call{"GET", Concat(kCredentials, "/types"), ""};
  const Result<http::Response> response = session_.Send(call);
  if (!response) return Unanswered(kListingTypes, response.error());
  if (!response->ok()) return Refused(kListingTypes, call, *response);
  auto body = json::Parse(response->body);
  const json::Value* listed = body && body->is_object() ? body->Find("entities") : nullptr;
  if (listed == nullptr && body) listed = &*body;
  if (listed != nullptr && listed->is_array()) return *listed->AsArray();
  return Error{ErrorCode::kUnavailable,
               Concat(kListingTypes.name, " failed: GET ", call.target, " answered without a list.")};
}

}  // namespace genesys_cfn::genesys
