// SPDX-License-Identifier: Apache-2.0
// What is the same for every resource type whose objects are managed by object_lifecycle.h: from a request to an
// answer, with reasons and markers. A type adds how its properties are read (Understand) and its ManagedObject.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "definition/data_action.h"
#include "provider/ended_updates.h"
#include "provider/managed_object.h"
#include "provider/object_lifecycle.h"
#include "provider/organisation.h"
#include "provider/resource_type.h"
#include "provider/stack_inquiry.h"

namespace genesys_cfn::provider {

// An event as its type understands it, before anything is called. What it refers to is the request's and the type's.
struct UnderstoodEvent {
  // Of the new properties. Not looked at for a Delete, which works with any properties.
  std::vector<definition::Problem> problems;
  ObjectWishes wishes;
  std::function<std::unique_ptr<ManagedObject>(genesys::Session&)> connect;
};

class ManagedResource : public ResourceType {
 public:
  struct Parts {
    Organisation& organisation;
    StackInquiry& stacks;
    Clock& clock;
    Logger& logger;
  };
  explicit ManagedResource(Parts parts) : parts_(parts), ended_(parts_.clock) {}

  custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) final;

 protected:
  [[nodiscard]] virtual UnderstoodEvent Understand(const custom_resource::Request& request,
                                                   const EventContext& context) = 0;
  [[nodiscard]] const Parts& parts() const { return parts_; }

 private:
  Parts parts_;
  EndedUpdates ended_;
};

// Whether an id has the form of the platform's own ids of integrations and credentials.
bool IsUuid(std::string_view id);

}  // namespace genesys_cfn::provider
