// SPDX-License-Identifier: Apache-2.0
// IAM's SimulatePrincipalPolicy as a client: whether the policies of a role allow a call, without making it. Policies
// of the resource itself (of a key, a bucket, a secret) are not part of it.
#pragma once

#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/environment.h"
#include "base/random.h"
#include "base/result.h"
#include "http/client.h"

namespace genesys_cfn::aws {

struct SimulatedCall {
  std::string action;            // "kms:Decrypt"
  std::string resource;          // an ARN; it need not exist
  std::string via_service = {};  // the value of kms:ViaService; "": the request has none
};

enum class PolicyDecision { kAllowed, kDenied /* by a statement */, kNotGranted };

// IAM is one service for all regions of a partition, and its requests are signed for one of them.
struct IamPlace {
  std::string endpoint;
  std::string region;
};
// AWS_ENDPOINT_URL_IAM, else AWS_ENDPOINT_URL, else that of the partition which `region` belongs to.
IamPlace FindIam(const Environment& environment, std::string_view region);

// Not thread-safe.
class PolicySimulation {
 public:
  struct Parts {
    http::Client& client;
    Clock& clock;
    Random& random;
  };
  PolicySimulation(Parts parts, Credentials credentials, IamPlace place)
      : parts_(parts), credentials_(std::move(credentials)), place_(std::move(place)) {}

  // Errors: kPermissionDenied (names iam:SimulatePrincipalPolicy; not repeated), kNotFound for a role that is not
  // there, kUnavailable for an endpoint that does not offer it, else as of http::Client.
  Result<PolicyDecision> Ask(std::string_view role_arn, const SimulatedCall& simulated, SteadyTime deadline);

 private:
  Parts parts_;
  Credentials credentials_;
  IamPlace place_;
};

}  // namespace genesys_cfn::aws
