// SPDX-License-Identifier: Apache-2.0
#include "provider/still_wanted.h"

#include <algorithm>

#include "base/text.h"

namespace genesys_cfn::provider {
namespace {

using custom_resource::RequestType;

// The date in the URL has whole seconds.
constexpr Milliseconds kDateTolerance{1'000};

}  // namespace

bool Expects(const RecordedResource& recorded, const custom_resource::Request& request) {
  const bool creates = request.type == RequestType::kCreate;
  if (recorded.status != (creates ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS")) return false;
  if (!creates && recorded.physical_id != request.address.physical_id.value_or("")) return false;
  if (!recorded.changed || !request.requested_at) return true;
  return *recorded.changed < *request.requested_at + kDateTolerance;
}

SteadyTime OvertakenUntil(const custom_resource::Request& request, const Clock& clock) {
  const Milliseconds age = request.requested_at ? clock.Now() - *request.requested_at : Milliseconds{0};
  return clock.SteadyNow() + kOvertakenFor - std::max(age, Milliseconds{0});
}

Milliseconds TimeUntil(SteadyTime until, const Clock& clock) {
  return std::max(Milliseconds{0}, std::chrono::ceil<Milliseconds>(until - clock.SteadyNow()));
}

StillWanted::StillWanted(StackInquiry& stacks, Clock& clock, const custom_resource::Request& request,
                         const EventContext& context)
    : stacks_(stacks),
      clock_(clock),
      request_(request),
      deadline_(context.deadline),
      began_(clock.SteadyNow()),
      sure_until_(SteadyTime::min()) {
  if (!context.fresh) return;
  const Milliseconds age = request.requested_at ? clock.Now() - *request.requested_at : Milliseconds{0};
  sure_until_ = clock.SteadyNow() + kFreshFor - age;
}

StillWanted::Verdict StillWanted::Ask() {
  const SteadyTime now = clock_.SteadyNow();
  if (now <= sure_until_) return Verdict::kYes;
  const auto recorded = stacks_.ResourceOf(request_.address.stack_id, request_.address.logical_id, deadline_);
  if (!recorded) {
    unknown_ = recorded.error();
    return Verdict::kUnknown;
  }
  if (!Expects(*recorded, request_)) return Verdict::kNo;
  sure_until_ = now + kFreshFor;
  return Verdict::kYes;
}

Error StillWanted::NotWanted() const {
  return {ErrorCode::kConflict,
          Concat("CloudFormation no longer waits for this ", custom_resource::ToString(request_.type),
                 " (it was cancelled, or has been answered); nothing more was done for it")};
}

Result<void> StillWanted::Demand() {
  const Verdict verdict = Ask();
  if (verdict == Verdict::kYes) return {};
  if (verdict == Verdict::kNo) return NotWanted();
  return Error{unknown_.code,
               Concat(unknown_.message,
                      ", and this request may have been cancelled or delivered before, so nothing was written for it")};
}

}  // namespace genesys_cfn::provider
