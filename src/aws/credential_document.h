// SPDX-License-Identifier: Apache-2.0
// Credentials as a JSON object: what containers, instances and credential processes answer.
#pragma once

#include <string_view>

#include "aws/credentials.h"
#include "base/result.h"

namespace genesys_cfn::aws {

// AccessKeyId, SecretAccessKey and, under `token_member`, a session token that may be absent. kUnauthenticated says
// what is missing, never what is there.
Result<Credentials> ParseCredentialDocument(std::string_view text, std::string_view token_member);

}  // namespace genesys_cfn::aws
