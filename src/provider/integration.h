// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysIntegration: one integration of the organisation, from nothing to ACTIVE (docs/integrations.md has the
// table that this implements). It is made under a name that ends with the ownership tag, because a POST takes nothing
// else; its configuration then has the wanted name, and the tag at the end of its notes.
#pragma once

#include "provider/managed_resource.h"

namespace genesys_cfn::provider {

// What the properties of an event mean; also for who plans one. `clock` must outlive what `connect` makes.
UnderstoodEvent UnderstandIntegration(const json::Object& properties, const json::Object& old_properties, Clock& clock);

class IntegrationResource final : public ManagedResource {
 public:
  using ManagedResource::ManagedResource;

 protected:
  [[nodiscard]] UnderstoodEvent Understand(const custom_resource::Request& request,
                                           const EventContext& context) override;
};

}  // namespace genesys_cfn::provider
