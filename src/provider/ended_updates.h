// SPDX-License-Identifier: Apache-2.0
// The Updates that ran to their end in this process: the one that rolls such an Update back need not wait for it, nor
// look for what it made. CloudFormation rolls back within seconds after a failure, so it is remembered for ten: later
// the same Update may have been rolled back and tried again elsewhere. Not thread-safe.
#pragma once

#include <deque>
#include <string>

#include "base/clock.h"
#include "custom_resource/answer.h"
#include "custom_resource/request.h"
#include "provider/resource_type.h"

namespace genesys_cfn::provider {

// What is known of the Update that another one rolls back, if it does.
struct Overtaken {
  bool may_still_run = true;  // somewhere; false: it ran to its end in this process
  std::string made;           // the action that it then had made; empty: none
};

class EndedUpdates {
 public:
  // The clock must outlive this.
  explicit EndedUpdates(Clock& clock) : clock_(clock) {}

  [[nodiscard]] Overtaken UndoneBy(const custom_resource::Request& request) const;
  // Of each resource the last one; but not one that ended without knowing what it, or an earlier delivery elsewhere,
  // has made.
  void Remember(const custom_resource::Request& request, const EventContext& context,
                const custom_resource::Answer& answer);

 private:
  struct Ended {
    std::string owner;     // digest
    std::string creation;  // digest
    std::string made;      // as of Overtaken
    SteadyTime at;
  };

  Clock& clock_;
  std::deque<Ended> ended_;
};

}  // namespace genesys_cfn::provider
