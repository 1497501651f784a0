// SPDX-License-Identifier: Apache-2.0
#include "genesys/grants_client.h"

#include <algorithm>

#include "base/text.h"
#include "genesys/api_error.h"
#include "json/parse.h"

namespace genesys_cfn::genesys {
namespace {

constexpr std::string_view kSubject = "/api/v2/authorization/subjects/me";

bool Covers(std::string_view granted, std::string_view wanted) {
  return granted == "*" || EqualsIgnoreCase(granted, wanted);
}

// The array under this name; nullptr when there is none.
const json::Array* FindArray(const json::Value& value, std::string_view name) {
  const json::Value* const found = value.Find(name);
  return found == nullptr ? nullptr : found->AsArray();
}

void AddPolicies(const json::Value& grant, Grants& grants) {
  const json::Value* const role = grant.Find("role");
  const json::Array* const policies = role == nullptr ? nullptr : FindArray(*role, "policies");
  if (policies == nullptr) {
    grants.is_complete = false;
    return;
  }
  for (const json::Value& policy : *policies) {
    const json::Array* const actions = FindArray(policy, "actions");
    if (actions == nullptr) continue;
    for (const json::Value& action : *actions) {
      if (!action.is_string()) continue;
      grants.policies.push_back(
          {policy.FindString("domain").value_or(""), policy.FindString("entityName").value_or(""), *action.AsString()});
    }
  }
}

}  // namespace

bool Grants::Allow(std::string_view permission) const {
  const auto parts = Split(permission, ':');
  if (parts.size() != 3) return false;
  return std::any_of(policies.begin(), policies.end(), [&parts](const Policy& policy) {
    return Covers(policy.domain, parts[0]) && Covers(policy.entity, parts[1]) && Covers(policy.action, parts[2]);
  });
}

Result<Grants> ReadOwnGrants(Session& session) {
  TRY_ASSIGN(const http::Response response, session.Send({"GET", std::string(kSubject), ""}));
  if (!response.ok()) return ToError(ParseApiError(response), "reading the client's own roles", "GET", kSubject, "");
  const auto subject = json::Parse(response.body);
  const json::Array* const all = subject ? FindArray(*subject, "grants") : nullptr;
  if (all == nullptr) return Error{ErrorCode::kUnavailable, Concat("GET ", kSubject, " answered something else")};
  Grants grants;
  grants.is_complete = !all->empty();
  for (const json::Value& grant : *all) AddPolicies(grant, grants);
  return grants;
}

}  // namespace genesys_cfn::genesys
