// SPDX-License-Identifier: Apache-2.0
// Who may call an emulated AWS service: whoever signed the request with a key that the local cloud knows, or, where it
// takes any key, whoever names one. Every protocol has its own names for a refusal, so the reason is told apart from
// the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "emulator/aws/access_keys.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

struct AwsRefusal {
  enum class Reason {
    kMissing,       // no Authorization header
    kIncomplete,    // one that cannot be read
    kUnknownKey,    // another access key or session token
    kExpiredToken,  // a temporary key whose time is over
    kBadSignature,  // another scope, time or signature
  };
  Reason reason = Reason::kMissing;
  std::string message;  // the service's wording
};

struct AwsScope {
  std::string_view service;  // "secretsmanager"
  std::string_view region;   // "" for any
};

// nullopt when the request is signed with one of `keys` for this service and region, at about `now`.
std::optional<AwsRefusal> RefusalOf(const http::Request& request, const AwsScope& scope, const AccessKeys& keys,
                                    WallTime now);

// The error code of the Query protocol (CloudFormation, STS) and its HTTP status.
std::string_view QueryErrorCode(AwsRefusal::Reason reason);
int QueryErrorStatus(AwsRefusal::Reason reason);

}  // namespace genesys_cfn::emulator
