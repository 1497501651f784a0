// SPDX-License-Identifier: Apache-2.0
// A custom resource type: what turns one request into one answer. Adding a type is one implementation of this and one
// row in main's table.
#pragma once

#include "base/clock.h"
#include "custom_resource/answer.h"
#include "custom_resource/request.h"
#include "provider/progress.h"

namespace genesys_cfn::provider {

struct EventContext {
  // When work must stop, so that there is time left to answer.
  SteadyTime deadline;
  // Made at most ten seconds ago and never seen by this process: surely the first delivery.
  bool fresh = false;
  // Where the work says how far it has got. Outlives the call.
  Progress& progress;
};

// Not thread-safe: Lambda gives one event at a time.
class ResourceType {
 public:
  virtual ~ResourceType() = default;
  // Never fails otherwise than by a FAILED answer; its physical id follows aws-protocols.md 1.4.
  virtual custom_resource::Answer Handle(const custom_resource::Request& request, const EventContext& context) = 0;
};

}  // namespace genesys_cfn::provider
