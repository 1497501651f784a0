// SPDX-License-Identifier: Apache-2.0
#include "provider/ended_updates.h"

#include "base/result.h"
#include "provider/answers.h"

namespace genesys_cfn::provider {
namespace {

constexpr Milliseconds kRememberedFor{10'000};
constexpr size_t kMost = 256;

}  // namespace

Overtaken EndedUpdates::UndoneBy(const custom_resource::Request& request) const {
  const std::string owner = OwnerDigest(request.address);
  for (const Ended& update : ended_) {
    if (update.owner != owner || clock_.SteadyNow() - update.at > kRememberedFor) continue;
    if (update.creation == UndoneCreationDigest(request)) return {false, update.made};
  }
  return {};
}

void EndedUpdates::Remember(const custom_resource::Request& request, const EventContext& context,
                            const custom_resource::Answer& answer) {
  const std::string owner = OwnerDigest(request.address);
  std::erase_if(ended_, [&](const Ended& update) { return update.owner == owner; });
  const bool failed = answer.status == custom_resource::Status::kFailed;
  if (failed && (!context.fresh || answer.failure_class == ToString(ErrorCode::kOutcomeUnknown))) return;
  const bool made = !failed && answer.physical_id != request.address.physical_id;
  ended_.push_front({owner, CreationDigest(request), made ? answer.physical_id : std::string(), clock_.SteadyNow()});
  if (ended_.size() > kMost) ended_.pop_back();
}

}  // namespace genesys_cfn::provider
