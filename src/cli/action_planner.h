// SPDX-License-Identifier: Apache-2.0
// Plans changes of data actions: reads the definition, the live action, its function and its package.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/cloudformation_client.h"
#include "base/clock.h"
#include "base/result.h"
#include "cli/cloud_definitions.h"
#include "cli/plan_in_making.h"
#include "cli/planned_action.h"
#include "genesys/functions_client.h"
#include "genesys/session.h"
#include "provider/create_action.h"

namespace genesys_cfn::cli {

class ActionPlanner {
 public:
  struct Parts {
    genesys::Session& session;
    Clock& clock;
    CloudDefinitions& definitions;
  };
  // All must outlive this.
  ActionPlanner(Parts parts, const PlanInMaking& making) : parts_(parts), making_(making) {}

  // Fills in all but the ids and the type.
  Result<void> Decide(const aws::ResourceChange& change, const PropertyBags& bags, PlannedResource& planned);

 private:
  Result<void> DecideCreation(const PropertyBags& bags, PlannedResource& planned);
  Result<void> DecideDeletion(const aws::ResourceChange& change, const PropertyBags& bags, PlannedResource& planned);
  Result<void> DecideUpdate(const PropertyBags& bags, PlannedResource& planned);
  // Of a resource that is made, or has another action now.
  Result<void> DecideAdoption(UpdateFacts facts, PlannedResource& planned);
  Result<void> DecideMove(UpdateFacts facts, const PropertyBags& bags, PlannedResource& planned);
  // The live action of this id and its function, into `facts`.
  Result<void> ReadLive(const std::string& id, UpdateFacts& facts, PlannedResource& planned);
  provider::PropertiesReader Reader();
  // Its id; empty while it is not known. nullopt: there is none, and `planned` says so.
  Result<std::optional<std::string>> ChooseIntegration(const provider::DataActionProperties& properties,
                                                       PlannedResource& planned);
  Result<provider::IntegrationChoice> FindIntegration(const provider::DataActionProperties& properties);
  Result<provider::IntegrationChoice> LookUpIntegration(const provider::DataActionProperties& properties);
  // As ReadFunction.
  Result<bool> CheckRuntime(const std::string& wanted, PlannedResource& planned);
  // False: the function would be refused, and `planned` says so. Reads the package if `live` has another one.
  Result<bool> ReadFunction(const provider::FunctionProperties& wanted,
                            const std::optional<provider::FunctionState>& live,
                            std::optional<provider::FunctionState>& desired, PlannedResource& planned);
  Result<void> NameFlows(PlannedResource& planned);

  Parts parts_;
  const PlanInMaking& making_;
  std::map<std::string, Result<provider::IntegrationChoice>> integrations_;  // by "id ..." or "name ..."
  std::optional<std::vector<genesys::FunctionRuntime>> runtimes_;
};

}  // namespace genesys_cfn::cli
