// SPDX-License-Identifier: Apache-2.0
// Presigned response URLs in the shape of S3's (aws-protocols.md 1.5, 3.5): the object's key percent-encoded ("%3A",
// "%7C",
// '/' literal), a query of X-Amz-* parameters, and a signature over every byte of the target before it. The signature
// is ours (a keyed hash with the database's own key), not SigV4: only the local cloud checks it.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "emulator/store/cloud_identity.h"

namespace genesys_cfn::emulator {

// "/cloudformation-custom-resource-response-": every target of a response URL begins with it.
inline constexpr std::string_view kResponsePathPrefix = "/cloudformation-custom-resource-response-";

std::string ResponseUrl(const CloudIdentity& identity, std::string_view key, std::string_view stack_id,
                        std::string_view logical_id, std::string_view request_id, WallTime now);

// The request id of an untouched target. kPermissionDenied ("SignatureDoesNotMatch") when a byte differs,
// kDeadlineExceeded when the URL has expired.
Result<std::string> VerifyResponseTarget(std::string_view target, std::string_view key, WallTime now);

}  // namespace genesys_cfn::emulator
