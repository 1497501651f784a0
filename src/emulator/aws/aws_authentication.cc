// SPDX-License-Identifier: Apache-2.0
#include "emulator/aws/aws_authentication.h"

#include "aws/sigv4.h"
#include "base/text.h"

namespace genesys_cfn::emulator {

std::optional<AwsRefusal> RefusalOf(const http::Request& request, const AwsScope& scope, const AccessKeys& keys,
                                    WallTime now) {
  using Reason = AwsRefusal::Reason;
  using Kind = AccessKeys::Verdict::Kind;
  const std::optional<std::string> header = request.headers.Get("Authorization");
  if (!header || Trim(*header).empty()) return AwsRefusal{Reason::kMissing, "Missing Authentication Token"};
  const auto authorization = aws::ParseAuthorization(*header);
  if (!authorization) return AwsRefusal{Reason::kIncomplete, authorization.error().message};

  const std::string token = request.headers.Get("X-Amz-Security-Token").value_or("");
  const AccessKeys::Verdict verdict = keys.Judge(authorization->access_key_id, token, now);
  if (verdict.kind == Kind::kUnknown) {
    return AwsRefusal{Reason::kUnknownKey, "The security token included in the request is invalid."};
  }
  if (verdict.kind == Kind::kExpired) {
    return AwsRefusal{Reason::kExpiredToken, "The security token included in the request is expired"};
  }
  if (!scope.region.empty() && authorization->region != scope.region) {
    return AwsRefusal{Reason::kBadSignature,
                      Concat("Credential should be scoped to a valid region, not '", authorization->region, "'. ")};
  }
  if (authorization->service != scope.service) {
    return AwsRefusal{Reason::kBadSignature,
                      Concat("Credential should be scoped to correct service: '", scope.service, "'. ")};
  }
  if (!verdict.credentials) return std::nullopt;
  if (const auto verified = aws::Verify(request, *authorization, *verdict.credentials, now); !verified) {
    return AwsRefusal{Reason::kBadSignature, verified.error().message};
  }
  return std::nullopt;
}

std::string_view QueryErrorCode(AwsRefusal::Reason reason) {
  switch (reason) {
    case AwsRefusal::Reason::kMissing:
      return "MissingAuthenticationToken";
    case AwsRefusal::Reason::kIncomplete:
      return "IncompleteSignature";
    case AwsRefusal::Reason::kUnknownKey:
      return "InvalidClientTokenId";
    case AwsRefusal::Reason::kExpiredToken:
      return "ExpiredToken";
    case AwsRefusal::Reason::kBadSignature:
      return "SignatureDoesNotMatch";
  }
  return "InternalFailure";
}

int QueryErrorStatus(AwsRefusal::Reason reason) {
  return reason == AwsRefusal::Reason::kIncomplete ? 400 : 403;
}

}  // namespace genesys_cfn::emulator
