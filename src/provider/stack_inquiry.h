// SPDX-License-Identifier: Apache-2.0
// Asking CloudFormation about the event's own stack and resource: on exceptional paths only, because it needs two
// permissions (cloudformation:DescribeStacks, cloudformation:DescribeStackResource) and a round trip.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/cloudformation_client.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace genesys_cfn::provider {

enum class StackPhase { kGoingForward, kRollingBack };

// What CloudFormation has on record of a resource.
struct RecordedResource {
  std::string status;               // "UPDATE_IN_PROGRESS"; empty when it has no such resource
  std::string physical_id;          // empty while there is none
  std::optional<WallTime> changed;  // when it got this status
};

// Errors name the permission that is missing, or what kept the answer away.
class StackInquiry {
 public:
  virtual ~StackInquiry() = default;
  virtual Result<StackPhase> PhaseOf(std::string_view stack_id, SteadyTime deadline) = 0;
  virtual Result<RecordedResource> ResourceOf(std::string_view stack_id, std::string_view logical_id,
                                              SteadyTime deadline) = 0;
};

// Of a Delete of what was adopted with OnDelete: Delete. True: the stack rolls back, and every Delete of a rollback
// undoes what its operation began; so this one ends an adoption, and what existed before that stays. (A creation with
// --on-failure DELETE is no rollback: its Deletes cannot be told from those of a stack that is deleted on purpose.) Not
// knowing is no permission to delete.
Result<bool> UndoesAdoption(StackInquiry& stacks, std::string_view stack_id, SteadyTime deadline);

// Not thread-safe. Throttling, 5xx and transport errors are repeated for some seconds.
class CloudFormationInquiry final : public StackInquiry {
 public:
  // All must outlive the inquiry.
  CloudFormationInquiry(aws::CloudFormationClient& client, Clock& clock, Random& random)
      : client_(client), clock_(clock), random_(random) {}
  Result<StackPhase> PhaseOf(std::string_view stack_id, SteadyTime deadline) override;
  Result<RecordedResource> ResourceOf(std::string_view stack_id, std::string_view logical_id,
                                      SteadyTime deadline) override;

 private:
  template <typename Ask>
  auto Repeatedly(std::string_view permission, SteadyTime deadline, Ask ask) -> decltype(ask(Milliseconds{}));

  aws::CloudFormationClient& client_;
  Clock& clock_;
  Random& random_;
};

}  // namespace genesys_cfn::provider
