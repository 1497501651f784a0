// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/aws_authentication.h"

#include "aws/sigv4.h"
#include "base/text.h"

namespace genesys_cfn::emulator {

std::optional<AwsRefusal> RefusalOf(const http::Request& request, const AwsScope& scope,
                                    const aws::Credentials& accepted, WallTime now) {
  using Reason = AwsRefusal::Reason;
  const std::optional<std::string> header = request.headers.Get("Authorization");
  if (!header || Trim(*header).empty()) return AwsRefusal{Reason::kMissing, "Missing Authentication Token"};
  const auto authorization = aws::ParseAuthorization(*header);
  if (!authorization) return AwsRefusal{Reason::kIncomplete, authorization.error().message};

  const std::string token = request.headers.Get("X-Amz-Security-Token").value_or("");
  const bool wrong_token = accepted.session_token && token != accepted.session_token->Reveal();
  if (authorization->access_key_id != accepted.access_key_id || wrong_token) {
    return AwsRefusal{Reason::kUnknownKey, "The security token included in the request is invalid."};
  }
  if (authorization->region != scope.region) {
    return AwsRefusal{Reason::kBadSignature,
                      Concat("Credential should be scoped to a valid region, not '", authorization->region, "'. ")};
  }
  if (authorization->service != scope.service) {
    return AwsRefusal{Reason::kBadSignature,
                      Concat("Credential should be scoped to correct service: '", scope.service, "'. ")};
  }
  if (const auto verified = aws::Verify(request, *authorization, accepted, now); !verified) {
    return AwsRefusal{Reason::kBadSignature, verified.error().message};
  }
  return std::nullopt;
}

}  // namespace genesys_cfn::emulator
