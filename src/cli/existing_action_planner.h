// SPDX-License-Identifier: Apache-2.0
// Plans changes of the two types that make nothing: the authentication action of an integration, which is only written,
// and look-ups.
#pragma once

#include "aws/cloudformation_client.h"
#include "base/result.h"
#include "cli/plan_in_making.h"
#include "cli/planned_resource.h"
#include "cli/planned_values.h"
#include "genesys/actions_client.h"
#include "genesys/session.h"
#include "provider/custom_auth_properties.h"
#include "provider/sought_action.h"

namespace genesys_cfn::cli {

class ExistingActionPlanner {
 public:
  // Both must outlive this.
  ExistingActionPlanner(genesys::Session& session, const PlanInMaking& making) : session_(session), making_(making) {}

  // Fills in all but the ids and the type.
  Result<void> Decide(const aws::ResourceChange& change, const PropertyBags& bags, PlannedResource& planned);

 private:
  Result<void> DecideAuthentication(const aws::ResourceChange& change, const PropertyBags& bags,
                                    PlannedResource& planned);
  [[nodiscard]] std::optional<std::string> NameWithoutLogin(const std::string& integration_id) const;
  Result<void> DecideLookup(const PropertyBags& bags, PlannedResource& planned);

  genesys::Session& session_;
  const PlanInMaking& making_;
};

// What an Update or a Create does to an authentication action that is there; pure. `recorded` is that of the same
// action. Errors: the live action cannot be read as one.
Result<void> PlanCustomAuth(const provider::CustomAuthProperties& wanted,
                            const std::optional<provider::CustomAuthProperties>& recorded,
                            const genesys::LiveAction& live, PlannedResource& planned);

}  // namespace genesys_cfn::cli
