// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysDataAction: creates, updates, replaces and deletes one data action (docs/lifecycle.md has the table
// that this implements, row by row). The work is in create_action, update_action, adopt_action and delete_action.
#pragma once

#include <string>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "provider/definition_reader.h"
#include "provider/ended_updates.h"
#include "provider/function_packages.h"
#include "provider/organisation.h"
#include "provider/resource_type.h"
#include "provider/stack_inquiry.h"

namespace genesys_cfn::provider {

class DataActionResource final : public ResourceType {
 public:
  struct Parts {
    Organisation& organisation;
    StackInquiry& stacks;
    Clock& clock;
    Logger& logger;
    DefinitionReader& definitions;
    OwnCredentials own_credentials;  // no definition may come from there
    FunctionPackages& packages;
  };
  explicit DataActionResource(Parts parts) : parts_(std::move(parts)), ended_(parts_.clock) {}

  custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) override;

 private:
  Parts parts_;
  EndedUpdates ended_;
};

}  // namespace genesys_cfn::provider
