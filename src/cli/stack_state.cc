// SPDX-License-Identifier: Apache-2.0
#include "cli/stack_state.h"

#include "base/text.h"

namespace genesys_cfn::cli {

std::optional<Error> WhyNoUpdate(const aws::Stack& stack, const std::string& call) {
  const auto conflict = [&stack](const auto&... rest) {
    return Error{ErrorCode::kConflict, Concat("the stack ", stack.name, " is in ", stack.status, ": ", rest...)};
  };
  const std::string again = Concat("Run ", call, " delete ", stack.name, " and deploy again.");
  if (stack.status == "ROLLBACK_COMPLETE") {
    return conflict("its creation failed, and such a stack can only be deleted. ", again);
  }
  if (stack.status == "ROLLBACK_FAILED" || stack.status == "DELETE_FAILED") {
    return conflict("something of it could not be deleted. See ", call, " events ", stack.name, " for the reason. ",
                    again);
  }
  if (stack.status == "UPDATE_ROLLBACK_FAILED") {
    return conflict("an update failed, and so did the way back. See ", call, " events ", stack.name,
                    " for the reason, mend it, and run aws cloudformation continue-update-rollback --stack-name ",
                    stack.name);
  }
  if (stack.status.ends_with("_IN_PROGRESS") && stack.status != "REVIEW_IN_PROGRESS") {
    return conflict("another command is working on it; wait for it to end. See ", call, " events ", stack.name);
  }
  return std::nullopt;
}

Error WithDeletionRemedy(Error error, const std::string& stack_name) {
  if (error.message.find("TerminationProtection is enabled") != std::string::npos) {
    error.message += Concat(
        ". Allow it with aws cloudformation update-termination-protection "
        "--no-enable-termination-protection --stack-name ",
        stack_name);
  }
  return error;
}

}  // namespace genesys_cfn::cli
