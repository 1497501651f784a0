// SPDX-License-Identifier: Apache-2.0
// The AWS account and region that a command works on.
#pragma once

#include <string>

#include "aws/credentials.h"
#include "base/result.h"
#include "cli/application.h"
#include "cli/target.h"

namespace genesys_cfn::cli {

struct AwsTarget {
  aws::Credentials credentials;
  std::string source;  // where they are from: "the profile dev"
  std::string region;
};

// The credentials that AWS's own tools would take (aws/credential_chain.h). The region: --region, AWS_REGION,
// AWS_DEFAULT_REGION, else that of the profile. Asks STS, the container or the instance where the credentials come from
// there. kInvalidInput when no region is known, kUnauthenticated when no credentials are.
Result<AwsTarget> FindAwsTarget(Surroundings& surroundings, const TargetOptions& options);

}  // namespace genesys_cfn::cli
