// SPDX-License-Identifier: Apache-2.0
// Asking CloudFormation about the event's own stack: on exceptional paths only, because it needs a permission
// (cloudformation:DescribeStacks) and a round trip.
#pragma once

#include <string_view>

#include "aws/cloudformation_client.h"
#include "base/result.h"

namespace genesys_cfn::provider {

enum class StackPhase { kGoingForward, kRollingBack };

class StackInquiry {
 public:
  virtual ~StackInquiry() = default;
  virtual Result<StackPhase> PhaseOf(std::string_view stack_id) = 0;
};

class CloudFormationInquiry final : public StackInquiry {
 public:
  explicit CloudFormationInquiry(aws::CloudFormationClient& client) : client_(client) {}
  Result<StackPhase> PhaseOf(std::string_view stack_id) override;

 private:
  aws::CloudFormationClient& client_;
};

}  // namespace genesys_cfn::provider
