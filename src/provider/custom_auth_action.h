// SPDX-License-Identifier: Apache-2.0
// Custom::GenesysCustomAuthAction: the configuration of the action by which a Web Services integration logs in
// (docs/custom-auth.md). The platform makes and removes that action itself; its id follows from the integration's. So
// it is only ever written, and a Delete leaves it as it is.
#pragma once

#include "provider/ended_updates.h"
#include "provider/managed_resource.h"
#include "provider/resource_type.h"

namespace genesys_cfn::provider {

class CustomAuthActionResource final : public ResourceType {
 public:
  explicit CustomAuthActionResource(ManagedResource::Parts parts) : parts_(parts), ended_(parts.clock) {}
  custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) override;

 private:
  ManagedResource::Parts parts_;
  EndedUpdates ended_;
};

}  // namespace genesys_cfn::provider
