// SPDX-License-Identifier: Apache-2.0
// Whether CloudFormation still waits for a request. It does while the request is fresh; a request that is older may
// have been delivered before, or cancelled since, so CloudFormation is asked before anything is written for it - and
// asked again when the last answer has become old while the work waited for something.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "custom_resource/request.h"
#include "provider/resource_type.h"
#include "provider/stack_inquiry.h"

namespace genesys_cfn::provider {

// How long a request, or CloudFormation's word about it, stays fresh. Together with the longest call (15 s) it bounds
// how late a write can come after a cancellation, which Deletes and rollbacks rely on (kOvertakenFor).
inline constexpr Milliseconds kFreshFor{10'000};
// How long after its own request a Delete or a rolling-back Update must expect writes of the request that it overtook.
inline constexpr Milliseconds kOvertakenFor{30'000};

// What a rollback that waits for the end of that keeps for its own write, when the event's time is short.
inline constexpr Milliseconds kTimeToWrite{10'000};

// When that is over, for an event that has just begun: perhaps at once, when it waited for its turn. A request without
// a date, or with one from the future, is taken for new.
SteadyTime OvertakenUntil(const custom_resource::Request& request, const Clock& clock);
// What is left until then; zero once it is past.
Milliseconds TimeUntil(SteadyTime until, const Clock& clock);

// A pure function: what is on record says that this Create or Update is the one in progress. A resource that changed
// its status after the request was made has gone on (but not within the second that the URL is dated).
bool Expects(const RecordedResource& recorded, const custom_resource::Request& request);

// Not thread-safe.
class StillWanted {
 public:
  enum class Verdict { kYes, kNo, kUnknown };
  // All must outlive this.
  StillWanted(StackInquiry& stacks, Clock& clock, const custom_resource::Request& request, const EventContext& context);

  // When the work on the event began: what `fresh` says of earlier deliveries was true then.
  [[nodiscard]] SteadyTime began() const { return began_; }
  Verdict Ask();
  // The next Ask must not rely on the request's age: something has shown that others are at work.
  void Doubt() { sure_until_ = SteadyTime::min(); }
  // Before each write: kConflict for kNo, CloudFormation's error for kUnknown. A write that comes too late would change
  // an action behind CloudFormation's back, so not knowing is no permission.
  Result<void> Demand();

 private:
  [[nodiscard]] Error NotWanted() const;

  StackInquiry& stacks_;
  Clock& clock_;
  const custom_resource::Request& request_;
  SteadyTime deadline_;
  SteadyTime began_;
  SteadyTime sure_until_;
  Error unknown_;  // of the last kUnknown
};

}  // namespace genesys_cfn::provider
