// SPDX-License-Identifier: Apache-2.0
// /api/v2/integrations (genesys-cloud-api.md 2.4): finding the integration that an action hangs on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "genesys/session.h"

namespace genesys_cfn::genesys {

struct Integration {
  std::string id;
  std::string name;
  std::string type_id;         // "custom-rest-actions"
  std::string intended_state;  // "ENABLED"
  std::string reported_state;  // "ACTIVE"
};

// Not thread-safe.
class IntegrationsClient {
 public:
  explicit IntegrationsClient(Session& session) : session_(session) {}

  // Over all pages.
  Result<std::vector<Integration>> List();
  // nullopt for 404; 410 is an integration of which no more is known than that it was deleted.
  Result<std::optional<Integration>> Get(std::string_view id);
  // The one integration of exactly that name; none or several: kInvalidInput listing what there is (at most ten names).
  Result<Integration> FindByName(std::string_view name);

 private:
  Session& session_;
};

}  // namespace genesys_cfn::genesys
