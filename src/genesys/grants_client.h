// SPDX-License-Identifier: Apache-2.0
// GET /api/v2/authorization/subjects/me: what the roles of the caller grant. The vendor's SDK has the call and its
// model (AuthzSubject), and says that it needs no permission. That it answers a client of client credentials, and that
// "*" stands for everything, is unverified: without a usable answer nothing is known, which is not the same as no
// permission.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/session.h"

namespace genesys_cfn::genesys {

struct Grants {
  struct Policy {
    std::string domain;  // "integrations"
    std::string entity;  // "action"
    std::string action;  // "add"
  };
  std::vector<Policy> policies;
  // False when a role does not say what it grants: a permission that is not found may be granted all the same.
  bool is_complete = true;

  // `permission` is "domain:entity:action".
  [[nodiscard]] bool Allow(std::string_view permission) const;
};

// Errors: as of Session::Send; a refusal as of ToError; kUnavailable for an answer that is something else.
Result<Grants> ReadOwnGrants(Session& session);

}  // namespace genesys_cfn::genesys
