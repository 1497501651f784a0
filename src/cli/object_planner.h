// SPDX-License-Identifier: Apache-2.0
// Plans changes of integrations and credentials: as the provider understands, prepares and reads them, without writing.
#pragma once

#include "aws/cloudformation_client.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"
#include "cli/planned_object.h"
#include "cli/planned_resource.h"
#include "cli/planned_values.h"
#include "genesys/session.h"
#include "provider/definition_reader.h"
#include "provider/managed_resource.h"

namespace genesys_cfn::cli {

class ObjectPlanner {
 public:
  struct Parts {
    genesys::Session& session;
    Clock& clock;
    provider::DefinitionReader& secrets;  // of which nothing is read
    Logger& logger;
  };
  // All must outlive this.
  explicit ObjectPlanner(Parts parts) : parts_(parts) {}

  // Fills in all but the ids and the type.
  Result<void> Decide(const aws::ResourceChange& change, const PropertyBags& bags, PlannedResource& planned);

 private:
  provider::UnderstoodEvent Understand(const std::string& type, const PropertyBags& bags);
  // False: the platform does not know what is desired, and `planned` says so.
  Result<void> DecideAdoption(provider::ManagedObject& object, ObjectFacts facts, PlannedResource& planned);
  Result<bool> Prepare(provider::ManagedObject& object, json::Object& desired, PlannedResource& planned);

  Parts parts_;
};

}  // namespace genesys_cfn::cli
