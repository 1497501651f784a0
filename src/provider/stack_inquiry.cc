// SPDX-License-Identifier: Apache-2.0
#include "provider/stack_inquiry.h"

#include "base/text.h"

namespace genesys_cfn::provider {

Result<StackPhase> CloudFormationInquiry::PhaseOf(std::string_view stack_id) {
  TRY_ASSIGN(const auto stack, client_.DescribeStack(stack_id));
  if (!stack) return Error{ErrorCode::kNotFound, "CloudFormation does not know the stack of this request"};
  return stack->status.find("ROLLBACK") != std::string::npos ? StackPhase::kRollingBack : StackPhase::kGoingForward;
}

}  // namespace genesys_cfn::provider
