// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysDataActionLookup: the id and the attributes of an action that exists, custom or static, by its exact
// name and its integration (docs/lookup.md). Nothing is ever written, and a Delete calls nothing.
#pragma once

#include "provider/managed_resource.h"
#include "provider/resource_type.h"

namespace genesys_cfn::provider {

class ActionLookupResource final : public ResourceType {
 public:
  explicit ActionLookupResource(ManagedResource::Parts parts) : parts_(parts) {}
  custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) override;

 private:
  ManagedResource::Parts parts_;
};

}  // namespace genesys_cfn::provider
