// SPDX-License-Identifier: Apache-2.0
// Who may call an emulated AWS service: whoever signed the request with the local credentials. Every protocol has its
// own names for a refusal, so the reason is told apart from the text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/clock.h"
#include "http/message.h"

namespace genesys_cfn::emulator {

struct AwsRefusal {
  enum class Reason {
    kMissing,       // no Authorization header
    kIncomplete,    // one that cannot be read
    kUnknownKey,    // another access key or session token
    kBadSignature,  // another scope, time or signature
  };
  Reason reason = Reason::kMissing;
  std::string message;  // the service's wording
};

struct AwsScope {
  std::string_view service;  // "secretsmanager"
  std::string_view region;
};

// nullopt when the request is signed with `accepted` for this service and region, at about `now`.
std::optional<AwsRefusal> RefusalOf(const http::Request& request, const AwsScope& scope,
                                    const aws::Credentials& accepted, WallTime now);

}  // namespace genesys_cfn::emulator
