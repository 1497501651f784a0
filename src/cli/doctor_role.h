// SPDX-License-Identifier: Apache-2.0
// Whether the role of the provider's function may read what the function will read. `doctor` itself reads the secret
// with its caller's credentials, which says nothing about the role.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aws/lambda_client.h"
#include "aws/policy_simulation.h"
#include "aws/secrets_manager.h"
#include "cli/cloud_connection.h"
#include "cli/doctor_checks.h"
#include "template/template.h"

namespace genesys_cfn::cli {

// A call that the role must allow.
struct NeededCall {
  aws::SimulatedCall call;
  CheckState when_not_granted = CheckState::kFailed;  // kWarning where the resource's own policy usually grants it
  std::string remedy;
};
// Of the secret with the credentials (nullopt: not known) and its key, or of the parameter in its place; and of the
// definitions in S3 that the template names. A key that is named by an alias is left out: IAM knows keys only.
std::vector<NeededCall> NeededCalls(const aws::FunctionDetails& function,
                                    const std::optional<aws::SecretDescription>& secret,
                                    const cloudformation::Template* wanted);
Check JudgeDecision(const NeededCall& needed, aws::PolicyDecision decision);

// Asks Secrets Manager where the secret and its key are, and IAM about each call. What is not allowed to the caller is
// kNotTested.
std::vector<Check> ExamineRole(const Surroundings& surroundings, const CloudConnection& cloud,
                               const aws::FunctionDetails& function, const cloudformation::Template* wanted);

}  // namespace genesys_cfn::cli
